/**
 * Layer norm: every vector brought to one scale.
 *
 * # Class Notes
 *
 *     n = (x - μ) · r          μ = mean(x),   r = 1 / √(mean((x - μ)²) + ε)
 *     y = γ · n + β
 *
 * All means are over the D numbers of one vector. γ and β are learned.
 *
 * The gradient. x_i is in every n_j of its vector in three ways: directly, through μ, and through r. They give the
 * three terms of
 *
 *     dx_i = r · ( dn_i - mean(dn) - n_i · mean(dn·n) )          dn = dy·γ
 *
 * and dβ = Σ dy, dγ = Σ dy·n, over all vectors.
 */

import { like, rounded } from "./floats.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {import("./product.js").Factors} Factors */
/** @typedef {{gamma: Floats, beta: Floats}} Weights */
/** @typedef {{normalised: Floats, reciprocal: Floats, gamma: Floats}} Saved what the backward needs */

const EPSILON = 1e-5

/**
 * Normalise each vector, then scale and shift it.
 * @param {Floats} x (B·T, D)
 * @param {Weights} weights
 * @param {import("./config.js").ModelConfig} config
 * @returns {[y: Floats, saved: Saved]} y: (B·T, D)
 */
export function forward(x, { gamma, beta }, { d_model: D }) {
  const normalised = like(x)
  const y = like(x)
  const reciprocal = like(x, x.length / D)
  for (let from = 0; from < x.length; from += D) {
    let sum = 0
    for (let i = 0; i < D; i++) sum += x[from + i]
    const mean = sum / D
    let squares = 0
    for (let i = 0; i < D; i++) squares += (x[from + i] - mean) ** 2
    const r = 1 / Math.sqrt(squares / D + EPSILON)
    reciprocal[from / D] = r
    for (let i = 0; i < D; i++) {
      const n = (x[from + i] - mean) * r
      normalised[from + i] = n
      y[from + i] = gamma[i] * n + beta[i]
    }
  }
  return [y, { normalised, reciprocal, gamma }]
}

/**
 * Return the gradients with respect to x, gamma and beta.
 * @param {Saved} saved
 * @param {Floats} d_y (B·T, D)
 * @returns {[d_x: Floats, gradients: Record<string, Floats>, factors: Factors]}
 */
export function backward({ normalised: n, reciprocal, gamma }, d_y) {
  const D = gamma.length
  const d_x = like(d_y)
  const d_gamma = new Float64Array(D)
  const d_beta = new Float64Array(D)
  for (let from = 0; from < d_y.length; from += D) {
    let sum = 0
    let along = 0
    for (let i = 0; i < D; i++) {
      const d = d_y[from + i]
      const d_n = d * gamma[i] // y = gamma * n + beta
      d_gamma[i] += d * n[from + i]
      d_beta[i] += d
      sum += d_n
      along += d_n * n[from + i]
    }
    const mean = sum / D
    const along_n = along / D
    const r = reciprocal[from / D]
    for (let i = 0; i < D; i++) {
      let d = d_y[from + i] * gamma[i]
      d -= mean // n = (x - mean) * r
      d -= n[from + i] * along_n // x is in r, too: the third way
      d_x[from + i] = d * r
    }
  }
  return [
    d_x,
    { gamma: rounded(d_gamma, gamma), beta: rounded(d_beta, gamma) },
    { gamma: [n, d_y], beta: [null, d_y] },
  ]
}
