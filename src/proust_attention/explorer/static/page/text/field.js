/**
 * The field for the phrase, and a note below it on what the machine reads otherwise than it was typed.
 */

import { MOST, readable, shortened } from "../core/phrase.js"
import { tokenizerOf } from "../core/reader.js"
import { called, visible } from "../core/symbols.js"
import { byId } from "../widgets/elements.js"

const NAMED = 12  // of unknown characters so many are named

/** @param {import("../core/app.js").App} app */
export function mountField(app) {
  const { store } = app
  const field = byId("phrase", HTMLTextAreaElement)
  field.addEventListener("beforeinput", (/** @type {InputEvent} */ event) => {
    const { data } = event  // what is pasted; a megabyte of it would keep the browser busy for long, to lay it out
    if (!data || data.length <= MOST) return
    event.preventDefault()
    field.setRangeText(shortened(data), field.selectionStart, field.selectionEnd, "end")
    field.dispatchEvent(new Event("input"))
  })
  field.addEventListener("input", () => {
    const text = shortened(field.value)
    if (text !== field.value) field.value = text
    store.set({ text, written: 0, writing: false })
  })
  store.on(["text"], ({ text }) => {
    if (field.value === text) return
    field.value = text
    field.scrollTop = field.scrollHeight
  })
  store.on(["text", "reading", "language"], ({ text, description, reading }) => {
    byId("phrase-note").textContent = description && reading ? noteOn(app, text, description, reading) : ""
  })
}

/**
 * @param {import("../core/app.js").App} app
 * @param {string} text
 * @param {import("../../engine/protocol.js").Description} description
 * @param {import("../core/state.js").Reading} reading
 */
function noteOn(app, text, description, reading) {
  const { start, ids, config } = reading
  const { text: read, filled, replaced, omitted } = readable(text, tokenizerOf(description).alphabet)
  const pairs = [...replaced].slice(0, NAMED).map((pair) => pair.map(visible).join(" → ")).join(",  ")
  return [
    replaced.size ? app.t("replaced", { pairs }) : "",
    omitted.size ? omission(app, [...omitted]) : "",
    filled ? app.t("nothing_typed", { character: called(app, read) }) : "",
    start ? app.t("only_the_end", { seen: ids.length, most: config.context_length }) : "",
    [...text].length >= MOST ? app.t("cut", { most: MOST }) : "",
  ].filter(Boolean).join(" ")
}

/**
 * @param {import("../core/app.js").App} app
 * @param {string[]} omitted
 */
function omission(app, omitted) {
  const some = omitted.slice(0, NAMED).map(visible).join(" ")
  return app.t(omitted.length > NAMED ? "omitted_more" : "omitted", { some, more: omitted.length - NAMED })
}
