/**
 * Attention: each position gathers from those before it what it needs.
 *
 * # Class Notes
 *
 * From its vector x each position makes a query (what am I looking for?), a key (what do I have to offer?) and a
 * value (what do I hand over?). The query at t is compared with the key at every s ≤ t by their dot product;
 * softmax makes weights of the row of scores; and the position receives the mean of the values by these weights:
 *
 *     Q = x·W_Q    K = x·W_K    V = x·W_V
 *     Z = Q·Kᵀ / √d_k                           scores, (T, S); d_k is the width of a head
 *     P = softmax(Z + mask)                     weights: each row adds up to 1
 *     O = P·V                                   what is gathered
 *     y = O·W_O
 *
 * The mask needs no numbers here: of a row only the places s ≤ t go into the softmax, and the others become 0
 * (unless an intervention puts something there). The D numbers are split among H heads, and each does all this for
 * itself, in each of the B texts.
 *
 * The gradient, from the end to the beginning; each product gives two (product.js), and the masked places none,
 * since there p = 0:
 *
 *     dW_O = Oᵀ·dy     dO = dy·W_Oᵀ     dV = Pᵀ·dO     dP = dO·Vᵀ     dz = p · (dp - Σ dp·p)  (softmax.js)
 *     dQ = dZ·K/√d_k   dK = dZᵀ·Q/√d_k  dW_Q = xᵀ·dQ   dx = dQ·W_Qᵀ + dK·W_Kᵀ + dV·W_Vᵀ
 */

import { headWidth } from "./config.js"
import { like, scaled, sum } from "./floats.js"
import { Hooks } from "./interventions.js"
import { reversed, rotate } from "./positions.js"
import { product, stacked, timesTransposed, transposedTimes } from "./product.js"
import * as qkNorm from "./qk_norm.js"
import * as softmaxes from "./softmax.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {import("./product.js").Factors} Factors */
/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {import("./parameters.js").AttentionWeights} AttentionWeights */
/** @typedef {import("./positions.js").Rotation} Rotation */
/** @typedef {{query: qkNorm.Saved, key: qkNorm.Saved} | null} Norms */
/**
 * @typedef {object} Saved what the backward needs
 * @property {Floats} x
 * @property {Floats} query as they meet: normalised and rotated, the query divided by √d_k
 * @property {Floats} key
 * @property {Floats} value
 * @property {Floats} softmaxed
 * @property {Floats} attentionWeights the same, behind their hook
 * @property {Floats} joined
 * @property {Norms} norms
 * @property {Rotation | null} rotation
 * @property {Hooks} hooks
 * @property {AttentionWeights} weights
 * @property {ModelConfig} config
 * @property {number} T
 */

/**
 * Attend: causal, with H heads.
 * @param {Floats} x (B·T, D)
 * @param {AttentionWeights} weights
 * @param {ModelConfig} config
 * @param {number} T how many tokens each text has
 * @param {Rotation | null} rotation
 * @param {import("./interventions.js").Changes | null} changes
 * @param {string} name the part's own, "blocks.0.attention", for the interventions
 * @returns {[y: Floats, saved: Saved]} y: (B·T, D)
 */
export function forward(x, weights, config, T, rotation, changes = null, name = "") {
  const hooks = new Hooks(name, changes)
  const { d_model: D } = config
  const K = headWidth(config)
  const heads = x.length / (T * K) // B·H
  const met = project(x, weights, config, T, rotation)
  const query = hooks.pass("query", met.query)
  const key = hooks.pass("key", met.key)
  const value = hooks.pass("value", met.value)

  const scores = stacked(timesTransposed, query, key, K, T, heads) // (B, H, T, K) @ (B, H, K, S) -> (B, H, T, S)
  const softmaxed = causalSoftmax(scores, T)
  const attentionWeights = hooks.pass("weights", softmaxed)
  const gathered = stacked(product, attentionWeights, value, T, K, heads) // (T, S) @ (S, K) -> (T, K), B·H times
  const joined = hooks.pass("joined", join(gathered, T, K, D)) // -> (B·T, D)
  const y = hooks.pass("output", product(joined, weights.W_O, D, D)) // (B·T, D) @ (D, D) -> (B·T, D)
  const { norms } = met
  const kept = { x, query, key, value, softmaxed, attentionWeights, joined, norms, rotation, hooks }
  return [y, { ...kept, weights, config, T }]
}

