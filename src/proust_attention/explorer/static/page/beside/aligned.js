/**
 * Aligning: what two machines read of the same text, side by side by its characters.
 *
 * Their tokens may be of different kinds. So the text is cut where a token of both ends: the pieces between two
 * such cuts are units, of which both have a surprise. Of characters alone each is a unit.
 *
 *     the first    "d" "e" " " "l" "a"
 *     the second   "de" " " "la"          units: "de", " ", "la"
 */

import { softmax } from "../../engine/softmax.js"

/** @typedef {{from: number, to: number}} Span of characters; of a token or of tokens */
/**
 * @typedef {object} Unit
 * @property {string} text
 * @property {Span} first its tokens of the first machine
 * @property {Span} second its tokens of the second; none, where it knows nothing of this
 */

/**
 * Cut a text where a token of both machines ends.
 * @param {import("../../engine/tokenizer.js").Token[]} first tokens
 * @param {import("../../engine/tokenizer.js").Token[]} second tokens of what the second has read
 * @param {number[]} ends behind each character of the first text, how many the second has read
 * @returns {Unit[]}
 */
export function unitsOf(first, second, ends) {
  const behind = new Map(second.map(({ to }, place) => [to, place + 1])).set(0, 0)
  /** @type {Unit[]} */
  const units = []
  let from = 0
  let begin = 0
  first.forEach(({ to }, place) => {
    const end = behind.get(ends[to - 1])
    if (end === undefined) return
    const text = first.slice(from, place + 1).map((token) => token.text)
    units.push({ text: text.join(""), first: { from, to: place + 1 }, second: { from: begin, to: end } })
    from = place + 1
    begin = end
  })
  return units
}

/**
 * The surprise of a unit: the sum of that of its tokens; NaN where one is not known, or there is none.
 * @param {Float64Array} nats of tokens
 * @param {Span} span
 */
export function natsOfSpan(nats, { from, to }) {
  return from === to ? NaN : nats.subarray(from, to).reduce((sum, one) => sum + one, 0)
}

/**
 * How likely each character is to come next, by the logits of tokens: a token counts for its first character.
 * @param {ArrayLike<number>} logits (V,)
 * @param {string[]} pieces (V,)
 * @returns {Map<string, number>}
 */
export function nextCharacters(logits, pieces) {
  const p = Float64Array.from(logits)
  softmax(p)
  /** @type {Map<string, number>} */
  const chances = new Map()
  pieces.forEach((piece, id) => {
    const [character] = piece
    chances.set(character, (chances.get(character) ?? 0) + p[id])
  })
  return chances
}
