/**
 * Positions: where in the window each symbol stands, as numbers that the machine can use.
 *
 * # Class Notes
 *
 * Sinusoidal (2017): to each embedding a vector is added that depends on the position alone, D/2 pairs of sine and
 * cosine at D/2 different speeds ω:
 *
 *     PE(t, 2i) = sin(t·ωᵢ)     PE(t, 2i + 1) = cos(t·ωᵢ)     ωᵢ = 10000^(-2i/D)
 *
 * Rotary (2021): nothing is added. The K numbers of a query or a key are read as K/2 points of the plane, side by
 * side (a, b, a, b ...), and at position t the i-th point is rotated by the angle φ = t·ωᵢ (ω with K for D):
 *
 *     a' = a·cos φ - b·sin φ        b' = a·sin φ + b·cos φ
 *
 * Then the dot product of a query at t and a key at s depends on t - s, on how far back and not on where.
 *
 * The gradient of a sum with a constant passes unchanged; that of a rotation is rotated in the other direction, by
 * -φ: dx = R(φ)ᵀ·dy = R(-φ)·dy.
 */

import { like } from "./floats.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {{cos: Floats, sin: Floats}} Rotation cos φ and sin φ, (context, K/2) */

/**
 * Return the table of positions.
 * @param {number} contextLength
 * @param {number} D even
 * @param {Floats} type an array of the type that the table is to have
 * @returns {Floats} (context, D)
 */
export function sinusoidal(contextLength, D, type) {
  const { cos, sin } = rotary(contextLength, D, type)
  return like(type, contextLength * D).map((_, i) => (i % 2 ? cos : sin)[i >> 1])
}

/**
 * Return cos φ and sin φ of every position and pair.
 * @param {number} contextLength
 * @param {number} K even
 * @param {Floats} type an array of the type that the tables are to have
 * @returns {Rotation}
 */
export function rotary(contextLength, K, type) {
  const pairs = K / 2
  const angle = (/** @type {number} */ i) => Math.floor(i / pairs) * 10000 ** ((-2 * (i % pairs)) / K)
  const zeros = like(type, contextLength * pairs)
  return { cos: zeros.map((_, i) => Math.cos(angle(i))), sin: zeros.map((_, i) => Math.sin(angle(i))) }
}

/**
 * Return the rotation in the other direction.
 * @param {Rotation} rotation
 * @returns {Rotation}
 */
export function reversed({ cos, sin }) {
  return { cos, sin: sin.map((one) => -one) }
}

/**
 * Rotate each pair by its angle.
 * @param {Floats} x (B, H, T, K)
 * @param {number} T
 * @param {number} K
 * @param {Rotation} rotation
 * @param {number} first the position of the first of the T
 * @returns {Floats}
 */
export function rotate(x, T, K, { cos, sin }, first = 0) {
  const pairs = K / 2
  const rotated = like(x)
  for (let row = 0; row < x.length / K; row++) {
    const angles = (first + (row % T)) * pairs
    for (let i = 0; i < pairs; i++) {
      const at = row * K + 2 * i
      const a = x[at]
      const b = x[at + 1]
      rotated[at] = a * cos[angles + i] - b * sin[angles + i]
      rotated[at + 1] = a * sin[angles + i] + b * cos[angles + i]
    }
  }
  return rotated
}
