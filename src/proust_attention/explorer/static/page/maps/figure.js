/**
 * The figure of one head: its map, its name, and the entropy of the row that is looked at.
 */

import { element } from "../widgets/elements.js"
import { Grid } from "../widgets/grid.js"
import { cut, whole } from "./region.js"
import { Ruler, thickness } from "./ruler.js"

/** @typedef {import("../widgets/grid.js").Place} Place in the whole map; in the grid's, of its region */

export class Figure {
  /**
   * @param {number} layer
   * @param {number} head
   * @param {(figure: Figure, place: Place | null, event: PointerEvent) => void} point
   * @param {(figure: Figure, place: Place | null) => void} choose null: the head, whatever its cell
   * @param {() => void} leave
   * @param {(figure: Figure) => void} toggle take the head out, or put it in
   */
  constructor(layer, head, point, choose, leave, toggle) {
    this.layer = layer
    this.head = head
    /** @type {Float32Array} (T, T) as it is shown: see weights.js */
    this.map = new Float32Array(0)
    this.region = whole(0)
    this.grid = new Grid({
      point: (place, event) => point(this, place && this.moved(place, 1), event),
      choose: (place) => choose(this, this.moved(place, 1)),
      leave,
    })
    this.name = element("button", { type: "button", class: "map-name" })
    this.name.addEventListener("click", () => choose(this, null))
    this.bits = element("span", { class: "map-bits" })
    this.out = element("button", { type: "button", class: "map-out", "aria-pressed": "false" })
    this.out.addEventListener("click", () => toggle(this))
    const caption = element("figcaption", {}, this.name, this.bits, this.out)
    this.rulers = [new Ruler(false), new Ruler(true)]
    const [top, side] = this.rulers
    this.element = element("figure", { class: "map" }, top.element, side.element, this.grid.element, caption)
  }

  /**
   * Show a region of the map.
   * @param {import("./region.js").Region} region
   * @param {(numbers: Float32Array) => ImageData} paint
   * @param {string[]} texts (T,) of the tokens
   * @param {number} longest so many characters a token can have
   */
  show(region, paint, texts, longest) {
    const { top, left, size } = (this.region = region)
    this.grid.show(paint(cut(this.map, region)))
    this.element.style.setProperty("--ruler", thickness(longest))
    this.rulers[0].show(texts.slice(left, left + size), longest)
    this.rulers[1].show(texts.slice(top, top + size), longest)
  }

  /**
   * A place of the region in the map (1), or the other way round (-1).
   * @param {Place} place
   * @param {1 | -1} way
   */
  moved({ row, column }, way) {
    const { top, left } = this.region
    return { row: row + way * top, column: column + way * left }
  }

  /**
   * Show where we are, in the map and at its edges.
   * @param {Partial<import("../widgets/grid_marks.js").Marks>} marks
   */
  mark({ row: at, chosen: cell, pointed: one, from }) {
    this.grid.mark({
      ...(at === undefined ? {} : { row: at === null ? null : at - this.region.top }),
      ...(cell === undefined ? {} : { chosen: cell && this.moved(cell, -1) }),
      ...(one === undefined ? {} : { pointed: one && this.moved(one, -1) }),
      ...(from === undefined ? {} : { from: this.moved(from, -1) }),
    })
    const { pointed, chosen, row } = this.grid.marks
    const [top, side] = this.rulers
    top.mark((pointed ?? chosen)?.column ?? null)
    side.mark(pointed?.row ?? row)
  }

  /**
   * Show whether the head is taken out.
   * @param {boolean} isOut
   */
  markOut(isOut) {
    this.element.classList.toggle("out", isOut)
    this.out.setAttribute("aria-pressed", String(isOut))
  }

  /** @param {import("../core/app.js").App["t"]} t */
  translate(t) {
    const where = { layer: this.layer, head: this.head }
    this.out.textContent = t("maps_out")
    this.out.setAttribute("aria-label", t("maps_out_label", where))
    this.name.textContent = t("maps_head", where)
    this.grid.name(t("maps_label", where), t("maps_kind"))
  }
}
