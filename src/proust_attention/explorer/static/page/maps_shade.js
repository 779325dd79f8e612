/**
 * The chosen row laid over the text: each character is shaded by its weight, and the chosen key is framed.
 */

import { rowOf } from "./maps_weights.js"

/**
 * Shade the characters of the ribbon. Those before the window, and those that are not looked at, have no weight.
 * @param {import("./maps_cell.js").Cell | null} cell null: nothing is shaded
 * @param {import("./maps_figure.js").Figure | null} figure in which the cell is
 * @param {number} start the place in the text at which the window begins
 * @param {(weight: number) => number} along how dark, from 0 to 1
 */
export function shade(cell, figure, start, along) {
  const row = cell && figure ? rowOf(figure.map, cell.query) : []
  const characters = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#ribbon [data-place]"))
  for (const character of characters) {
    const place = Number(character.dataset.place) - start
    const weight = row[place] ?? NaN
    character.classList.toggle("key", place === cell?.key)
    if (Number.isNaN(weight)) {
      character.style.removeProperty("--weight")
      delete character.dataset.weight
    } else {
      character.style.setProperty("--weight", along(weight).toFixed(4))
      character.dataset.weight = weight.toPrecision(6)
    }
  }
}
