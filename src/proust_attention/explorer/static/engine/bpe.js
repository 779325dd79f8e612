/**
 * Pieces of words as tokens: byte pair encoding (BPE). The twin of tokenizer/bpe.py, which says what they have to
 * do with the endings of words. merges.js learns them.
 *
 * # Class Notes
 *
 * The vocabulary begins with the single characters. Each merge adds to it a piece that two older ones make.
 *
 *     "l" "e" "n" "t" "a" "m" "e" "n" "t" "e"
 *     "l" "e" "nt" "a" "m" "e" "nt" "e"            after the merge n + t
 *     "l" "e" "nt" "a" "mente"                     after m + e, me + nt, ment + e
 *
 * A text is divided into words, each with the space before it; no merge crosses the boundary of a word. In a word
 * the merges are done in the order in which they were learned: of the pairs that it has, the one that was merged
 * first, at its first place. A word is always divided alike, and so is divided once for a whole text.
 */

import { Alphabet, UNKNOWN } from "./alphabet.js"
import { MachineError } from "./errors.js"
import { learn } from "./merges.js"

/** @typedef {import("./tokenizer.js").Span} Span */

const WORD = / ?[^ \n]{1,100}|[ \n]/gu // one after the other they cover any text

export class BpeTokenizer {
  /**
   * @param {any} table what stands in a tokenizer.json
   * @throws {MachineError}
   */
  constructor({ symbols, merges }) {
    if (typeof symbols !== "string" || !Array.isArray(merges) || !merges.every(isPair)) {
      throw new MachineError("pieces_missing")
    }
    this.alphabet = new Alphabet(symbols)
    /** @type {[left: string, right: string][]} */
    this.merges = merges
    /** @type {Map<string, number>} the id of each piece */
    this.ids = new Map(this.alphabet.symbols.map((symbol, id) => [symbol, id]))
    /** @type {Map<string, number>} the place of each merge among them */
    this.order = new Map()
    for (const [left, right] of this.merges) {
      if (!this.ids.has(left) || !this.ids.has(right) || this.ids.has(left + right)) {
        throw new MachineError("merge_wrong")
      }
      this.order.set(key(left, right), this.order.size)
      this.ids.set(left + right, this.ids.size)
    }
    this.pieces = [...this.ids.keys()]
  }

  /**
   * Learn from a text over these symbols.
   * @param {string} symbols
   * @param {string} text
   * @param {number} vocabSize how many pieces, the symbols among them
   * @throws {MachineError} if it does not have so many
   */
  static learn(symbols, text, vocabSize) {
    const { symbols: characters } = new Alphabet(symbols)
    if (vocabSize < characters.length) {
      throw new MachineError("pieces_few", { size: vocabSize, count: characters.length })
    }
    /** @type {Map<string, number>} */
    const words = new Map()
    for (const [word] of text.matchAll(WORD)) words.set(word, (words.get(word) ?? 0) + 1)
    const tokenizer = new BpeTokenizer({ symbols, merges: learn(words, characters, vocabSize) })
    const { length } = tokenizer.pieces
    if (length < vocabSize) {
      throw new MachineError("pieces_many", { size: vocabSize, count: length })
    }
    return tokenizer
  }

  /**
   * Return the ids of a text; UNKNOWN for a character that is no symbol.
   * @param {string} text
   */
  encode(text) {
    return Int32Array.from(this.divided(text), (piece) => this.ids.get(piece) ?? UNKNOWN)
  }

  /**
   * Return where each token lies in a text.
   * @param {string} text
   * @returns {Span[]}
   */
  spans(text) {
    let to = 0
    return this.divided(text).map((piece) => [to, (to += [...piece].length)])
  }

  /**
   * Return the pieces of a text, in order; a character that is no symbol is a piece of its own.
   * @param {string} text
   */
  divided(text) {
    /** @type {Map<string, string[]>} */
    const known = new Map()
    return (text.match(WORD) ?? []).flatMap((word) => {
      const pieces = known.get(word) ?? this.merged([...word])
      known.set(word, pieces)
      return pieces
    })
  }

  /**
   * Do the merges in a word; return its pieces.
   * @param {string[]} pieces its characters
   */
  merged(pieces) {
    for (;;) {
      let [first, at] = [Infinity, 0]
      for (let i = 0; i + 1 < pieces.length; i++) {
        const place = this.order.get(key(pieces[i], pieces[i + 1])) ?? Infinity
        if (place < first) [first, at] = [place, i]
      }
      if (first === Infinity) return pieces
      pieces.splice(at, 2, pieces[at] + pieces[at + 1])
    }
  }

  /** Return the tokenizer as it stands in a tokenizer.json. */
  toTable() {
    return { kind: "bpe", symbols: this.alphabet.symbols.join(""), merges: this.merges }
  }
}

/**
 * Return what stands for a pair in a map: no other pair has the same.
 * @param {string} left
 * @param {string} right
 */
function key(left, right) {
  return `${left.length}:${left}${right}`
}

/** @param {unknown} value */
function isPair(value) {
  return Array.isArray(value) && value.length === 2 && value.every((piece) => typeof piece === "string")
}
