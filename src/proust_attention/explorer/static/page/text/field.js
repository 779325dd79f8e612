/**
 * The field for the phrase, and a note below it on what the machine reads otherwise than it was typed.
 */

import { nameOfLanguage } from "../core/language.js"
import { MOST, readable, shortened } from "../core/phrase.js"
import { tokenizerOf } from "../core/reader.js"
import { called, seenOrCode } from "../core/symbols.js"
import { byId } from "../widgets/elements.js"
import { History } from "./history.js"

const NAMED = 12 // of unknown characters so many are named
const OFTEN = 100 // milliseconds: a long text takes long to lay out, and the page may write it faster

/** @param {import("../core/app.js").App} app */
export function mountField(app) {
  const { store } = app
  const field = byId("phrase")
  field.addEventListener("beforeinput", (/** @type {InputEvent} */ event) => {
    const { data } = event // what is pasted; a megabyte of it would keep the browser busy for long, to lay it out
    if (!data || data.length <= MOST) return
    event.preventDefault()
    field.setRangeText(shortened(data), field.selectionStart, field.selectionEnd, "end")
    field.dispatchEvent(new Event("input"))
  })
  const history = new History()
  /** @type {(by: -1 | 1) => void} */
  const go = (by) => {
    const entry = history.go(by)
    if (entry) store.set({ ...entry, writing: false, pinned: false })
  }
  field.addEventListener("beforeinput", (event) => {
    // from a menu
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return
    event.preventDefault()
    go(event.inputType === "historyUndo" ? -1 : 1)
  })
  field.addEventListener("keydown", (event) => {
    const by = undone(event)
    if (!by) return
    event.preventDefault()
    go(by)
  })
  field.addEventListener("input", () => {
    const text = shortened(field.value)
    if (text !== field.value) field.value = text
    store.set({ text, written: 0, writing: false })
  })
  let shown = 0 // when
  let waiting = 0
  const show = () => {
    clearTimeout(waiting)
    waiting = 0
    if (field.value === store.state.text) return
    shown = performance.now()
    field.value = store.state.text
    // in the next frame: to ask for the height lays the text out
    requestAnimationFrame(() => (field.scrollTop = field.scrollHeight))
  }
  store.on(["text", "writing"], ({ text, written, writing }) => {
    history.add({ text, written }, performance.now())
    const early = shown + OFTEN - performance.now()
    if (!writing || early <= 0) show()
    else waiting ||= setTimeout(show, early)
  })
  store.on(["speaks", "language", "unit"], ({ speaks, language }) => {
    const name = speaks && nameOfLanguage(language, speaks)
    byId("phrase-label").textContent = name ? app.t("phrase_in", { language: name }) : app.t("phrase")
    field.lang = speaks
  })
  store.on(["text", "reading", "language"], ({ text, description, reading, writing }) => {
    if (writing) return // what the machine writes it knows
    byId("phrase-note").textContent = description && reading ? noteOn(app, text, description, reading) : ""
  })
}

/**
 * Whether a key undoes (-1) or does again (1); 0: neither.
 * @param {KeyboardEvent} event
 */
function undone({ ctrlKey, metaKey, altKey, shiftKey, key }) {
  if (!(ctrlKey || metaKey) || altKey) return 0
  if (key.toLowerCase() === "z") return shiftKey ? 1 : -1
  return key.toLowerCase() === "y" ? 1 : 0
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
  const pairs = [...replaced]
    .slice(0, NAMED)
    .map((pair) => pair.map(seenOrCode).join(" → "))
    .join(",  ")
  return [
    replaced.size ? app.t("replaced", { pairs }) : "",
    omitted.size ? omission(app, [...omitted]) : "",
    filled ? app.t("nothing_typed", { character: called(app, read) }) : "",
    start ? app.t("only_the_end", { seen: ids.length, most: config.context_length }) : "",
    [...text].length >= MOST ? app.t("cut", { most: MOST }) : "",
  ]
    .filter(Boolean)
    .join(" ")
}

/**
 * @param {import("../core/app.js").App} app
 * @param {string[]} omitted
 */
function omission(app, omitted) {
  const some = omitted.slice(0, NAMED).map(seenOrCode).join(" ")
  return app.t(omitted.length > NAMED ? "omitted_more" : "omitted", { some, more: omitted.length - NAMED })
}
