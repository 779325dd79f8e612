/**
 * The app: what every panel is given. A panel knows this, and no other panel: what one changes in the store, the
 * others receive from there.
 */

import * as language from "./language.js"
import { byId } from "../widgets/elements.js"
import { reveal as revealElement } from "../widgets/movement.js"
import { Reader } from "./reader.js"

/** @typedef {import("../widgets/elements.js").Id} Id */

/**
 * @typedef {object} App
 * @property {import("../../engine/client.js").Client} engine
 * @property {import("./store.js").Store} store
 * @property {(key: language.Key, values?: language.Values) => string} t a sentence in the language of the page
 * @property {(listener: () => void) => void} onLanguage is called now, and when the sentences are others
 * @property {Reader["intermediate"]} intermediate see reader.js
 * @property {(panel: Id) => void} reveal scrolls a panel into sight
 * @property {(key: language.Key | "", error?: unknown, values?: language.Values) => void} notice "": none
 */

/**
 * @typedef {object} Panel a module, panel.js in a folder of its own
 * @property {language.Texts[]} texts its sentences
 * @property {(host: HTMLElement, app: App) => void} mount puts it into its element of index.html
 */

/**
 * @param {import("../../engine/client.js").Client} engine
 * @param {import("./store.js").Store} store
 * @returns {App}
 */
export function makeApp(engine, store) {
  /** @type {App["notice"]} */
  const notice = (key, error, values) => store.set({ notice: { key, error, values } })
  const reader = new Reader(engine, store, (error) => notice("cannot_read", error))
  return {
    ...{ engine, store, notice },
    t: (key, values) => language.sentence(store.state, key, values),
    onLanguage: (listener) => store.on(["language", "unit"], () => listener()),
    intermediate: (name) => reader.intermediate(name),
    reveal,
  }
}

/** @param {Id} panel */
function reveal(panel) {
  revealElement(byId(panel))
}
