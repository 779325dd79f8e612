/**
 * QK norm: queries and keys brought to one length.
 *
 * # Class Notes
 *
 * Where `qk_norm` is on, every query and every key of every head is divided by its root mean square, over its K
 * numbers, so that a score Q·Kᵀ/√d_k lies between -√d_k and √d_k:
 *
 *     n = x·r,      r = 1 / √(mean(x²) + ε)
 */

const EPSILON = 1e-5

/**
 * Divide each vector by its root mean square, in place.
 * @param {Float32Array} x (..., K)
 * @param {number} K
 */
export function normalise(x, K) {
  for (let from = 0; from < x.length; from += K) {
    let squares = 0
    for (let i = 0; i < K; i++) squares += x[from + i] ** 2
    const reciprocal = 1 / Math.sqrt(squares / K + EPSILON)
    for (let i = 0; i < K; i++) x[from + i] *= reciprocal
  }
}
