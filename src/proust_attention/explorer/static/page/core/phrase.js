/**
 * The phrase: what a person typed, and what of it the machine can read.
 *
 * Anything can be typed or pasted, in any script, a megabyte at a time. The page keeps the end of it (the machine
 * sees only the last tokens anyway), reads it as a corpus would have it, and puts the nearest known symbol in the
 * place of an unknown one, or leaves it out; and says so.
 */

import { asTyped } from "../../engine/alphabet.js"

/** @typedef {{text: string, filled: boolean, replaced: Map<string, string>, omitted: Set<string>}} Readable */

/** So many characters are kept, far more than any window. */
export const MOST = 10_000

/**
 * Return the end of a text, if it is too long.
 * @param {string} text
 */
export function shortened(text) {
  return text.length <= MOST ? text : [...text.slice(-2 * MOST)].slice(-MOST).join("")
}

/**
 * Return the text as the machine can read it. Where nothing is left, it is the first symbol of the alphabet.
 * @param {string} text
 * @param {import("../../engine/alphabet.js").Alphabet} alphabet
 * @returns {Readable}
 */
export function readable(text, alphabet) {
  const replaced = new Map()
  const omitted = new Set()
  const known = (/** @type {string} */ character) => {
    if (alphabet.has(character)) return character
    const nearest = replaced.get(character) ?? (omitted.has(character) ? null : alphabet.nearest(character))
    if (nearest === null) omitted.add(character)
    else replaced.set(character, nearest)
    return nearest ?? ""
  }
  let read = alphabet.asRead(shortened(text))
  for (let before = ""; before !== read; ) {
    // letters between which one was left out may compose to another
    before = read
    read = asTyped([...read].map(known).join(""))
  }
  return { text: read || alphabet.symbols[0], filled: read === "", replaced, omitted }
}
