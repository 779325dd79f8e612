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
import { hooks } from "./interventions.js"
import * as layerNorm from "./layer_norm.js"

/**
 * Return the residual stream after this block. How to attend is handed in: to a window (attention.js), or to what
 * a cache has kept (step.js).
 * @param {Float32Array} x (T, D)
 * @param {import("./parameters.js").BlockWeights} weights
 * @param {import("./config.js").ModelConfig} config
 * @param {(x: Float32Array) => Float32Array} attend
 * @param {import("./interventions.js").Changes | null} changes
 * @param {string} name the block's own, "blocks.0", for the interventions
 * @returns {Float32Array} (T, D)
 */
export function forward(x, weights, config, attend, changes = null, name = "") {
  const hook = hooks(name, changes)
  /** @param {Float32Array} x */
  const feed = (x) => feedForward.forward(x, weights.feed_forward, config, changes, `${name}.feed_forward`)
  if (config.norm_placement === "pre") {
    const gathered = attend(hook("norm_1", layerNorm.forward(x, weights.norm_1, config)))
    const between = hook("between", sum(x, gathered))
    const fed = feed(hook("norm_2", layerNorm.forward(between, weights.norm_2, config)))
    return hook("after", sum(between, fed))
  }
  const gathered = attend(x)
  const between = hook("between", layerNorm.forward(sum(x, gathered), weights.norm_1, config))
  const fed = feed(between)
  return hook("after", layerNorm.forward(sum(between, fed), weights.norm_2, config))
}

/**
 * @param {Float32Array} one
 * @param {Float32Array} other
 */
function sum(one, other) {
  const both = new Float32Array(one.length)
  for (let i = 0; i < one.length; i++) both[i] = one[i] + other[i]
  return both
}
