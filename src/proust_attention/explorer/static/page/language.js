/**
 * The language of the page: every sentence stands in texts/, under a key, in English and in Spanish.
 *
 * Some are about what the machine reads and writes. They speak of characters. Of a machine whose tokens can be
 * more than one character, what stands in texts/tokens_en.js and tokens_es.js is said in their place.
 *
 * In index.html, data-text="key" names the sentence that an element shows, data-label="key" the one by which a
 * screen reader knows it, data-hint="key" the one that a pointer brings up. In a sentence, {name} stands for a
 * value.
 */

import { en } from "./texts/en.js"
import { es } from "./texts/es.js"
import { en as panelsEn } from "./texts/panels_en.js"
import { es as panelsEs } from "./texts/panels_es.js"
import { en as tokensEn } from "./texts/tokens_en.js"
import { es as tokensEs } from "./texts/tokens_es.js"

/** @typedef {"en" | "es"} Language */
/** @typedef {Record<string, string | number>} Values */
/** @typedef {{language: Language, unit: import("./state.js").Unit}} Wording */

/** @type {Record<Language, Record<string, string>>} */
const TEXTS = { en: { ...panelsEn, ...en }, es: { ...panelsEs, ...es } }
/** @type {typeof TEXTS} */
const OF_TOKENS = { en: tokensEn, es: tokensEs }

/**
 * The language that the browser asks for.
 * @returns {Language}
 */
export function ofBrowser() {
  return navigator.language.toLowerCase().startsWith("es") ? "es" : "en"
}

/**
 * Return a sentence.
 * @param {Wording} wording
 * @param {string} key
 * @param {Values} [values] a number is written as the language writes it
 */
export function sentence({ language, unit }, key, values = {}) {
  const text = (unit === "token" ? OF_TOKENS[language][key] : undefined) ?? TEXTS[language][key] ?? key
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name]
    return typeof value === "number" ? value.toLocaleString(language) : (value ?? whole)
  })
}

/**
 * Put every sentence of index.html in its place.
 * @param {Wording} wording
 */
export function translate(wording) {
  document.documentElement.lang = wording.language
  document.title = sentence(wording, "title")
  /** @type {(mark: string) => HTMLElement[]} */
  const all = (mark) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[${mark}]`))]
  const named = (/** @type {string | undefined} */ key) => sentence(wording, key ?? "")
  for (const element of all("data-text")) element.textContent = named(element.dataset.text)
  for (const element of all("data-label")) element.setAttribute("aria-label", named(element.dataset.label))
  for (const element of all("data-hint")) element.title = named(element.dataset.hint)
}
