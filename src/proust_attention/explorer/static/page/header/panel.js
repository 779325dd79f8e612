/**
 * The header: which machine is open, the language of the page, and the notice.
 */

import { byId } from "../widgets/elements.js"
import * as machines from "./machines.js"
import * as notice from "./notice.js"
import * as share from "./share.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

/**
 * @param {HTMLElement} _host
 * @param {import("../core/app.js").App} app
 */
export function mount(_host, app) {
  mountLanguage(app)
  notice.mount(app)
  mountLoading(app)
  share.mount(app)
  void machines.mount(app)
}

/**
 * The line that stands there until the first machine is open, or was refused.
 * @param {import("../core/app.js").App} app
 */
function mountLoading({ store }) {
  store.on(["description", "notice"], ({ description, notice }) => {
    if (description || notice.error !== undefined || notice.key === "no_machines") byId("loading").hidden = true
  })
}

/** @param {import("../core/app.js").App} app */
function mountLanguage({ store }) {
  const menu = byId("language")
  menu.addEventListener("change", () => store.set({ language: menu.value === "es" ? "es" : "en" }))
  store.on(["language"], ({ language }) => {
    menu.value = language
  })
}
