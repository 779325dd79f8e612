/**
 * The header: which machine is open, the language of the page, and the notice.
 */

import { byId } from "../widgets/elements.js"
import * as machines from "./machines.js"
import * as notice from "./notice.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

/**
 * @param {HTMLElement} _host
 * @param {import("../core/app.js").App} app
 */
export function mount(_host, app) {
  mountLanguage(app)
  notice.mount(app)
  void machines.mount(app)
}

/** @param {import("../core/app.js").App} app */
function mountLanguage({ store }) {
  const menu = byId("language", HTMLSelectElement)
  menu.addEventListener("change", () => store.set({ language: menu.value === "es" ? "es" : "en" }))
  store.on(["language"], ({ language }) => {
    menu.value = language
  })
}
