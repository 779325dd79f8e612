/**
 * Surprise: how little the machine expected each token of a text, -log p, in nats. The twin of
 * generation/surprise.py: a text longer than the context is read in the windows that writing would have.
 */

import { windowStart } from "../../engine/context.js"
import { chance, signed, written } from "../widgets/numbers.js"
import { visible } from "./symbols.js"

/** @typedef {{begin: number, first: number, end: number}} Span a window from begin predicts first up to end */

/**
 * @typedef {object} Surprise of every token of a text; NaN: not read yet, or the first, which nothing precedes
 * @property {import("./state.js").Reading} reading of this text
 * @property {Float64Array} nats (N,)
 * @property {Float64Array | null} whole (N,) by the whole machine, where parts are taken out
 * @property {Int32Array} expected (N, EXPECTED) the likeliest ids in its place
 * @property {Float64Array} chances (N, EXPECTED) their probabilities
 * @property {number} known of how many tokens it is known
 */

/** A bit in nats. */
export const BIT = Math.LN2
/** So many of what was expected instead are kept. */
export const EXPECTED = 3
/** At so many bits, or more, a shade is the darkest: log₂ of some hundred characters is 6.7. */
const DARKEST = 8
/** And at so many bits more or less than by the whole machine. */
const LARGEST = 4

/**
 * Return the surprise of ids, each behind a row of logits.
 * @param {ArrayLike<number>} logits (at least T, V)
 * @param {number} V
 * @param {ArrayLike<number>} ids (T,) the id that follows each row
 * @returns {Float64Array} (T,) in nats
 */
export function natsOf(logits, V, ids) {
  return Float64Array.from(ids, (id, t) => {
    let highest = -Infinity
    let sum = 0
    for (let i = t * V; i < (t + 1) * V; i++) highest = Math.max(highest, logits[i])
    for (let i = t * V; i < (t + 1) * V; i++) sum += Math.exp(logits[i] - highest)
    return highest + Math.log(sum) - logits[t * V + id]
  })
}

/**
 * Return the likeliest ids behind each row of logits, and their probabilities.
 * @param {ArrayLike<number>} logits (T, V)
 * @param {number} V
 * @param {number} T
 */
export function likeliest(logits, V, T) {
  const expected = new Int32Array(T * EXPECTED).fill(-1)
  for (let t = 0; t < T; t++) {
    const best = expected.subarray(t * EXPECTED, (t + 1) * EXPECTED)
    for (let id = 0; id < V; id++) {
      const at = best.findIndex((other) => other < 0 || logits[t * V + id] > logits[t * V + other])
      if (at < 0) continue
      best.copyWithin(at + 1, at)
      best[at] = id
    }
  }
  const chances = new Float64Array(T * EXPECTED)
  for (let rank = 0; rank < Math.min(EXPECTED, V); rank++) {
    const nats = natsOf(
      logits,
      V,
      Array.from({ length: T }, (_, t) => expected[t * EXPECTED + rank]),
    )
    nats.forEach((one, t) => (chances[t * EXPECTED + rank] = Math.exp(-one)))
  }
  return { expected, chances }
}

/**
 * How dark a surprise is, from 0 to 1.
 * @param {number} nats
 */
export function darkness(nats) {
  return Math.min(1, Math.max(0, nats / BIT / DARKEST))
}

/**
 * By how much each token is more surprising since parts were taken out; null where none are.
 * @param {Pick<Surprise, "nats" | "whole">} surprise
 * @returns {Float64Array | null} (N,) in nats; below 0: it is less surprising
 */
export function changesOf({ nats, whole }) {
  return whole && nats.map((one, place) => one - whole[place])
}

/**
 * How strong the colour of a change is, from 0 to 1.
 * @param {number} nats
 */
export function strength(nats) {
  return Math.min(1, Math.abs(nats) / BIT / LARGEST)
}

/**
 * A token's surprise in words: how much, and what was expected instead.
 * @param {import("./app.js").App} app
 * @param {Surprise} surprise
 * @param {number} place
 */
export function inWords({ t, store }, { reading, nats, whole, expected, chances }, place) {
  const token = `«${visible(reading.tokens[place].text)}»`
  if (place === 0) return t("surprise_first", { token })
  if (Number.isNaN(nats[place])) return t("surprise_unknown", { token })
  const { language } = store.state
  const bits = written(language, 1)
  const ranks = Array.from({ length: EXPECTED }, (_, rank) => place * EXPECTED + rank)
  const ids = ranks.filter((at) => expected[at] >= 0 && chances[at] > 0)
  const named = (/** @type {number} */ at) =>
    `«${visible(reading.pieces[expected[at]])}» ${chance(chances[at], language)}`
  const most = ids.map(named).join(", ")
  const values = { token, bits: bits(nats[place] / BIT), chance: chance(Math.exp(-nats[place]), language), most }
  if (!whole) return t("surprise_token", values)
  const change = signed(written(language, 2), nats[place] - whole[place])
  return t("surprise_token_without", { ...values, whole: bits(whole[place] / BIT), change })
}

/**
 * The mean over characters, of tokens whose surprise is known.
 * @param {ArrayLike<number>} nats (T,)
 * @param {import("../../engine/tokenizer.js").Token[]} tokens (T,)
 */
export function perCharacter(nats, tokens) {
  const characters = tokens.reduce((sum, { from, to }) => sum + to - from, 0)
  return Array.from(nats).reduce((sum, one) => sum + one, 0) / characters
}

/**
 * The windows in which a text is read, so that each token but the first is predicted once.
 * @param {number} n tokens
 * @param {number} contextLength
 * @returns {Span[]}
 */
export function windows(n, contextLength) {
  /** @type {Span[]} */
  const found = []
  for (let place = 1; place < n; place++) {
    const begin = windowStart(place, contextLength)
    const last = found.at(-1)
    if (last?.begin === begin) last.end = place + 1
    else found.push({ begin, first: place, end: place + 1 })
  }
  return found
}
