/**
 * Characters as tokens: each symbol of the text has a number. The twin of tokenizer/characters.py.
 *
 * # Class Notes
 *
 * The simplest tokenizer there is. The symbols are sorted and numbered from 0; reading is looking up the number,
 * writing is looking up the symbol. So the pieces of its vocabulary are the alphabet itself.
 */

import { Alphabet, UNKNOWN } from "./alphabet.js"
import { MachineError } from "./errors.js"

/** @typedef {import("./tokenizer.js").Span} Span */

export class CharacterTokenizer {
  /**
   * @param {any} table what stands in a tokenizer.json
   * @throws {MachineError}
   */
  constructor(table) {
    if (typeof table.symbols !== "string") {
      throw new MachineError("characters_missing")
    }
    this.alphabet = new Alphabet(table.symbols)
    this.pieces = this.alphabet.symbols
    this.ids = new Map(this.pieces.map((piece, id) => [piece, id]))
  }

  /**
   * Return the id of every character; UNKNOWN for one that is no symbol.
   * @param {string} text
   */
  encode(text) {
    return Int32Array.from([...text], (character) => this.ids.get(character) ?? UNKNOWN)
  }

  /**
   * Return where each token lies in a text: each is one character.
   * @param {string} text
   * @returns {Span[]}
   */
  spans(text) {
    return Array.from(text, (_, place) => [place, place + 1])
  }

  /** Return the tokenizer as it stands in a tokenizer.json. */
  toTable() {
    return { kind: "characters", symbols: this.pieces.join("") }
  }
}
