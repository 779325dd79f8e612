/**
 * The heat map: the numbers of a step as colours, a row a position.
 *
 * Where a position has very many numbers, as the logits of a large alphabet are, a table stands instead.
 */

import { named } from "../../core/cell.js"
import { coloured, onColours } from "../../widgets/colours.js"
import { element } from "../../widgets/elements.js"
import { Grid } from "../../widgets/grid.js"
import { Legend } from "../../widgets/legend.js"
import { significant, written } from "../../widgets/numbers.js"
import { scaleOf } from "../../widgets/scale.js"
import { Tip } from "../../widgets/tip.js"
import { columnName, layoutOf } from "./layout.js"
import { digitsOf, isTooWide, rowTable } from "./table.js"

/** @typedef {import("../../../engine/trace.js").Step} Step */
/** @typedef {import("../../core/state.js").Reading} Reading */
/** @typedef {import("../../widgets/grid.js").Place} Place */
/** @typedef {{step: Step, reading: Reading, layout: import("./layout.js").Layout, title: string}} Shown */

export class Heat {
  /** @type {Shown | null} */
  shown = null
  asTable = false
  /** @type {number | null} the chosen column */
  column = null
  begun = 0

  /** @param {import("../../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.grid = new Grid({
      point: (place, event) => this.point(place, event),
      choose: (place) => this.choose(place),
      leave: () => {
        this.column = null
        app.store.set({ pinned: false })
        this.mark()
      },
    })
    this.frame = element("div", { class: "heat-frame" }, this.grid.element)
    this.legend = new Legend()
    this.sentence = element("p", { class: "heat-sentence" })
    this.spoken = element("p", { class: "spoken", role: "status" })
    this.element = element("div", { class: "heat" }, this.frame, this.sentence, this.spoken, this.legend.element)
    this.tip = new Tip()
    app.store.on(["position"], () => this.mark())
    onColours(() => this.draw())
  }

  /**
   * Show a step of the present reading.
   * @param {string} name
   * @param {string} title
   */
  async show(name, title) {
    const mine = ++this.begun // the numbers of another step may be there sooner
    const { reading } = this.app.store.state
    const step = await this.app.intermediate(name)
    if (!step || !reading || mine !== this.begun || this.app.store.state.reading !== reading) return
    if (this.shown?.step.name !== name) this.column = null
    this.shown = { step, reading, layout: layoutOf(step), title }
    this.draw()
  }

  /** @param {boolean} on */
  showAsTable(on) {
    this.asTable = on
    this.draw()
  }

  draw() {
    if (!this.shown) return
    if (!this.tooWide) this.paint(this.shown)
    this.legend.element.hidden = this.tooWide
    this.mark()
  }

  get tooWide() {
    return this.shown !== null && isTooWide(this.shown.layout)
  }

  /** @param {Shown} shown */
  paint({ layout: { numbers, rows, columns, width }, title }) {
    const { t, store } = this.app
    const { ramp, along, ends } = scaleOf(numbers)
    const [low, high] = ends.map(significant(store.state.language))
    this.legend.show(ramp, low, high)
    this.grid.element.style.setProperty("--rows", String(rows))
    this.grid.element.style.setProperty("--columns", String(columns))
    this.grid.name(t("heat_label", { title }), t("heat_kind"))
    this.grid.show(coloured(numbers, ramp, along, columns), width)
  }

  /** Mark the position that is looked at, and the chosen number; say it. */
  mark() {
    if (!this.shown) return
    const { reading, layout } = this.shown
    const row = this.app.store.state.position - reading.start
    const there = row >= 0 && row < layout.rows
    const chosen = there && this.column !== null ? { row, column: this.column } : null
    this.grid.mark({ row: there ? row : null, chosen, from: { row: Math.max(0, row), column: 0 } })
    this.sentence.textContent = chosen ? this.words(chosen) : ""
    if (this.asTable || this.tooWide) {
      this.frame.replaceChildren(...(there ? [rowTable(this.app, this.shown, row)] : []))
    } else if (this.frame.firstChild !== this.grid.element) this.frame.replaceChildren(this.grid.element)
  }

  /** @param {Place} place */
  words({ row, column }) {
    const { step, reading, layout } = /** @type {Shown} */ (this.shown)
    const { t, store } = this.app
    const where = columnName(step, layout, column, reading, t)
    const value = written(store.state.language, digitsOf(step))(layout.numbers[row * layout.columns + column])
    return `${named(reading, row)} · ${where}: ${value}`
  }

  /**
   * @param {Place | null} place
   * @param {PointerEvent} event
   */
  point(place, event) {
    this.grid.mark({ pointed: place })
    if (place && this.shown) this.tip.show(this.words(place), event)
    else this.tip.hide()
  }

  /** @param {Place} place */
  choose({ row, column }) {
    if (!this.shown) return
    this.column = column
    this.app.store.set({ position: this.shown.reading.start + row, pinned: true })
    this.mark()
    this.spoken.textContent = this.sentence.textContent
  }
}
