/**
 * The ribbon: under the phrase, the tokens that the machine sees, each to be pointed at.
 *
 * Each token is an element with data-place, its place in the text; shade.js shades it.
 */

import { called, nameOf, spoken, visible } from "../core/symbols.js"
import { all, byId, element } from "../widgets/elements.js"
import { keepInSight, mark, obeyKeys } from "../widgets/listbox.js"
import { mountTaps } from "./taps.js"

/** @typedef {import("../core/state.js").State} State */

/** @param {import("../core/app.js").App} app */
export function mountRibbon(app) {
  const { store } = app
  const list = byId("characters")
  const help = byId("ribbon-help")
  const { choosesKey } = mountTaps(app)
  mountPointing(list, store, choosesKey)
  app.onLanguage(() => list.replaceChildren()) // the names of what cannot be seen are in the old language
  store.on(["reading", "language"], ({ reading }) => {
    if (reading) draw(list, reading, app)
    else list.replaceChildren()
    show()
  })
  store.on(["reading", "language", "unit"], ({ reading }) => {
    const { tokens = [], written = 0 } = reading ?? {}
    const typed = tokens.length - written
    for (const token of all(list, "[data-place]", HTMLElement)) {
      token.classList.toggle("written", Number(token.dataset.place) >= typed)
    }
    help.textContent = [app.t("ribbon_help"), written ? app.t("ribbon_written") : ""].join(" ")
  })
  store.on(["position", "pinned"], show)
  store.on(["position", "pinned", "reading", "language"], ({ reading, position, pinned }) => {
    if (!reading) return
    const { tokens } = reading
    const values = { place: position + 1, count: tokens.length, token: called(app, tokens[position].text) }
    byId("where").textContent = app.t(pinned ? "where_pinned" : "where", values)
  })

  function show() {
    const { position, pinned } = store.state
    const at = indexOf(store.state, position)
    mark(list, at)
    list.classList.toggle("pinned", pinned)
    keepInSight(list, list.children[at])
  }
}

/**
 * The index in the window of a place in the text.
 * @param {State} state
 * @param {number} place
 */
function indexOf({ reading }, place) {
  return place - (reading?.start ?? 0)
}

/**
 * Let the keys and the pointer lead to a token, and pin it. A key that was chosen for another one is dropped.
 * @param {HTMLElement} list
 * @param {import("../core/store.js").Store} store
 * @param {() => boolean} choosesKey a click means the key, the place that is looked at
 */
function mountPointing(list, store, choosesKey) {
  /** @type {(position: number, pinned: boolean) => void} */
  const look = (position, pinned) => {
    store.set({ position, pinned, ...(position === store.state.position ? {} : { key: null }) })
  }
  obeyKeys(list, {
    at: () => indexOf(store.state, store.state.position),
    move: (index) => look((store.state.reading?.start ?? 0) + index, store.state.pinned),
    choose: () => store.set({ pinned: !store.state.pinned }),
    leave: () => store.set({ pinned: false, key: null }),
  })
  list.addEventListener("pointerover", (/** @type {PointerEvent} */ event) => {
    const place = placeAt(event)
    if (place !== null && !store.state.pinned && event.pointerType !== "touch") look(place, false)
  })
  list.addEventListener("pointerleave", (event) => {
    // without a pin a token is looked at while one points at it
    const { reading, pinned } = store.state
    if (reading && !pinned && event.pointerType !== "touch") look(reading.tokens.length - 1, false)
  })
  list.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const place = placeAt(event)
    const { pinned, position } = store.state
    if (place === null) return
    if (choosesKey() && place <= position) return store.set({ key: place, pinned: true })
    store.set({ position: place, pinned: !(pinned && position === place), key: null })
  })
}

/**
 * Draw the window. What is as it was stays: somebody may be about to click it.
 * @param {HTMLElement} list
 * @param {import("../core/state.js").Reading} reading
 * @param {import("../core/app.js").App} app
 */
function draw(list, { tokens, start }, app) {
  const seen = tokens.slice(start)
  seen.forEach(({ text }, index) => {
    const old = list.children[index]
    if (old?.id === `c${start + index}` && old.textContent === visible(text)) return
    const made = option(text, start + index, app)
    if (old) old.replaceWith(made)
    else list.append(made)
  })
  while (list.children.length > seen.length) list.lastChild?.remove()
}

/**
 * @param {string} text
 * @param {number} place
 * @param {import("../core/app.js").App} app
 */
function option(text, place, app) {
  const name = nameOf(text)
  const options = { role: "option", id: `c${place}`, "data-place": place, "aria-selected": "false" }
  const unseen = { class: name && `unseen ${name}`, "aria-label": spoken(app, text) || false }
  return element("span", { ...options, ...unseen }, ...(name ? [visible(text)] : Array.from(text, part)))
}

/**
 * A character of a token: one that cannot be seen is marked as such.
 * @param {string} character
 */
function part(character) {
  const name = nameOf(character)
  return name ? element("span", { class: `unseen ${name}` }, visible(character)) : visible(character)
}

/** @param {Event} event */
function placeAt({ target }) {
  const token = target instanceof Element ? target.closest("[data-place]") : null
  const place = token?.getAttribute("data-place") ?? undefined
  return place === undefined ? null : Number(place)
}
