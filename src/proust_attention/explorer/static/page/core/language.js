/**
 * The language of the page: every sentence stands under a key, in English and in Spanish, in the texts.js of its
 * panel; what no panel has for itself, in core/texts.js.
 *
 * Some are about what the machine reads and writes. They speak of characters. Of a machine whose tokens can be
 * more than one character, what stands under `tokens` is said in their place.
 *
 * In index.html, data-text="key" names the sentence that an element shows, data-label="key" the one by which a
 * screen reader knows it, data-hint="key" the one that a pointer brings up. In a sentence, {name} stands for a
 * value.
 */

import { all } from "../widgets/elements.js"
import { texts } from "./texts.js"

/** @typedef {"en" | "es"} Language */
/** @typedef {import("../main.js").Key} Key of every sentence */

/**
 * The sentences under some keys, each in every language: one that lacks a language is a fault of its type.
 * @template {string} K
 * @typedef {Record<Language, Record<K, string>>} Sentences
 */

/**
 * The sentences of one panel, and those that are said in the place of some of them.
 * @template {string} [K=string]
 * @template {K} [T=never]
 * @typedef {Sentences<K> & {tokens?: Sentences<T>}} Texts
 */

/** @typedef {Record<string, string | number>} Values */
/** @typedef {{language: Language, unit: import("./state.js").Unit}} Wording */

/** What the machine counts from 0 is counted from 1 in sentences, as places are. */
const FROM_ONE = ["layer", "head", "block"]

/** @type {Sentences<string>} */
const ALL = { en: {}, es: {} }
/** @type {Sentences<string>} */
const OF_TOKENS = { en: {}, es: {} }

addTexts(texts)

/**
 * Make the sentences of a panel known.
 * @param {Texts[]} added
 */
export function addTexts(...added) {
  for (const { en, es, tokens } of added) {
    Object.assign(ALL.en, en)
    Object.assign(ALL.es, es)
    Object.assign(OF_TOKENS.en, tokens?.en)
    Object.assign(OF_TOKENS.es, tokens?.es)
  }
}

/**
 * The language of the browser.
 * @returns {Language}
 */
export function ofBrowser() {
  return navigator.language.toLowerCase().startsWith("es") ? "es" : "en"
}

/**
 * The name of a language, as the page's own language has it.
 * @param {Language} language of the page
 * @param {string} code such as "fr"
 */
export function nameOfLanguage(language, code) {
  return new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code
}

/**
 * Return a sentence.
 * @param {Wording} wording
 * @param {Key} key
 * @param {Values} [values] a number is written as the language writes it
 */
export function sentence({ language, unit }, key, values = {}) {
  const text = (unit === "token" ? OF_TOKENS[language][key] : undefined) ?? ALL[language][key]
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = FROM_ONE.includes(name) ? Number(values[name]) + 1 : values[name]
    return typeof value === "number" ? value.toLocaleString(language) : (value ?? whole)
  })
}

/**
 * Put every sentence of index.html that is known in its place.
 * @param {Wording} wording
 */
export function translate(wording) {
  document.documentElement.lang = wording.language
  document.title = sentence(wording, "title")
  /** @type {(mark: "text" | "label" | "hint", put: (element: HTMLElement, sentence: string) => void) => void} */
  const each = (mark, put) => {
    for (const element of all(document, `[data-${mark}]`, HTMLElement)) {
      const key = /** @type {Key} */ (element.dataset[mark])
      if (key in ALL.en) put(element, sentence(wording, key))
    }
  }
  each("text", (element, text) => (element.textContent = text))
  each("label", (element, text) => element.setAttribute("aria-label", text))
  each("hint", (element, text) => (element.title = text))
}
