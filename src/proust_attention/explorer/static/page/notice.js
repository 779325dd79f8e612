/**
 * The notice: one sentence at the edge of the window, wherever the page is scrolled to, when something was refused
 * or should be known. What could not be read or written is past when something else has been read.
 *
 * What the engine says is in English; in Spanish it stands in quotation marks, behind a sentence of introduction.
 */

import { MachineError } from "../engine/errors.js"
import { byId, element } from "./elements.js"

/** @typedef {import("./app.js").App} App */

const PASSING = ["cannot_read", "cannot_write"]

/**
 * @param {HTMLElement} host
 * @param {App} app
 * @returns {App["notice"]}
 */
export function mount(host, app) {
  /** @type {{key: string, error?: unknown, values?: import("./language.js").Values}} */
  let shown = { key: "" }
  byId("close-notice").addEventListener("click", () => show(""))
  app.onLanguage(write)
  app.store.on(["reading"], () => PASSING.includes(shown.key) && show(""))
  return show

  /**
   * @param {string} key
   * @param {unknown} [error]
   * @param {import("./language.js").Values} [values]
   */
  function show(key, error, values) {
    shown = { key, error, values }
    write()
  }

  function write() {
    const { key, error, values } = shown
    host.replaceChildren(key && app.t(key, values))
    const frame = byId("notice-frame").classList
    frame.toggle("shown", key !== "")
    frame.toggle("refused", error !== undefined)
    if (error === undefined) return
    const reason = error instanceof Error ? error.message : String(error)
    if (!(error instanceof MachineError)) console.error(error)
    host.append(" ", element("q", { lang: "en" }, reason))
  }
}
