/**
 * What is told of the row and of its cell: in words above the maps, and as the shading of the text.
 */

import { ALONG } from "./colours.js"
import { byId, element } from "./elements.js"
import { shade } from "./maps_shade.js"
import { rowIn, sentenceOn } from "./maps_words.js"

/** @typedef {import("./maps_cell.js").Cell} Cell */

export class Told {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app
    this.cell = element("p", { class: "maps-told" })
    this.row = element("p", { class: "maps-row quiet" })
    this.shaded = element("p", { class: "quiet", id: "shaded" })
    byId("where").after(this.shaded)
  }

  /**
   * @param {import("./state.js").Reading} reading
   * @param {import("./maps_figure.js").Figure | null} figure the one that the cell is in
   * @param {Cell | null} cell null: there is nothing to tell
   */
  show(reading, figure, cell) {
    const { t, store } = this.app
    const about = cell && figure
    this.cell.textContent = about ? sentenceOn(this.app, reading, figure, cell) : ""
    this.row.textContent = about ? rowIn(this.app, reading, figure, cell) : ""
    this.shaded.textContent = about ? t("maps_shaded", { layer: cell.layer, head: cell.head }) : ""
    shade(cell, figure, reading.start, ALONG[store.state.scale])
  }
}
