/**
 * The chosen row laid over the text: each token is shaded by its weight, and the chosen key is framed.
 */

import { rowOf } from "./maps_weights.js"

/**
 * Shade the tokens of the ribbon. Those before the window, and those that are not looked at, have no weight.
 * @param {import("./maps_cell.js").Cell | null} cell null: nothing is shaded
 * @param {import("./maps_figure.js").Figure | null} figure in which the cell is
 * @param {number} start the place at which the window begins
 * @param {(weight: number) => number} along how dark, from 0 to 1
 */
export function shade(cell, figure, start, along) {
  const row = cell && figure ? rowOf(figure.map, cell.query) : []
  const tokens = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#ribbon [data-place]"))
  for (const token of tokens) {
    const place = Number(token.dataset.place) - start
    const weight = row[place] ?? NaN
    token.classList.toggle("key", place === cell?.key)
    if (Number.isNaN(weight)) {
      token.style.removeProperty("--weight")
      delete token.dataset.weight
    } else {
      token.style.setProperty("--weight", along(weight).toFixed(4))
      token.dataset.weight = weight.toPrecision(6)
    }
  }
}
