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
 * The mask needs no numbers here: of a row only the places s ≤ t are computed, and the others stay 0 (unless an
 * intervention puts something there). The D numbers are split among H heads, and each does all this for itself.
 */

import { headWidth } from "./config.js"
import { hooks } from "./interventions.js"
import { rotate } from "./positions.js"
import { addRow, product } from "./product.js"
import { normalise } from "./qk_norm.js"
import { softmax } from "./softmax.js"

/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {import("./parameters.js").AttentionWeights} AttentionWeights */
/** @typedef {import("./positions.js").Rotation} Rotation */

/**
 * Attend: causal, with H heads.
 * @param {Float32Array} x (T, D)
 * @param {AttentionWeights} weights
 * @param {ModelConfig} config
 * @param {Rotation | null} rotation
 * @param {import("./interventions.js").Changes | null} changes
 * @param {string} name the part's own, "blocks.0.attention", for the interventions
 * @returns {Float32Array} (T, D)
 */
export function forward(x, weights, config, rotation, changes = null, name = "") {
  const hook = hooks(name, changes)
  const { d_model: D, n_heads: H } = config
  const K = headWidth(config), T = x.length / D
  const met = project(x, weights, config, rotation)
  const query = hook("query", met.query), key = hook("key", met.key), value = hook("value", met.value)
  const softmaxed = new Float32Array(H * T * T)
  for (let h = 0; h < H; h++) {
    for (let t = 0; t < T; t++) {
      look(query, (h * T + t) * K, key, h * T * K, t + 1, K, softmaxed, (h * T + t) * T)
    }
  }
  const attentionWeights = hook("weights", softmaxed)
  const gathered = new Float32Array(T * D)
  for (let h = 0; h < H; h++) {
    for (let t = 0; t < T; t++) {  // (1, S) @ (S, K) -> (1, K), the heads side by side:
      addRow(attentionWeights, (h * T + t) * T, T, value, h * T * K, K, gathered, t * D + h * K)
    }
  }
  const joined = hook("joined", gathered)
  return hook("output", product(joined, weights.W_O, D, D))  // (T, D) @ (D, D) -> (T, D)
}

/**
 * Return queries, keys and values as they meet, (H, T, K): normalised and rotated, the query divided by √d_k.
 * @param {Float32Array} x (T, D)
 * @param {AttentionWeights} weights
 * @param {ModelConfig} config
 * @param {Rotation | null} rotation
 * @param {number} first the position of the first of the T
 */
export function project(x, weights, config, rotation, first = 0) {
  const { d_model: D } = config
  const K = headWidth(config), T = x.length / D
  const query = split(product(x, weights.W_Q, D, D), T, K)  // (T, D) @ (D, D) -> (T, D) -> (H, T, K)
  const key = split(product(x, weights.W_K, D, D), T, K)
  const value = split(product(x, weights.W_V, D, D), T, K)
  for (const one of [query, key]) {
    if (config.qk_norm) normalise(one, K)
    if (rotation) rotate(one, T, K, rotation, first)
  }
  const root = Math.sqrt(K)
  for (let i = 0; i < query.length; i++) query[i] /= root  // not the scores: in a long text there are more of them
  return { query, key, value }
}

/**
 * One row of weights: the query from `at` against `count` keys from `first`; softmax; to `out` from `row`.
 * @param {Float32Array} query
 * @param {number} at
 * @param {Float32Array} key
 * @param {number} first
 * @param {number} count
 * @param {number} K
 * @param {Float32Array} out
 * @param {number} row
 */
export function look(query, at, key, first, count, K, out, row) {
  for (let s = 0; s < count; s++) {
    let score = 0
    for (let i = 0, k = first + s * K; i < K; i++) score += query[at + i] * key[k + i]
    out[row + s] = score
  }
  softmax(out, row, count)
}

/**
 * Split the D numbers of each position among the heads: (T, D) -> (H, T, K).
 * @param {Float32Array} x
 * @param {number} T
 * @param {number} K
 * @returns {Float32Array}
 */
function split(x, T, K) {
  const D = x.length / T
  if (T === 1) return x  // one position's heads already lie one behind the other
  const heads = new Float32Array(x.length)
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < D; i++) heads[(Math.floor(i / K) * T + t) * K + (i % K)] = x[t * D + i]
  }
  return heads
}
