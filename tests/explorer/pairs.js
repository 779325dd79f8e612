/**
 * Single characters and some pairs of them as tokens: a tokenizer that only the tests know, and that is served
 * beside the engine. The twin of tests/tokenizer/pairs.py.
 *
 * The ids: first the symbols, in their order, then the pairs, in that of the table. From left to right, the next
 * two characters are one token where they are a pair of the list; else the next one is.
 */

import { Alphabet, UNKNOWN } from "./alphabet.js"
import { MachineError } from "./errors.js"

export class PairTokenizer {
  /** @param {any} table */
  constructor({ symbols, pairs }) {
    if (typeof symbols !== "string" || !Array.isArray(pairs)) {
      throw new MachineError("tokenizer.json is no tokenizer of pairs: its symbols or its pairs are missing")
    }
    this.alphabet = new Alphabet(symbols)
    this.pairs = pairs
    this.pieces = [...this.alphabet.symbols, ...pairs]
    this.ids = new Map(this.pieces.map((piece, id) => [piece, id]))
    const isPair = (/** @type {unknown} */ pair) => {
      const characters = typeof pair === "string" ? [...pair] : []
      return characters.length === 2 && characters.every((character) => this.alphabet.has(character))
    }
    if (!pairs.every(isPair) || this.ids.size < this.pieces.length) {
      throw new MachineError("tokenizer.json is damaged: a pair must be two symbols, and none be there twice")
    }
  }

  /** @param {string} text */
  encode(text) {
    const characters = [...text]
    const pieces = this.spans(text).map(([from, to]) => characters.slice(from, to).join(""))
    return Int32Array.from(pieces, (piece) => this.ids.get(piece) ?? UNKNOWN)
  }

  /**
   * @param {string} text
   * @returns {import("./tokenizer.js").Span[]}
   */
  spans(text) {
    const characters = [...text]
    /** @type {import("./tokenizer.js").Span[]} */
    const spans = []
    for (let from = 0; from < characters.length;) {
      const isPair = from + 1 < characters.length && this.ids.has(characters[from] + characters[from + 1])
      const to = from + (isPair ? 2 : 1)
      spans.push([from, to])
      from = to
    }
    return spans
  }

  toTable() {
    return { kind: "pairs", symbols: this.alphabet.symbols.join(""), pairs: this.pairs }
  }
}
