/**
 * Errors: what a person reads when something is refused.
 *
 * A MachineError is a code, and values: what is wrong with what was given. For each code refusals/ has one plain
 * sentence in every language of the page; the English one is the error's message. It can be shown as it is (as
 * text, never as HTML). Any other error is a fault of the engine itself.
 */

import { ENGLISH } from "./refusals/english.js"
import { SPANISH } from "./refusals/spanish.js"

const SENTENCES = { en: ENGLISH, es: SPANISH }

/** @typedef {keyof typeof SENTENCES} Language */
/** @typedef {keyof typeof ENGLISH} Code */
/** @typedef {{code: Code, values?: Values}} Refusal it can be posted; in another one: a part of its sentence */
/** @typedef {string | number | number[] | Refusal} Value of numbers in a row, one or another */
/** @typedef {Record<string, Value>} Values by the names that stand in the sentence in braces */

export class MachineError extends Error {
  name = "MachineError"

  /**
   * @param {Code} code
   * @param {Values} [values]
   */
  constructor(code, values = {}) {
    super(sentence("en", { code, values }))
    this.refusal = { code, values }
  }

  /**
   * Return what is wrong in a language.
   * @param {Language} language
   */
  said(language) {
    return sentence(language, this.refusal)
  }
}

/**
 * @param {Language} language
 * @param {Refusal} refusal
 * @returns {string}
 */
function sentence(language, { code, values = {} }) {
  return SENTENCES[language][code].replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name]
    if (typeof value === "number") return number(value, language)
    if (Array.isArray(value)) {
      const all = value.map((one) => number(one, language))
      return new Intl.ListFormat(language, { type: "disjunction" }).format(all)
    }
    return typeof value === "object" ? sentence(language, value) : (value ?? whole)
  })
}

/**
 * @param {number} value
 * @param {Language} language
 */
function number(value, language) {
  const isLong = Math.abs(value) >= 1e16
  return isLong ? String(value) : value.toLocaleString(language, { maximumSignificantDigits: 16 })
}

/**
 * A value that came from a file, for a sentence: as JSON, and never long.
 * @param {unknown} value
 * @returns {Value}
 */
export function quoted(value) {
  const text = JSON.stringify(value)
  if (text === undefined) return { code: "nothing" }
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`
}
