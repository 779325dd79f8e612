/**
 * The attention maps: of every head, how much of its look each position gives to each before it.
 *
 * A row is a position that looks, a column one that is looked at; the stronger its colour, the larger the weight.
 * The row of the position that is looked at is marked, and the text is shaded by it. What is shown belongs
 * together: while the next reading is computed, the maps, their marks and their words stay those of the last.
 */

import { cellOf, strongest } from "../core/cell.js"
import { longestOf } from "../core/state.js"
import { nameOf, namesIn, toggled } from "../core/taken_out.js"
import { ALONG, LEAST, coloured, onColours, ramps } from "../widgets/colours.js"
import { element } from "../widgets/elements.js"
import { Legend } from "../widgets/legend.js"
import { significant } from "../widgets/numbers.js"
import { Tip } from "../widgets/tip.js"
import { controls } from "./controls.js"
import { Figure } from "./figure.js"
import { markCell } from "./marks.js"
import { around, same, whole } from "./region.js"
import { RowTable } from "./row_table.js"
import { Sentences } from "./sentences.js"
import { texts as sentences } from "./texts.js"
import { mapOf, rowOf, weightsOf } from "./weights.js"
import { words } from "./words.js"

export const texts = [sentences]

/** @typedef {import("../core/app.js").App} App */
/** @typedef {import("../core/state.js").Reading} Reading */
/** @typedef {import("../widgets/grid.js").Place} Place */
/** @typedef {{reading: Reading, weights: Float32Array[]}} Shown weights: of each layer (H, T, T) */

/**
 * @param {HTMLElement} host
 * @param {App} app
 */
export function mount(host, app) {
  const maps = new Maps(app)
  const { store } = app
  const { cell, row } = maps.sentences
  host.append(maps.place, cell, row, maps.spoken, maps.legend.element, maps.controls.element, maps.help)
  store.on(["reading"], ({ reading }) => void maps.load(reading))
  store.on(["scale", "skipFirst"], () => maps.draw())
  store.on(["position", "key", "layer", "head"], () => maps.mark())
  store.on(["out"], () => maps.markOut())
  app.onLanguage(() => maps.translate())
  onColours(() => maps.draw())
}

class Maps {
  /** @type {Shown | null} */
  shown = null
  /** @type {Figure[]} */
  figures = []
  asTable = false
  closely = false
  region = whole(0)

  /** @param {App} app */
  constructor(app) {
    this.app = app
    this.help = element("p")
    this.sentences = new Sentences(app)
    this.spoken = element("p", { class: "spoken", role: "status" })
    this.place = element("div", { class: "maps" })
    this.table = new RowTable(app)
    this.legend = new Legend()
    this.tip = new Tip()
    const showTable = (/** @type {boolean} */ asTable) => {
      this.asTable = asTable
      this.lay()
      this.mark()
    }
    const look = (/** @type {boolean} */ closely) => {
      this.closely = closely
      this.mark()
    }
    this.controls = controls(app, showTable, look)
  }

  /** @param {Reading | null} reading */
  async load(reading) {
    if (!reading) return
    const weights = await weightsOf(this.app, reading)
    if (!weights || this.app.store.state.reading !== reading) return
    const before = this.shown?.reading.config
    const { config } = reading
    this.shown = { reading, weights }
    if (before?.n_layers !== config.n_layers || before.n_heads !== config.n_heads) this.build(reading)
    this.draw()
  }

  /** @param {Reading} reading */
  build({ config }) {
    this.figures = Array.from({ length: config.n_layers * config.n_heads }, (_, i) => {
      const layer = Math.floor(i / config.n_heads)
      const head = i % config.n_heads
      const leave = () => this.app.store.set({ pinned: false, key: null })
      const toggle = () => this.app.store.set({ out: toggled(this.app.store.state.out, nameOf({ layer, head })) })
      return new Figure(layer, head, this.point.bind(this), this.choose.bind(this), leave, toggle)
    })
    this.lay()
    for (const figure of this.figures) figure.translate(this.app.t)
    this.markOut()
  }

