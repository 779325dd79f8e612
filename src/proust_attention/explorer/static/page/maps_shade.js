/**
 * The chosen row laid over the text: each character is shaded by the weight that it gets.
 */

/**
 * Shade the characters of the ribbon. Those before the window, and those that are not looked at, have no weight.
 * @param {Float32Array} row weights from the beginning of the window; none: nothing is shaded
 * @param {number} start the place in the text at which the window begins
 * @param {(weight: number) => number} along how dark, from 0 to 1
 */
export function shade(row, start, along) {
  const characters = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#ribbon [data-place]"))
  for (const character of characters) {
    const weight = row[Number(character.dataset.place) - start] ?? NaN
    if (Number.isNaN(weight)) {
      character.style.removeProperty("--weight")
      delete character.dataset.weight
    } else {
      character.style.setProperty("--weight", along(weight).toFixed(4))
      character.dataset.weight = weight.toPrecision(6)
    }
  }
}
