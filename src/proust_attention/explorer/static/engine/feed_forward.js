/**
 * Feed-forward: what each position does by itself with what attention brought it.
 *
 * # Class Notes
 *
 *     z = x·W₁ + b₁        h = φ(z)        y = h·W₂ + b₂
 *
 *     φ(z) = max(z, 0)       "relu"
 *     φ(z) = max(z, 0)²      "relu_squared"
 */

import { hooks } from "./interventions.js"
import { product } from "./product.js"

/**
 * Widen, apply φ, narrow.
 * @param {Float32Array} x (T, D)
 * @param {import("./parameters.js").FeedForwardWeights} weights
 * @param {import("./config.js").ModelConfig} config
 * @param {import("./interventions.js").Changes | null} changes
 * @param {string} name the part's own, "blocks.0.feed_forward", for the interventions
 * @returns {Float32Array} (T, D)
 */
export function forward(x, weights, config, changes = null, name = "") {
  const hook = hooks(name, changes)
  const { d_model: D, d_ff: F } = config
  const z = product(x, weights.W_1, D, F)  // (T, D) @ (D, F) -> (T, F)
  addToEach(z, weights.b_1)
  const squared = config.activation === "relu_squared"
  for (let i = 0; i < z.length; i++) {
    const positive = z[i] > 0 ? z[i] : 0
    z[i] = squared ? positive * positive : positive
  }
  const hidden = hook("hidden", z)
  const y = product(hidden, weights.W_2, F, D)  // (T, F) @ (F, D) -> (T, D)
  addToEach(y, weights.b_2)
  return hook("output", y)
}

/**
 * @param {Float32Array} rows
 * @param {Float32Array} b
 */
function addToEach(rows, b) {
  for (let from = 0; from < rows.length; from += b.length) {
    for (let i = 0; i < b.length; i++) rows[from + i] += b[i]
  }
}