/**
 * Return the gradients with respect to x and to the four matrices.
 * @param {Saved} saved
 * @param {Floats} d_y (B·T, D)
 * @returns {[d_x: Floats, gradients: Record<string, Floats>, factors: Factors]}
 */
export function backward(saved, d_y) {
  const { x, query, key, value, attentionWeights, joined, norms, rotation, hooks, weights, config, T } = saved
  const { d_model: D } = config
  const K = headWidth(config)
  const heads = query.length / (T * K)
  d_y = hooks.backward("output", d_y) // y = hooks.pass("output", ...)
  const W_O = transposedTimes(joined, d_y, D, D) // product(joined, W_O)                             (D, D)
  const d_joined = hooks.backward("joined", timesTransposed(d_y, weights.W_O, D, D)) // hooks.pass("joined", ...)
  const d_heads = split(d_joined, T, K, D) // joined = join(gathered)                          (B, H, T, K)
  let d_value = stacked(transposedTimes, attentionWeights, d_heads, T, K, heads) // gathered = P @ value
  let d_P = stacked(timesTransposed, d_heads, value, K, T, heads) // gathered = P @ value      (B, H, T, S)
  d_P = hooks.backward("weights", d_P) // attentionWeights = hooks.pass("weights", softmaxed)
  const d_scores = softmaxes.backward(saved.softmaxed, d_P, T) // softmaxed = causalSoftmax(scores)

  let d_query = stacked(product, d_scores, key, T, K, heads) // scores = query @ keyᵀ           (B, H, T, K)
  let d_key = stacked(transposedTimes, d_scores, query, T, K, heads) // scores = query @ keyᵀ, with its 1/√d_k
  d_query = hooks.backward("query", d_query) // query = hooks.pass("query", ...)
  d_key = hooks.backward("key", d_key)
  d_value = hooks.backward("value", d_value)
  d_query = scaled(d_query, 1 / Math.sqrt(K)) // query = scaled(query, 1 / √d_k)
  if (rotation) {
    d_query = rotate(d_query, T, K, reversed(rotation)) // query = rotate(query)
    d_key = rotate(d_key, T, K, reversed(rotation))
  }
  if (norms) {
    d_query = qkNorm.backward(norms.query, d_query, K) // query = qkNorm.forward(query)
    d_key = qkNorm.backward(norms.key, d_key, K)
  }

  const d_Q = join(d_query, T, K, D)
  const d_K = join(d_key, T, K, D)
  const d_V = join(d_value, T, K, D) // split(x @ W)
  const W_Q = transposedTimes(x, d_Q, D, D) // product(x, W_Q)                          (D, B·T) @ (B·T, D)
  const W_K = transposedTimes(x, d_K, D, D)
  const W_V = transposedTimes(x, d_V, D, D)
  const through_Q = timesTransposed(d_Q, weights.W_Q, D, D)
  const through_K = timesTransposed(d_K, weights.W_K, D, D)
  const through_V = timesTransposed(d_V, weights.W_V, D, D)
  const d_x = sum(sum(through_Q, through_K), through_V) // x @ W, three times of the same x
  /** @type {Factors} */
  const factors = { W_O: [joined, d_y], W_Q: [x, d_Q], W_K: [x, d_K], W_V: [x, d_V] }
  return [d_x, { W_O, W_Q, W_K, W_V }, factors]
}

