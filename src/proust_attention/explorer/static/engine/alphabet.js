/**
 * The alphabet: the characters that a machine knows. Every piece of its vocabulary is made of them.
 *
 * # Class Notes
 *
 * A character here is a code point, as in Python. JavaScript counts in units of 16 bits, of which a rare character
 * takes two; so texts are taken apart with [...text], never by index.
 *
 * Whoever types has more signs than a machine: curly quotation marks, no-break spaces, letters of other languages.
 * A typographic sign is read as its plain form. Of any other unknown character the nearest known one can be named:
 * the same letter without its accent, or in its other case.
 */

import { MachineError } from "./errors.js"
import { TYPOGRAPHY } from "./typography.js"

/** @typedef {{character: string, code: string, place: number, nearest: string | null}} Unknown place: from 0 on */
/** @typedef {{unknown: Unknown[], unknownCount: number}} Report the first of each, and how many in all */

/** The id of a character that is not in the alphabet. */
export const UNKNOWN = -1
const MOST_UNKNOWN = 20 // of a wrong text nobody wants them all

export class Alphabet {
  /**
   * @param {string} symbols sorted, each once
   * @throws {MachineError}
   */
  constructor(symbols) {
    this.symbols = [...symbols]
    const codes = this.symbols.map((symbol) => Number(symbol.codePointAt(0)))
    if (!codes.length || codes.some((code, i) => i > 0 && code <= codes[i - 1])) {
      throw new MachineError("symbols_wrong")
    }
    this.known = new Set(this.symbols)
  }

  /** @param {string} character */
  has(character) {
    return this.known.has(character)
  }

  /**
   * Return what of a text is not known.
   * @param {string} text
   * @returns {Report}
   */
  report(text) {
    /** @type {Map<string, Unknown>} */
    const unknown = new Map()
    let unknownCount = 0
    let place = -1
    for (const character of text) {
      place++
      if (this.has(character)) continue
      unknownCount++
      if (unknown.size < MOST_UNKNOWN && !unknown.has(character)) {
        unknown.set(character, { character, code: codeOf(character), place, nearest: this.nearest(character) })
      }
    }
    return { unknown: [...unknown.values()], unknownCount }
  }

  /**
   * Return a text that somebody typed as a corpus would have it; a typographic sign is read as its plain form
   * where only that is made of symbols.
   * @param {string} text
   */
  asRead(text) {
    const known = (/** @type {string} */ form) => [...form].every((symbol) => this.has(symbol))
    return Array.from(asTyped(text), (sign) => {
      const plain = TYPOGRAPHY[sign]
      return plain && !known(sign) && known(plain) ? plain : sign
    }).join("")
  }

  /**
   * Return the known symbol that is most like an unknown one, if any is: its plain typographic form, its base
   * letter, its other case.
   * @param {string} character
   * @returns {string | null}
   */
  nearest(character) {
    if (/^\s$/u.test(character)) return this.has(" ") ? " " : null
    const hyphen = /^\p{Pd}$/u.test(character) ? "-" : ""
    const bases = [character, TYPOGRAPHY[character]?.[0] ?? "", hyphen, [...character.normalize("NFKD")][0]]
    const cases = bases.flatMap((base) => [base.toLowerCase(), base.toUpperCase()])
    return [...bases, ...cases].find((candidate) => this.has(candidate)) ?? null
  }
}

/**
 * Return a text as a corpus would have it: letters composed (NFC), line breaks of one kind.
 * @param {string} text
 */
export function asTyped(text) {
  return text.replace(/\r\n?/g, "\n").normalize("NFC")
}

/**
 * Return what is to be thrown where a text may hold nothing unknown.
 * @param {Unknown} unknown
 */
export function refusalOf({ character, code, place, nearest }) {
  const isSeen = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)
  return new MachineError("character_unknown", {
    character: {
      code: isSeen ? "character_seen" : "character_unseen",
      values: { character, code, place: place + 1 },
    },
    nearest: nearest === null ? { code: "nearest_none" } : { code: "nearest", values: { character: nearest } },
  })
}

/** @param {string} character */
function codeOf(character) {
  return `U+${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`
}
