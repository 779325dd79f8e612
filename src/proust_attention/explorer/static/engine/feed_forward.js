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

import { product } from "./product.js"

/**
 * Widen, bend, narrow.
 * @param {Float32Array} x (T, D)
 * @param {import("./parameters.js").FeedForwardWeights} weights
 * @param {import("./config.js").ModelConfig} config
 * @returns {{y: Float32Array, saved: {x: Float32Array, hidden: Float32Array}}} hidden: (T, F), after the bend
 */
export function forward(x, weights, config) {
  const { d_model: D, d_ff: F } = config
  const hidden = product(x, weights.W_1, D, F)  // (T, D) @ (D, F) -> (T, F)
  addToEach(hidden, weights.b_1)
  const squared = config.activation === "relu_squared"
  for (let i = 0; i < hidden.length; i++) {
    const positive = hidden[i] > 0 ? hidden[i] : 0
    hidden[i] = squared ? positive * positive : positive
  }
  const y = product(hidden, weights.W_2, F, D)  // (T, F) @ (F, D) -> (T, D)
  addToEach(y, weights.b_2)
  return { y, saved: { x, hidden } }
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
