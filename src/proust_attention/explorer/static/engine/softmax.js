/**
 * Softmax: any numbers made into weights that add up to 1.
 *
 * # Class Notes
 *
 *     p_i = e^{z_i} / Σ_m e^{z_m}
 *
 * The highest number is subtracted first: that changes nothing, for it divides above and below the line alike, and
 * cannot overflow.
 */

/**
 * Put the softmax of `count` numbers, from `from` on, in their place.
 * @param {Float32Array | Float64Array} z
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
