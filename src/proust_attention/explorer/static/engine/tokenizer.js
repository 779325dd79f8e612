/**
 * Tokenizers: from a text to ids. What all of them have, and which kinds there are.
 *
 * # Class Notes
 *
 * A machine reads numbers. Its tokenizer divides a text into tokens: pieces of one character or more, all from one
 * list, the vocabulary. The place of a piece in that list is its id.
 *
 *     "de la"  ->  "d" "e" " " "l" "a"    each piece a character
 *              ->  "de" " " "la"          with pieces of words in the vocabulary
 *
 * Token and character are two things. Where a token lies in the text is said in characters: a span goes from the
 * first character that belongs to it to the first that does not, and the spans of a text cover it in order.
 *
 * A tokenizer.json holds a table; its `kind` says which tokenizer it is of.
 */

import { UNKNOWN, refusalOf } from "./alphabet.js"
import { BpeTokenizer } from "./bpe.js"
import { CharacterTokenizer } from "./characters.js"
import { MachineError, quoted } from "./errors.js"

/** @typedef {[from: number, to: number]} Span in code points */
/** @typedef {{text: string, from: number, to: number}} Token a piece of a text, and its span */

/**
 * @typedef {object} Tokenizer what each of them has
 * @property {import("./alphabet.js").Alphabet} alphabet the characters that all pieces are made of
 * @property {string[]} pieces the text of each id: the vocabulary
 * @property {(text: string) => Int32Array} encode the ids; UNKNOWN for a character that is not in the alphabet
 * @property {(text: string) => Span[]} spans of the same tokens as encode
 * @property {() => {kind: string}} toTable as it stands in a tokenizer.json
 */

/** @type {Map<unknown, new (table: any) => Tokenizer>} */
const KINDS = new Map([
  ["characters", CharacterTokenizer],
  ["bpe", BpeTokenizer],
])

/**
 * Return the tokenizer that a table describes.
 * @param {any} table what stands in a tokenizer.json
 * @returns {Tokenizer}
 * @throws {MachineError} if the kind is not known, or the table is damaged
 */
export function fromTable(table) {
  const kind = table?.kind
  if (kind === undefined) throw new MachineError("tokenizer_missing")
  const Kind = KINDS.get(kind)
  if (!Kind) throw new MachineError("tokenizer_unknown", { kind: quoted(kind) })
  return new Kind(table)
}

/**
 * Return the tokens of a text.
 * @param {Tokenizer} tokenizer
 * @param {string} text
 * @returns {Token[]}
 */
export function tokensOf(tokenizer, text) {
  const characters = [...text]
  return tokenizer.spans(text).map(([from, to]) => ({ text: characters.slice(from, to).join(""), from, to }))
}

/**
 * Return the ids of a text whose every character is known.
 * @param {Tokenizer} tokenizer
 * @param {string} text
 * @throws {MachineError} at the first character that is not in the alphabet
 */
export function idsOf(tokenizer, text) {
  const ids = tokenizer.encode(text)
  if (ids.includes(UNKNOWN)) throw refusalOf(tokenizer.alphabet.report(text).unknown[0])
  return ids
}
