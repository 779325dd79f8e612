/**
 * The sentences above the maps: on the chosen cell, and on its row.
 */

import { element } from "../widgets/elements.js"
import { rowIn, sentenceOn } from "./words.js"

export class Sentences {
  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.cell = element("p", { class: "maps-sentence" })
    this.row = element("p", { class: "maps-row quiet" })
  }

  /**
   * @param {import("../core/state.js").Reading} reading
   * @param {import("./figure.js").Figure | null} figure the one that the cell is in
   * @param {import("../core/cell.js").Cell | null} cell null: both are empty
   */
  show(reading, figure, cell) {
    const about = cell && figure
    this.cell.textContent = about ? sentenceOn(this.app, reading, figure, cell) : ""
    this.row.textContent = about ? rowIn(this.app, reading, figure, cell) : ""
  }
}
