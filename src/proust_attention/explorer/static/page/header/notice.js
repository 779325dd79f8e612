/**
 * The notice: one sentence at the edge of the window, wherever the page is scrolled to, when something was
 * refused or should be known. What could not be read or written is past when something else has been read.
 *
 * What the engine refuses it says in the language of the page. What nobody foresaw is told as the browser tells
 * it, in English, and stands in the console.
 */

import { MachineError } from "../../engine/errors.js"
import { reasonOf } from "../core/reason.js"
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
  store.on(["notice", "language", "unit"], ({ notice: { key, error, values }, language }) => {
    place.replaceChildren(key && t(key, values))
    const frame = byId("notice-frame").classList
    frame.toggle("shown", key !== "")
    frame.toggle("refused", error !== undefined)
    if (error === undefined) return
    const isForeseen = error instanceof MachineError
    place.append(" ", element("q", { lang: isForeseen ? language : "en" }, reasonOf(error, language)))
  })
}
