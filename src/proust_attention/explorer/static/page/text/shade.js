/**
 * A row of a map laid over the text: each token is shaded by its weight, and the chosen key is framed. Which row,
 * the state says. Tokens before the window, and those that are not looked at, have no weight.
 */

import { ALONG } from "../widgets/colours.js"
import { all, byId } from "../widgets/elements.js"

/** @param {import("../core/app.js").App} app */
export function mountShade({ store, t }) {
  const list = byId("characters"), sentence = byId("shaded")
  store.on(["shading"], ({ shading, scale }) => shade(list, shading, ALONG[scale]))
  store.on(["shading", "language"], ({ shading }) => {
    sentence.textContent = shading ? t("shaded", { layer: shading.layer, head: shading.head }) : ""
  })
}

/**
 * @param {HTMLElement} list
 * @param {import("../core/state.js").Shading | null} shading
 * @param {(weight: number) => number} along how dark, from 0 to 1
 */
function shade(list, shading, along) {
  for (const token of all(list, "[data-place]", HTMLElement)) {
    const place = Number(token.dataset.place) - (shading?.start ?? 0)
    const weight = shading?.row[place] ?? NaN
    token.classList.toggle("key", place === shading?.key)
    if (Number.isNaN(weight)) {
      token.style.removeProperty("--weight")
      delete token.dataset.weight
    } else {
      token.style.setProperty("--weight", along(weight).toFixed(4))
      token.dataset.weight = weight.toPrecision(6)
    }
  }
}
