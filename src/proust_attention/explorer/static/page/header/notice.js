/**
 * The notice: one sentence at the edge of the window, wherever the page is scrolled to, when something was refused
 * or should be known. What could not be read or written is past when something else has been read.
 *
 * The engine's sentences are in English; in Spanish they stand in quotation marks, behind an introduction.
 */

import { MachineError } from "../../engine/errors.js"
import { byId, element } from "../widgets/elements.js"

const PASSING = ["cannot_read", "cannot_write"]

/** @param {import("../core/app.js").App} app */
export function mount({ store, t, notice }) {
  const place = byId("notice")
  byId("close-notice").addEventListener("click", () => notice(""))
  store.on(["reading"], () => {
    if (PASSING.includes(store.state.notice.key)) notice("")
  })
  store.on(["notice"], ({ notice: { error } }) => {
    if (error !== undefined && !(error instanceof MachineError)) console.error(error)
  })
  store.on(["notice", "language", "unit"], ({ notice: { key, error, values } }) => {
    place.replaceChildren(key && t(key, values))
    const frame = byId("notice-frame").classList
    frame.toggle("shown", key !== "")
    frame.toggle("refused", error !== undefined)
    if (error === undefined) return
    const reason = error instanceof Error ? error.message : String(error)
    place.append(" ", element("q", { lang: "en" }, reason))
  })
}
