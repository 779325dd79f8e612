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
 */

/** @typedef {{cos: Float32Array, sin: Float32Array}} Rotation cos φ and sin φ, (context, K/2) */

/**
 * Return the table of positions.
 * @param {number} contextLength
 * @param {number} D even
 * @returns {Float32Array} (context, D)
 */
export function sinusoidal(contextLength, D) {
  const { cos, sin } = rotary(contextLength, D)
  return Float32Array.from({ length: contextLength * D }, (_, i) => (i % 2 ? cos : sin)[i >> 1])
}

/**
 * Return cos φ and sin φ of every position and pair.
 * @param {number} contextLength
 * @param {number} K even
 * @returns {Rotation}
 */
export function rotary(contextLength, K) {
  const pairs = K / 2
  const angle = (/** @type {number} */ i) => Math.floor(i / pairs) * 10000 ** ((-2 * (i % pairs)) / K)
  const length = contextLength * pairs
  return {
    cos: Float32Array.from({ length }, (_, i) => Math.cos(angle(i))),
    sin: Float32Array.from({ length }, (_, i) => Math.sin(angle(i))),
  }
}

/**
 * Rotate each pair by its angle, in place.
 * @param {Float32Array} x (H, T, K)
 * @param {number} T
 * @param {number} K
 * @param {Rotation} rotation
 * @param {number} first the position of the first of the T
 */
export function rotate(x, T, K, { cos, sin }, first = 0) {
  const pairs = K / 2
  for (let row = 0; row < x.length / K; row++) {
    const angles = (first + (row % T)) * pairs
    for (let i = 0; i < pairs; i++) {
      const at = row * K + 2 * i
      const a = x[at], b = x[at + 1]
      x[at] = a * cos[angles + i] - b * sin[angles + i]
      x[at + 1] = a * sin[angles + i] + b * cos[angles + i]
    }
  }
}