  /** Show which heads are taken out. */
  markOut() {
    const out = namesIn(this.app.store.state.out)
    for (const figure of this.figures) figure.markOut(out.includes(nameOf(figure)))
  }

  lay() {
    const shown = this.asTable ? [this.table.element] : this.figures.map((figure) => figure.element)
    this.place.classList.toggle("as-table", this.asTable)
    this.place.replaceChildren(...shown)
  }

  /** Compute every map, paint it, and say where we are. */
  draw() {
    if (!this.shown) return
    const { weights, reading } = this.shown
    const { scale, skipFirst, language } = this.app.store.state
    for (const figure of this.figures) {
      figure.map = mapOf(weights[figure.layer], figure.head, reading.ids.length, skipFirst)
    }
    this.paint(this.regionNow())
    const number = significant(language)
    this.legend.show(ramps().weights, scale === "log" ? `≤ ${number(LEAST)}` : number(0), number(1))
    this.table.is = ""
    this.mark()
  }

  /** @param {import("./region.js").Region} region of all the maps */
  paint(region) {
    if (!this.shown) return
    const { reading } = this.shown
    const { scale } = this.app.store.state
    const texts = reading.tokens.slice(reading.start).map(({ text }) => text)
    const painted = (/** @type {Float32Array} */ numbers) => {
      return coloured(numbers, ramps().weights, ALONG[scale], region.size)
    }
    for (const figure of this.figures) figure.show(region, painted, texts, longestOf(reading.pieces))
    this.region = region
  }

  /** The region that is to be shown: around the chosen cell, or where its head looks most. */
  regionNow() {
    const { reading } = /** @type {Shown} */ (this.shown)
    const T = reading.ids.length
    const cell = this.closely ? cellOf(this.app.store.state, reading) : null
    const figure = this.figures.find(({ layer, head }) => layer === cell?.layer && head === cell.head)
    if (!cell || !figure) return this.closely && this.region.size < T ? this.region : whole(T) // others come
    const column = cell.key ?? strongest(rowOf(figure.map, cell.query))
    return around({ row: cell.query, column }, T, this.region)
  }

  /** Mark the cell and its row in the maps, say it in words, and hand the row on, to be laid over the text. */
  mark() {
    if (!this.shown) return
    const { reading } = this.shown
    const { store } = this.app
    const region = this.regionNow()
    if (!same(region, this.region)) this.paint(region)
    const cell = cellOf(store.state, reading)
    const figure = markCell(this.app, this.figures, cell)
    this.sentences.show(reading, figure, cell)
    store.set({ shading: cell && figure && { ...cell, start: reading.start, row: rowOf(figure.map, cell.query) } })
    if (this.asTable && cell) this.table.show(reading, this.figures, cell)
  }

  /**
   * @param {Figure} figure
   * @param {Place | null} place
   * @param {PointerEvent} event
   */
  point(figure, place, event) {
    for (const one of this.figures) one.mark({ pointed: place })
    if (place && this.shown) this.tip.show(words(this.app, this.shown.reading, figure, place, "maps_tip"), event)
    else this.tip.hide()
  }

  /**
   * @param {Figure} figure
   * @param {Place | null} place null: the head, whatever its cell
   */
  choose(figure, place) {
    if (!this.shown) return
    const { reading } = this.shown
    const { layer, head } = figure
    if (!place) return this.app.store.set({ layer, head })
    const position = reading.start + place.row
    this.app.store.set({ layer, head, position, key: reading.start + place.column, pinned: true })
    this.spoken.textContent = words(this.app, reading, figure, place, "maps_cell")
  }

  translate() {
    for (const figure of this.figures) figure.translate(this.app.t)
    this.help.textContent = this.app.t("maps_help")
    this.controls.translate()
    this.draw()
  }
}
