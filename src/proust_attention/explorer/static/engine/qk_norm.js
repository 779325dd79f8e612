/**
 * QK norm: queries and keys brought to one length.
 *
 * # Class Notes
 *
 * Where `qk_norm` is on, every query and every key of every head is divided by its root mean square, over its K
 * numbers, so that a score Q·Kᵀ/√d_k lies between -√d_k and √d_k:
 *
 *     n = x·r,      r = 1 / √(mean(x²) + ε)
 *
 * The gradient is layer norm's without the mean: dx = r · ( dn - n · mean(dn·n) ).
 */

import { like } from "./floats.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {{normalised: Floats, reciprocal: Floats}} Saved what the backward needs */

const EPSILON = 1e-5

/**
 * Divide each vector by its root mean square.
 * @param {Floats} x (..., K)
 * @param {number} K
 * @returns {[n: Floats, saved: Saved]}
 */
export function forward(x, K) {
  const normalised = like(x)
  const reciprocal = like(x, x.length / K)
  for (let from = 0; from < x.length; from += K) {
    let squares = 0
    for (let i = 0; i < K; i++) squares += x[from + i] ** 2
    const r = 1 / Math.sqrt(squares / K + EPSILON)
    reciprocal[from / K] = r
    for (let i = 0; i < K; i++) normalised[from + i] = x[from + i] * r
  }
  return [normalised, { normalised, reciprocal }]
}

/**
 * Return the gradient with respect to x.
 * @param {Saved} saved
 * @param {Floats} d_n (..., K)
 * @param {number} K
 * @returns {Floats}
 */
export function backward({ normalised: n, reciprocal }, d_n, K) {
  const d_x = like(d_n)
  for (let from = 0; from < d_n.length; from += K) {
    let along = 0
    for (let i = 0; i < K; i++) along += d_n[from + i] * n[from + i]
    const along_n = along / K
    for (let i = 0; i < K; i++) {
      d_x[from + i] = (d_n[from + i] - n[from + i] * along_n) * reciprocal[from / K] // n = x * r, which x is in
    }
  }
  return d_x
}
