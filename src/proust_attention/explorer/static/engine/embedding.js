/**
 * Embedding: from a symbol's number to a vector.
 *
 * # Class Notes
 *
 *     x_t = √D · E[token_t] + PE(t)
 *
 * Each of the V symbols has a row of D numbers of its own in the table E, and reading a text is looking up rows.
 * The whole of the notes stands in numpy_model/embedding.py; so with every part here.
 */

import { hooks } from "./interventions.js"

/**
 * Look up, scale, and add the positions (null: rotary ones are used further on).
 * @param {Int32Array} tokenIds (T,)
 * @param {import("./parameters.js").EmbeddingWeights} weights
 * @param {number} D
 * @param {Float32Array | null} positions (context, D)
 * @param {number} first the position of the first token
 * @param {import("./interventions.js").Changes | null} changes
 * @returns {Float32Array} (T, D)
 */
export function forward(tokenIds, weights, D, positions, first = 0, changes = null) {
  const E = weights.token_embedding
  const T = tokenIds.length
  const scale = Math.sqrt(D)
  const x = new Float32Array(T * D)
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < D; i++) {
      x[t * D + i] = scale * E[tokenIds[t] * D + i] + (positions ? positions[(first + t) * D + i] : 0)
    }
  }
  return hooks("", changes)("embedding", x)
}
