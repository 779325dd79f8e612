/**
 * Layer norm: every vector brought to one scale.
 *
 * # Class Notes
 *
 *     n = (x - μ) · r          μ = mean(x),   r = 1 / √(mean((x - μ)²) + ε)
 *     y = γ · n + β
 *
 * All means are over the D numbers of one vector. γ and β are learned.
 */

/** @typedef {{gamma: Float32Array, beta: Float32Array}} Weights */

const EPSILON = 1e-5

/**
 * Normalise each vector, then scale and shift it.
 * @param {Float32Array} x (T, D)
 * @param {Weights} weights
 * @param {import("./config.js").ModelConfig} config
 * @returns {Float32Array} (T, D)
 */
export function forward(x, { gamma, beta }, { d_model: D }) {
  const y = new Float32Array(x.length)
  for (let from = 0; from < x.length; from += D) {
    let sum = 0
    for (let i = 0; i < D; i++) sum += x[from + i]
    const mean = sum / D
    let squares = 0
    for (let i = 0; i < D; i++) squares += (x[from + i] - mean) ** 2
    const reciprocal = 1 / Math.sqrt(squares / D + EPSILON)
    for (let i = 0; i < D; i++) y[from + i] = gamma[i] * (x[from + i] - mean) * reciprocal + beta[i]
  }
  return y
}
