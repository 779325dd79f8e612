/**
 * Block: attention, then feed-forward, each added to what was there.
 *
 * # Class Notes
 *
 * A block never replaces a vector, it adds to it. The sum that runs through all blocks is the residual stream;
 * every sub-layer reads it and writes its finding back.
 *
 *     post (2017)   x = norm(x + sublayer(x))
 *     pre           x = x + sublayer(norm(x))
 */

import * as feedForward from "./feed_forward.js"
import * as layerNorm from "./layer_norm.js"

/** @typedef {import("./parameters.js").BlockWeights} BlockWeights */
/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {{x: Float32Array, hidden: Float32Array}} FeedForwardSaved */

/**
 * @template Attended
 * @typedef {object} Saved
 * @property {Float32Array} before (T, D) the residual stream: before the block, between its two sums, after it
 * @property {Float32Array} between
 * @property {Float32Array} after
 * @property {Attended} attention
 * @property {FeedForwardSaved} feedForward
 */

/**
 * Return the residual stream after this block. How to attend is handed in: to a window (attention.js), or to what
 * a cache has kept (step.js).
 * @template Attended
 * @param {Float32Array} x (T, D)
 * @param {BlockWeights} weights
 * @param {ModelConfig} config
 * @param {(x: Float32Array) => {y: Float32Array, saved: Attended}} attend
 * @returns {Saved<Attended>}
 */
export function forward(x, weights, config, attend) {
  const pre = config.norm_placement === "pre"
  const gathered = attend(pre ? layerNorm.forward(x, weights.norm_1) : x)
  const sum = added(x, gathered.y)
  const between = pre ? sum : layerNorm.forward(sum, weights.norm_1)
  const normed = pre ? layerNorm.forward(between, weights.norm_2) : between
  const thought = feedForward.forward(normed, weights.feed_forward, config)
  const last = added(between, thought.y)
  const after = pre ? last : layerNorm.forward(last, weights.norm_2)
  return { before: x, between, after, attention: gathered.saved, feedForward: thought.saved }
}

/**
 * @param {Float32Array} one
 * @param {Float32Array} other
 */
function added(one, other) {
  const sum = new Float32Array(one.length)
  for (let i = 0; i < one.length; i++) sum[i] = one[i] + other[i]
  return sum
}
