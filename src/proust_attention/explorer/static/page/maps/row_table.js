/**
 * The maps as a table: the row that is looked at, of all heads. The buttons in its heads choose as the maps do.
 */

import { named } from "../core/cell.js"
import { element } from "../widgets/elements.js"
import { written } from "../widgets/numbers.js"
import { table } from "../widgets/table.js"
import { rowOf } from "./weights.js"

/** @typedef {import("./figure.js").Figure} Figure */
/** @typedef {import("../core/state.js").Reading} Reading */
/** @typedef {import("../core/cell.js").Cell} Cell */

export class RowTable {
  /** What it was made of; "" where it has to be made anew. A choice only moves the marks, and keeps the focus. */
  is = ""

  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.element = element("div")
  }

  /**
   * @param {Reading} reading
   * @param {Figure[]} figures
   * @param {Cell} cell
   */
  show(reading, figures, { layer, head, query, key }) {
    const is = String(query)
    if (is !== this.is) this.element.replaceChildren(this.make(reading, figures, query))
    this.is = is
    const column = 1 + figures.findIndex((figure) => figure.layer === layer && figure.head === head)
    for (const line of this.element.querySelectorAll("tr")) {
      line.classList.toggle("chosen", line.parentElement?.tagName === "TBODY" && line.sectionRowIndex === key)
      Array.from(line.cells).forEach((box, i) => box.classList.toggle("chosen", i === column))
    }
  }

  /**
   * @param {Reading} reading
   * @param {Figure[]} figures
   * @param {number} query
   */
  make(reading, figures, query) {
    const { t, store } = this.app
    const number = written(store.state.language, 4)
    /** @type {(text: string, choice: Partial<import("../core/state.js").State>) => HTMLElement} */
    const button = (text, choice) => {
      const made = element("button", { type: "button" }, text)
      made.addEventListener("click", () => store.set({ ...choice, position: reading.start + query, pinned: true }))
      return made
    }
    const rows = figures.map(({ map }) => rowOf(map, query))
    const heads = figures.map(({ layer, head }) => button(t("maps_head", { layer, head }), { layer, head }))
    const lines = Array.from({ length: query + 1 }, (_, place) => ({
      head: button(named(reading, place), { key: reading.start + place }),
      cells: rows.map((row) => (Number.isNaN(row[place]) ? "" : number(row[place]))),
    }))
    return table(t("maps_table", { from: named(reading, query) }), [t("maps_looked_at"), ...heads], lines)
  }
}
