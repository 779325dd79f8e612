/**
 * Characters as tokens: each symbol of the text has a number. The twin of tokenizer/characters.py.
 *
 * # Class Notes
 *
 * The symbols are sorted and numbered from 0; reading is looking up the number, writing is looking up the symbol.
 *
 * A character here is a code point, as in Python. JavaScript counts in units of 16 bits, of which a rare character
 * takes two; so texts are taken apart with [...text], never by index.
 */

import { MachineError } from "./errors.js"

/** @typedef {{character: string, code: string, place: number, nearest: string | null}} Unknown place: from 0 on */
/** @typedef {{ids: Int32Array, unknown: Unknown[], unknownCount: number}} Encoded where unknown, an id is -1 */

export const UNKNOWN = -1
const MOST_UNKNOWN = 20  // of a wrong text nobody wants them all
// What the signs mean that word processors type.
/** @type {Record<string, string>} */
const TYPOGRAPHY = {
  "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "—", "…": "...",
  "\u00a0": " ", "\u202f": " ",  // no-break spaces, as French has them before its ! and ?
}

export class Tokenizer {
  /**
   * @param {any} table what stands in a tokenizer.json
   * @throws {MachineError}
   */
  constructor(table) {
    if (table?.kind !== "characters" || typeof table.symbols !== "string") {
      throw new MachineError("tokenizer.json is no tokenizer of characters: kind and symbols are missing")
    }
    /** @type {string[]} */
    this.symbols = [...table.symbols]
    const codes = this.symbols.map((symbol) => Number(symbol.codePointAt(0)))
    if (!codes.length || codes.some((code, i) => i > 0 && code <= codes[i - 1])) {
      throw new MachineError("tokenizer.json is damaged: its symbols must be sorted, and none be there twice")
    }
    this.ids = new Map(this.symbols.map((symbol, id) => [symbol, id]))
  }

  /**
   * Return the id of every character, and the first of each that is no symbol.
   * @param {string} text
   * @returns {Encoded}
   */
  encode(text) {
    const characters = [...text]
    const ids = Int32Array.from(characters, (character) => this.ids.get(character) ?? UNKNOWN)
    /** @type {Map<string, Unknown>} */
    const unknown = new Map()
    let unknownCount = 0
    ids.forEach((id, place) => {
      if (id !== UNKNOWN) return
      unknownCount++
      const character = characters[place]
      if (unknown.size < MOST_UNKNOWN && !unknown.has(character)) {
        unknown.set(character, { character, code: codeOf(character), place, nearest: this.nearest(character) })
      }
    })
    return { ids, unknown: [...unknown.values()], unknownCount }
  }

  /**
   * Return the ids of a text whose every character is known.
   * @param {string} text
   * @throws {MachineError} at the first character that is no symbol
   */
  encodeKnown(text) {
    const { ids, unknown } = this.encode(text)
    if (unknown.length) throw new MachineError(sentence(unknown[0]))
    return ids
  }

  /**
   * Return the text whose ids these are.
   * @param {Iterable<number>} ids
   */
  decode(ids) {
    return Array.from(ids, (id) => this.symbols[id]).join("")
  }

  /**
   * Return a text that somebody typed as a corpus would have it; a typographic sign is read as its plain form
   * where only that is made of symbols.
   * @param {string} text
   */
  asRead(text) {
    const known = (/** @type {string} */ form) => [...form].every((symbol) => this.ids.has(symbol))
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
    if (/^\s$/u.test(character)) return this.ids.has(" ") ? " " : null
    const bases = [character, TYPOGRAPHY[character]?.[0] ?? "", [...character.normalize("NFKD")][0]]
    const cases = bases.flatMap((base) => [base.toLowerCase(), base.toUpperCase()])
    return [...bases, ...cases].find((candidate) => this.ids.has(candidate)) ?? null
  }
}

/**
 * Return a text as a corpus would have it: letters composed (NFC), line breaks of one kind.
 * @param {string} text
 */
export function asTyped(text) {
  return text.replace(/\r\n?/g, "\n").normalize("NFC")
}

/** @param {Unknown} unknown */
export function sentence({ character, code, place, nearest }) {
  const offer = nearest === null ? "it knows none like it" : `the nearest that it knows is '${nearest}'`
  const shown = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character) ? `'${character}' (${code}, ` : `${code} (`
  return `the machine does not know the character ${shown}character ${place + 1} of the text); ${offer}`
}

/** @param {string} character */
function codeOf(character) {
  return `U+${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`
}
