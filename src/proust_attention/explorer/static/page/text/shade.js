/**
 * The shading of the ribbon: by a row of a map, each token by its weight, and the chosen key is framed; by the
 * surprise of each token; where parts are taken out, by what that changed of it, in two colours; or by how
 * long the run is that a token stands in and that the machine has read. Tokens before the window, and those of
 * which nothing is known, have no shade.
 */

import { changesOf, darkness, inWords, strength } from "../core/surprise.js"
import { ALONG } from "../widgets/colours.js"
import { all, byId, element } from "../widgets/elements.js"
import * as quotations from "./quotations.js"

/** @typedef {import("../core/state.js").State} State */
/** @typedef {"less" | "more" | ""} Way of a change: which of its two colours it has */
/** @typedef {{dark: number, figure: number, isKey: boolean, way?: Way}} Shade dark: from 0 to 1; NaN: none */

const KINDS = /** @type {const} */ (["attention", "surprise", "change", "quoted"])

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
  store.on(["shade", "out"], (state) => {
    const present = kindOf(state)
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(KINDS[i] === present)))
    buttons[KINDS.indexOf("change")].hidden = state.out === ""
  })
  store.on(["quotes"], ({ quotes }) => (buttons[KINDS.indexOf("quoted")].hidden = !quotes))
  store.on(["shading", "shade", "surprise", "quotes", "quoted", "reading"], (state) => paint(list, shadeOf(state)))
  store.on(["shading", "shade", "surprise", "quotes", "quoted", "reading", "position", "language"], (state) => {
    sentence.textContent = sentenceOn(app, state)
  })
}

/**
 * What the shade says of the place that is looked at.
 * @param {import("../core/app.js").App} app
 * @param {State} state
 */
function sentenceOn(app, state) {
  const { shading, shade, surprise, quotes, quoted, reading, position } = state
  if (!reading) return ""
  if (shade === "attention") {
    return shading ? app.t("shaded", { layer: shading.layer, head: shading.head }) : ""
  }
  if (shade === "quoted") {
    if (!quotes) return app.t("quoted_not_here")
    return quoted?.reading === reading ? quotations.inWords(app, quoted, position) : app.t("quoted_loading")
  }
  const cost = surprise?.reading === reading ? inWords(app, surprise, position) : ""
  return cost && kindOf(state) === "change" ? `${cost} ${app.t("shaded_change")}` : cost
}

/**
 * What shades the text: where nothing is taken out, nothing has changed.
 * @param {State} state
 */
function kindOf({ shade, out }) {
  return shade === "change" && !out ? "surprise" : shade
}

/**
 * Return how a place of the text is shaded.
 * @param {State} state
 * @returns {(place: number) => Shade}
 */
function shadeOf({ shading, shade, surprise, quotes, quoted, reading, scale }) {
  const isKey = (/** @type {number} */ place) => shading !== null && place - shading.start === shading.key
  if (shade === "attention") {
    return (place) => {
      const weight = shading?.row[place - shading.start] ?? NaN
      return { dark: Number.isNaN(weight) ? NaN : ALONG[scale](weight), figure: weight, isKey: isKey(place) }
    }
  }
  if (shade === "quoted") {
    const found = quotes && quoted?.reading === reading ? quoted : null
    return (place) => ({
      dark: found ? quotations.darkness(found, place) : NaN,
      figure: found ? (found.runs[place]?.length ?? 0) : NaN,
      isKey: false,
    })
  }
  const known = surprise && surprise.reading === reading ? surprise : null
  const changes = shade === "change" && known ? changesOf(known) : null
  const figures = changes ?? known?.nats ?? []
  const dark = changes ? strength : darkness
  return (place) => {
    const figure = figures[place] ?? NaN
    return { dark: dark(figure), figure, isKey: false, way: changes ? (figure < 0 ? "less" : "more") : "" }
  }
}

/**
 * @param {HTMLElement} list
 * @param {(place: number) => Shade} shadeOf
 */
function paint(list, shadeOf) {
  for (const token of all(list, "[data-place]", HTMLElement)) {
    const { dark, figure, isKey, way = "" } = shadeOf(Number(token.dataset.place))
    token.classList.toggle("key", isKey)
    token.classList.toggle("less", way === "less")
    token.classList.toggle("more", way === "more")
    if (Number.isNaN(figure)) {
      token.style.removeProperty("--weight")
      delete token.dataset.weight
    } else {
      token.style.setProperty("--weight", dark.toFixed(4))
      token.dataset.weight = figure.toPrecision(6)
    }
  }
}
