/**
 * Softmax: any numbers made into weights that add up to 1.
 *
 * # Class Notes
 *
 *     p_i = e^{z_i} / Σ_m e^{z_m}
 *
 * The highest number is subtracted first: that changes nothing, for it divides above and below the line alike, and
 * cannot overflow.
 *
 * The gradient. Each weight's, less the mean of them all (a mean by p itself), times the weight:
 *
 *     dz_j = p_j · ( dp_j - Σ_i dp_i·p_i )
 */

import { like } from "./floats.js"

/** @typedef {import("./floats.js").Floats} Floats */

/**
 * Put the softmax of `count` numbers, from `from` on, in their place.
 * @param {Floats} z
 * @param {number} from
 * @param {number} count
 */
export function softmax(z, from = 0, count = z.length) {
  const end = from + count
  let highest = -Infinity
  for (let i = from; i < end; i++) if (z[i] > highest) highest = z[i]
  let sum = 0
  for (let i = from; i < end; i++) sum += z[i] = Math.exp(z[i] - highest)
  for (let i = from; i < end; i++) z[i] /= sum
}

/**
 * Return the gradient with respect to the scores of each row.
 * @param {Floats} p (rows, S)
 * @param {Floats} d_p (rows, S)
 * @param {number} S
 * @returns {Floats} (rows, S)
 */
export function backward(p, d_p, S) {
  const d_z = like(d_p)
  for (let from = 0; from < p.length; from += S) {
    let mean = 0
    for (let s = 0; s < S; s++) mean += d_p[from + s] * p[from + s]
    for (let s = 0; s < S; s++) d_z[from + s] = p[from + s] * (d_p[from + s] - mean)
  }
  return d_z
}
