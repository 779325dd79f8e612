/**
 * The ribbon: the phrase, and under it the characters that the machine sees, each to be pointed at.
 *
 * Each character is an element with data-place, its place in the text; other panels may shade it.
 */

import { byId, called, element, nameOf, visible } from "./elements.js"
import { keepInSight, mark, obeyKeys } from "./listbox.js"
import { readable, shortened, MOST } from "./phrase.js"
import { tokenizerOf } from "./reader.js"

const NAMED = 12  // of unknown characters so many are named

/**
 * @param {HTMLElement} _host
 * @param {import("./app.js").App} app
 */
export function mount(_host, app) {
  const { store } = app
  mountPhrase(app)
  const list = byId("characters")
  /** @type {(index: number) => number} */
  const placeOf = (index) => (store.state.reading?.start ?? 0) + index
  const at = () => store.state.position - (store.state.reading?.start ?? 0)

  obeyKeys(list, {
    at,
    move: (index) => store.set({ position: placeOf(index) }),
    choose: () => store.set({ pinned: !store.state.pinned }),
    leave: () => store.set({ pinned: false }),
  })
  list.addEventListener("pointerover", (/** @type {PointerEvent} */ event) => {
    const place = placeAt(event)
    if (place !== null && !store.state.pinned && event.pointerType !== "touch") store.set({ position: place })
  })
  list.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const place = placeAt(event)
    const { pinned, position } = store.state
    if (place !== null) store.set({ position: place, pinned: !(pinned && position === place) })
  })

  app.onLanguage(() => list.replaceChildren())
  store.on(["reading", "language"], ({ reading }) => {
    const seen = reading?.characters.slice(reading.start) ?? []
    seen.forEach((character, index) => {
      const old = list.children[index]  // what is as it was stays: somebody may be about to click it
      if (old?.id === `c${placeOf(index)}` && old.textContent === visible(character)) return
      if (old) old.replaceWith(option(character, placeOf(index)))
      else list.append(option(character, placeOf(index)))
    })
    while (list.children.length > seen.length) list.lastChild?.remove()
    show()
  })
  store.on(["position", "pinned"], show)
  store.on(["position", "pinned", "reading", "language"], ({ reading, position, pinned }) => {
    if (!reading) return
    const { characters } = reading
    const values = { place: position + 1, count: characters.length, character: called(app, characters[position]) }
    byId("where").textContent = app.t(pinned ? "where_pinned" : "where", values)
  })

  function show() {
    mark(list, at())
    list.classList.toggle("pinned", store.state.pinned)
    keepInSight(list, list.children[at()])
  }

  /**
   * @param {string} character
   * @param {number} place
   */
  function option(character, place) {
    const name = nameOf(character)
    const options = { role: "option", id: `c${place}`, "data-place": place, "aria-selected": "false" }
    const unseen = { class: name && `unseen ${name}`, "aria-label": name ? app.t(name) : false }
    return element("span", { ...options, ...unseen }, visible(character))
  }
}

/**
 * The field for the phrase, and what was done to it.
 * @param {import("./app.js").App} app
 */
function mountPhrase(app) {
  const { store } = app
  const field = byId("phrase")
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
    byId("phrase-note").textContent = description && reading ? noteOn(text, description, reading) : ""
  })

  /**
   * @param {string} text
   * @param {import("../engine/protocol.js").Description} description
   * @param {import("./state.js").Reading} reading
   */
  function noteOn(text, description, reading) {
    const { start, ids, config } = reading
    const { replaced, omitted } = readable(text, tokenizerOf(description))
    const pairs = [...replaced].slice(0, NAMED).map((pair) => pair.map(visible).join(" → ")).join(",  ")
    return [
      text === "" ? app.t("nothing_typed") : "",
      replaced.size ? app.t("replaced", { pairs }) : "",
      omitted.size ? omission([...omitted]) : "",
      start ? app.t("only_the_end", { seen: ids.length, most: config.context_length }) : "",
      [...text].length >= MOST ? app.t("cut", { most: MOST }) : "",
    ].filter(Boolean).join(" ")
  }

  /** @param {string[]} omitted */
  function omission(omitted) {
    const some = omitted.slice(0, NAMED).map(visible).join(" ")
    return app.t(omitted.length > NAMED ? "omitted_more" : "omitted", { some, more: omitted.length - NAMED })
  }
}

/** @param {Event} event */
function placeAt({ target }) {
  const place = target instanceof HTMLElement ? target.dataset.place : undefined
  return place === undefined ? null : Number(place)
}
