/**
 * The shading of the ribbon: by a row of a map, each token by its weight, and the chosen key is framed; or by the
 * surprise of each token. Tokens before the window, and those of which nothing is known, have no shade.
 */

import { darkness, inWords } from "../core/surprise.js"
import { ALONG } from "../widgets/colours.js"
import { all, byId, element } from "../widgets/elements.js"

/** @typedef {import("../core/state.js").State} State */
/** @typedef {{dark: number, figure: number, isKey: boolean}} Shade dark: from 0 to 1; NaN: none */

const KINDS = /** @type {const} */ (["attention", "surprise"])

/** @param {import("../core/app.js").App} app */
export function mountShade(app) {
  const { store, t } = app
  const list = byId("characters")
  const sentence = byId("shaded")
  const buttons = KINDS.map((kind) => {
    const made = element("button", { type: "button", class: "chip" })
    made.addEventListener("click", () => store.set({ shade: kind }))
    return made
  })
  app.onLanguage(() => {
    byId("shades").replaceChildren(t("shade_by"), ...buttons)
    buttons.forEach((button, i) => (button.textContent = t(`shade_${KINDS[i]}`)))
  })
  store.on(["shade"], ({ shade }) => {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(KINDS[i] === shade)))
  })
  store.on(["shading", "shade", "surprise", "reading"], (state) => paint(list, shadeOf(state)))
  store.on(["shading", "shade", "surprise", "position", "language"], (state) => {
    const { shading, shade, surprise, reading, position } = state
    if (shade === "attention") {
      sentence.textContent = shading ? t("shaded", { layer: shading.layer, head: shading.head }) : ""
    } else sentence.textContent = surprise && surprise.reading === reading ? inWords(app, surprise, position) : ""
  })
}

/**
 * Return how a place of the text is shaded.
 * @param {State} state
 * @returns {(place: number) => Shade}
 */
function shadeOf({ shading, shade, surprise, reading, scale }) {
  const isKey = (/** @type {number} */ place) => shading !== null && place - shading.start === shading.key
  if (shade === "attention") {
    return (place) => {
      const weight = shading?.row[place - shading.start] ?? NaN
      return { dark: Number.isNaN(weight) ? NaN : ALONG[scale](weight), figure: weight, isKey: isKey(place) }
    }
  }
  const nats = surprise && surprise.reading === reading ? surprise.nats : []
  return (place) => ({ dark: darkness(nats[place] ?? NaN), figure: nats[place] ?? NaN, isKey: false })
}

/**
 * @param {HTMLElement} list
 * @param {(place: number) => Shade} shadeOf
 */
function paint(list, shadeOf) {
  for (const token of all(list, "[data-place]", HTMLElement)) {
    const { dark, figure, isKey } = shadeOf(Number(token.dataset.place))
    token.classList.toggle("key", isKey)
    if (Number.isNaN(figure)) {
      token.style.removeProperty("--weight")
      delete token.dataset.weight
    } else {
      token.style.setProperty("--weight", dark.toFixed(4))
      token.dataset.weight = figure.toPrecision(6)
    }
  }
}
