/**
 * What a tap on the ribbon chooses: the place that looks, or the one that it looks at. A finger points at nothing,
 * and the cells of a map on a phone are smaller than it; so there, and there alone, the choice is offered.
 */

import { byId, element } from "../widgets/elements.js"

const KINDS = /** @type {const} */ (["query", "key"])

/**
 * @param {import("../core/app.js").App} app
 * @returns {{choosesKey: () => boolean}}
 */
export function mountTaps({ t, onLanguage }) {
  /** @type {(typeof KINDS)[number]} */
  let chosen = "query"
  const buttons = KINDS.map((kind) => {
    const made = element("button", { type: "button", class: "chip" })
    made.addEventListener("click", () => {
      chosen = kind
      show()
    })
    return made
  })
  onLanguage(show)

  function show() {
    byId("taps").replaceChildren(t("tap_chooses"), ...buttons)
    buttons.forEach((button, i) => {
      button.textContent = t(`tap_${KINDS[i]}`)
      button.setAttribute("aria-pressed", String(KINDS[i] === chosen))
    })
  }
  return { choosesKey: () => chosen === "key" }
}
