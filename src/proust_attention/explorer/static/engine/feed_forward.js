/**
 * Feed-forward: what each position does by itself with what attention brought it.
 *
 * # Class Notes
 *
 *     z = x·W₁ + b₁        h = φ(z)        y = h·W₂ + b₂
 *
 *     φ(z) = max(z, 0)       "relu"
 *     φ(z) = max(z, 0)²      "relu_squared"
 *
 * The gradient. Of a product y = h·W: dW = hᵀ·dy, dh = dy·Wᵀ (product.js). b is added to every position, so
 * db = Σ dy. φ works number by number: dz = dh·φ'(z), where φ' is 1 or, of the square, 2·max(z, 0), and 0 where
 * z ≤ 0: the gradient passes where the value passed.
 */

import { like, sumOfRows } from "./floats.js"
import { Hooks } from "./interventions.js"
import { product, timesTransposed, transposedTimes } from "./product.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {import("./product.js").Factors} Factors */
/**
 * @typedef {object} Saved what the backward needs
 * @property {Floats} x
 * @property {Floats} positive max(z, 0)
 * @property {Floats} hidden after the activation, and after its hook
 * @property {Hooks} hooks
 * @property {import("./parameters.js").FeedForwardWeights} weights
 * @property {import("./config.js").ModelConfig} config
 */

/**
 * Widen, apply φ, narrow.
 * @param {Floats} x (B·T, D)
 * @param {import("./parameters.js").FeedForwardWeights} weights
 * @param {import("./config.js").ModelConfig} config
 * @param {import("./interventions.js").Changes | null} changes
 * @param {string} name the part's own, "blocks.0.feed_forward", for the interventions
 * @returns {[y: Floats, saved: Saved]} y: (B·T, D)
 */
export function forward(x, weights, config, changes = null, name = "") {
  const hooks = new Hooks(name, changes)
  const { d_model: D, d_ff: F, activation } = config
  const z = product(x, weights.W_1, D, F) // (B·T, D) @ (D, F) -> (B·T, F)
  addToEach(z, weights.b_1)
  const positive = z
  for (let i = 0; i < z.length; i++) positive[i] = Math.max(z[i], 0)
  const hidden = hooks.pass("hidden", activation === "relu_squared" ? squared(positive) : positive)
  const y = product(hidden, weights.W_2, F, D) // (B·T, F) @ (F, D) -> (B·T, D)
  addToEach(y, weights.b_2)
  return [hooks.pass("output", y), { x, positive, hidden, hooks, weights, config }]
}

/**
 * Return the gradients with respect to x and to the four weights.
 * @param {Saved} saved
 * @param {Floats} d_y (B·T, D)
 * @returns {[d_x: Floats, gradients: Record<string, Floats>, factors: Factors]}
 */
export function backward({ x, positive, hidden, hooks, weights, config }, d_y) {
  const { d_model: D, d_ff: F, activation } = config
  d_y = hooks.backward("output", d_y) // hooks.pass("output", y)
  const d_W_2 = transposedTimes(hidden, d_y, F, D) // y = product(hidden, W_2)    (F, B·T) @ (B·T, D)
  const d_b_2 = sumOfRows(d_y, D) // addToEach(y, b_2)
  const d_hidden = timesTransposed(d_y, weights.W_2, D, F) // y = product(hidden, W_2)       (B·T, F)
  const d_activated = hooks.backward("hidden", d_hidden) // hidden = hooks.pass("hidden", ...)
  const d_z = like(d_activated)
  const isSquared = activation === "relu_squared"
  for (let i = 0; i < d_z.length; i++) {
    const slope = isSquared ? 2 * positive[i] : Number(positive[i] > 0) // squared(positive), positive = max(z, 0)
    d_z[i] = d_activated[i] * slope
  }
  const d_W_1 = transposedTimes(x, d_z, D, F) // z = product(x, W_1)              (D, B·T) @ (B·T, F)
  const d_b_1 = sumOfRows(d_z, F) // addToEach(z, b_1)
  const d_x = timesTransposed(d_z, weights.W_1, F, D) // z = product(x, W_1)                 (B·T, D)
  /** @type {Factors} */
  const factors = { W_2: [hidden, d_y], b_2: [null, d_y], W_1: [x, d_z], b_1: [null, d_z] }
  return [d_x, { W_2: d_W_2, b_2: d_b_2, W_1: d_W_1, b_1: d_b_1 }, factors]
}

/** @param {Floats} x */
function squared(x) {
  const y = like(x)
  for (let i = 0; i < y.length; i++) y[i] = x[i] * x[i]
  return y
}

/**
 * @param {Floats} rows
 * @param {Floats} b
 */
function addToEach(rows, b) {
  for (let from = 0; from < rows.length; from += b.length) {
    for (let i = 0; i < b.length; i++) rows[from + i] += b[i]
  }
}
