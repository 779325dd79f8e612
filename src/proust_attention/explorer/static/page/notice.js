/**
 * The notice: one sentence above all panels, when something was refused or should be known.
 *
 * What the engine says is in English; in Spanish it stands in quotation marks, behind a sentence of introduction.
 */

import { MachineError } from "../engine/errors.js"
import { element } from "./elements.js"

/**
 * @param {HTMLElement} host
 * @param {import("./app.js").App} app
 * @returns {(key: string, error?: unknown) => void} shows a sentence; "" shows none
 */
export function mount(host, app) {
  /** @type {{key: string, error?: unknown}} */
  let shown = { key: "" }
  app.onLanguage(write)
  return (key, error) => {
    shown = { key, error }
    write()
  }

  function write() {
    const { key, error } = shown
    host.replaceChildren(key && app.t(key))
    host.classList.toggle("refused", error !== undefined)
    if (error === undefined) return
    const reason = error instanceof Error ? error.message : String(error)
    if (!(error instanceof MachineError)) console.error(error)
    host.append(" ", element("q", { lang: "en" }, reason))
  }
}
