/**
 * Embedding: from a symbol's number to a vector.
 *
 * # Class Notes
 *
 *     x_t = √D · E[token_t] + PE(t)
 *
 * Each of the V symbols has a row of D numbers of its own in the table E, and reading a text is looking up rows.
 * The whole of the notes stands in numpy_model/embedding.py; so with every part here.
 *
 * The gradient: where the forward looks up, the backward adds up. A row gets the sum of the gradients of all
 * places at which its symbol stands, times √D.
 */

import { like, rounded } from "./floats.js"
import { Hooks } from "./interventions.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {import("./product.js").Factors} Factors */
/** @typedef {{tokenIds: Int32Array, E: Floats, D: number, hooks: Hooks}} Saved what the backward needs */

/**
 * Look up, scale, and add the positions (null: rotary ones are used further on).
 * @param {Int32Array} tokenIds (B·T,)
 * @param {import("./parameters.js").EmbeddingWeights} weights
 * @param {number} D
 * @param {Floats | null} positions (context, D)
 * @param {number} T how many tokens each text has
 * @param {number} first the position of the first token
 * @param {import("./interventions.js").Changes | null} changes
 * @returns {[x: Floats, saved: Saved]} x: (B·T, D)
 */
export function forward(tokenIds, weights, D, positions, T, first = 0, changes = null) {
  const hooks = new Hooks("", changes)
  const E = weights.token_embedding
  const scale = Math.sqrt(D)
  const x = like(E, tokenIds.length * D)
  for (let row = 0; row < tokenIds.length; row++) {
    const position = first + (row % T)
    for (let i = 0; i < D; i++) {
      x[row * D + i] = scale * E[tokenIds[row] * D + i] + (positions ? positions[position * D + i] : 0)
    }
  }
  return [hooks.pass("embedding", x), { tokenIds, E, D, hooks }]
}

/**
 * Return the gradient of the table. The backward pass ends here: ids are not differentiable.
 * @param {Saved} saved
 * @param {Floats} d_x (B·T, D)
 * @returns {[gradients: Record<string, Floats>, factors: Factors]} factors: of the rows that were read
 */
export function backward({ tokenIds, E, D, hooks }, d_x) {
  const d_rows = hooks.backward("embedding", d_x) // hooks.pass("embedding", x)
  const scale = Math.sqrt(D)
  const table = new Float64Array(E.length)
  for (let row = 0; row < tokenIds.length; row++) {
    const to = tokenIds[row] * D
    for (let i = 0; i < D; i++) table[to + i] += scale * d_rows[row * D + i] // x = scale * E[id] + position
  }
  return [{ token_embedding: rounded(table, E) }, { token_embedding: [null, d_rows] }]
}