/**
 * Return queries, keys and values as they meet, (B, H, T, K): normalised and rotated, the query divided by √d_k.
 * @param {Floats} x (B·T, D)
 * @param {AttentionWeights} weights
 * @param {ModelConfig} config
 * @param {number} T
 * @param {Rotation | null} rotation
 * @param {number} first the position of the first of the T
 */
export function project(x, weights, config, T, rotation, first = 0) {
  const { d_model: D } = config
  const K = headWidth(config)
  let query = split(product(x, weights.W_Q, D, D), T, K, D) // (B·T, D) @ (D, D) -> (B·T, D) -> (B, H, T, K)
  let key = split(product(x, weights.W_K, D, D), T, K, D)
  const value = split(product(x, weights.W_V, D, D), T, K, D)
  /** @type {Norms} */
  let norms = null
  if (config.qk_norm) {
    const [normedQuery, ofQuery] = qkNorm.forward(query, K)
    const [normedKey, ofKey] = qkNorm.forward(key, K)
    query = normedQuery
    key = normedKey
    norms = { query: ofQuery, key: ofKey }
  }
  if (rotation) {
    query = rotate(query, T, K, rotation, first)
    key = rotate(key, T, K, rotation, first)
  }
  query = scaled(query, 1 / Math.sqrt(K)) // not the scores: in a long text there are more of them
  return { query, key, value, norms }
}

/**
 * One row of weights: the query from `at` against `count` keys from `first`; softmax; to `out` from `row`.
 * @param {Floats} query
 * @param {number} at
 * @param {Floats} key
 * @param {number} first
 * @param {number} count
 * @param {number} K
 * @param {Floats} out
 * @param {number} row
 */
export function look(query, at, key, first, count, K, out, row) {
  for (let s = 0; s < count; s++) {
    let score = 0
    for (let i = 0, k = first + s * K; i < K; i++) score += query[at + i] * key[k + i]
    out[row + s] = score
  }
  softmaxes.softmax(out, row, count)
}

/**
 * Put the softmax of the places s ≤ t of each row in their place, and 0 in that of the others.
 * @param {Floats} scores (B, H, T, S)
 * @param {number} T
 */
function causalSoftmax(scores, T) {
  for (let row = 0; row < scores.length / T; row++) {
    const seen = (row % T) + 1
    softmaxes.softmax(scores, row * T, seen)
    scores.fill(0, row * T + seen, (row + 1) * T)
  }
  return scores
}

/**
 * Split the D numbers of each position among the heads: (B·T, D) -> (B, H, T, K).
 * @param {Floats} x
 * @param {number} T
 * @param {number} K
 * @param {number} D
 * @returns {Floats}
 */
function split(x, T, K, D) {
  if (T === 1) return x // one position's heads already lie one behind the other
  const heads = like(x)
  for (let from = 0; from < x.length; from += K) {
    const to = inHeads(from, T, K, D)
    for (let i = 0; i < K; i++) heads[to + i] = x[from + i]
  }
  return heads
}

/**
 * Lay the heads of each position side by side: the reverse of `split`.
 * @param {Floats} heads (B, H, T, K)
 * @param {number} T
 * @param {number} K
 * @param {number} D
 * @returns {Floats} (B·T, D)
 */
function join(heads, T, K, D) {
  const x = like(heads)
  for (let to = 0; to < x.length; to += K) {
    const from = inHeads(to, T, K, D)
    for (let i = 0; i < K; i++) x[to + i] = heads[from + i]
  }
  return x
}

/**
 * Where the numbers of a head of a position lie, (B, H, T, K), that lie at `at` in (B·T, D).
 * @param {number} at
 * @param {number} T
 * @param {number} K
 * @param {number} D
 */
function inHeads(at, T, K, D) {
  const row = Math.floor(at / D)
  const t = row % T
  const head = (at % D) / K
  return (row - t) * D + (head * T + t) * K
}
