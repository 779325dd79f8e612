/**
 * The heat map: the numbers of a step as colours, a row a position.
 *
 * Where some are below 0 the paper's colour is 0, blue is below and orange above; else the colours are those of
 * the maps. The strongest colour is that of the largest number, whatever its sign.
 */

import { coloured, onColours, ramps } from "./colours.js"
import { element } from "./elements.js"
import { Grid } from "./grid.js"
import { columnName, layoutOf } from "./heat_layout.js"
import { Legend } from "./legend.js"
import { named } from "./maps_cell.js"
import { significant, table, written } from "./table.js"
import { Tip } from "./tip.js"

/** @typedef {import("../engine/trace.js").Step} Step */
/** @typedef {import("./state.js").Reading} Reading */
/** @typedef {import("./grid.js").Place} Place */
/** @typedef {{step: Step, reading: Reading, layout: import("./heat_layout.js").Layout, title: string}} Shown */

export class Heat {
  /** @type {Shown | null} */
  shown = null
  asTable = false
  /** @type {number | null} the chosen column */
  column = null

  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app
    this.grid = new Grid({
      point: (place, event) => this.point(place, event),
      choose: (place) => this.choose(place),
    })
    this.frame = element("div", { class: "heat-frame" }, this.grid.element)
    this.legend = new Legend()
    this.told = element("p", { class: "heat-told", role: "status" })
    this.element = element("div", { class: "heat" }, this.frame, this.told, this.legend.element)
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
    const { reading } = this.app.store.state
    const step = await this.app.intermediate(name)
    if (!step || !reading || this.app.store.state.reading !== reading) return
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
    const { layout: { numbers, rows, columns, width }, title } = this.shown
    const { t, store } = this.app
    const { weights, signed } = ramps()
    let low = 0, high = 0
    for (const number of numbers) {
      if (number < low) low = number
      if (number > high) high = number
    }
    const most = Math.max(high, -low) || 1
    const [ramp, along] = low < 0
      ? [signed, (/** @type {number} */ number) => (number / most + 1) / 2]
      : [weights, (/** @type {number} */ number) => number / most]
    const short = significant(store.state.language)
    this.legend.show(ramp, short(low < 0 ? -most : 0), short(most))
    this.grid.element.style.setProperty("--rows", String(rows))
    this.grid.element.style.setProperty("--columns", String(columns))
    this.grid.name(t("heat_label", { title }), t("heat_kind"))
    this.grid.show(coloured(numbers, ramp, along, columns), width)
    this.mark()
  }

  /** Mark the position that is looked at, and the chosen number; say it. */
  mark() {
    if (!this.shown) return
    const { reading, layout } = this.shown
    const row = this.app.store.state.position - reading.start
    const there = row >= 0 && row < layout.rows
    const chosen = there && this.column !== null ? { row, column: this.column } : null
    this.grid.mark({ row: there ? row : null, chosen })
    this.told.textContent = chosen ? this.words(chosen) : ""
    if (this.asTable && there) this.frame.replaceChildren(this.rowTable(row))
    else if (this.frame.firstChild !== this.grid.element) this.frame.replaceChildren(this.grid.element)
  }

  /** @param {number} row */
  rowTable(row) {
    const { step, reading, layout, title } = /** @type {Shown} */ (this.shown)
    const { t, store } = this.app
    const number = written(store.state.language, step.axes === "B T" ? 0 : 6)
    const rows = Array.from({ length: layout.columns }, (_, column) => ({
      head: columnName(step, layout, column, reading, t),
      cells: [number(layout.numbers[row * layout.columns + column])],
    }))
    return table(`${title}: ${named(reading, row)}`, [t("heat_where"), t("heat_value")], rows)
  }

  /** @param {Place} place */
  words({ row, column }) {
    const { step, reading, layout } = /** @type {Shown} */ (this.shown)
    const { t, store } = this.app
    const where = columnName(step, layout, column, reading, t)
    const digits = step.axes === "B T" ? 0 : 6
    const value = written(store.state.language, digits)(layout.numbers[row * layout.columns + column])
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
  }
}
