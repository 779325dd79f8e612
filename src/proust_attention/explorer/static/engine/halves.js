/**
 * Halves: numbers of 16 bits, made into numbers of 32.
 *
 * # Class Notes
 *
 * A float is a sign, an exponent e and a fraction: ±1.fraction · 2^(e - bias). There are two ways to do it in 16
 * bits:
 *
 *     float16     1 sign   5 exponent   10 fraction     bias 15     finer; up to 65,504
 *     bfloat16    1 sign   8 exponent    7 fraction     bias 127    coarser; as far as float32
 *
 * bfloat16 is the upper half of a float32: 16 zeros behind it, and it is one. In float16 the exponents 0 and 31
 * mean something else: 0 that there is no 1 before the point, 31 infinity or NaN.
 */

/** The array of float16 that newer browsers have. */
const NATIVE = globalThis.Float16Array ?? null

/**
 * @param {Uint16Array} bits
 * @param {Float16ArrayConstructor | null} native null: by the formula above
 * @returns {Float32Array}
 */
export function fromFloat16(bits, native = NATIVE) {
  if (native) return Float32Array.from(new native(bits.buffer, bits.byteOffset, bits.length))
  const numbers = new Float32Array(bits.length)
  for (let i = 0; i < bits.length; i++) {
    const sign = bits[i] & 0x8000 ? -1 : 1
    const exponent = (bits[i] >> 10) & 0x1f
    const fraction = (bits[i] & 0x3ff) / 1024
    if (exponent === 31) numbers[i] = fraction ? NaN : sign * Infinity
    else numbers[i] = exponent ? sign * (1 + fraction) * 2 ** (exponent - 15) : sign * fraction * 2 ** -14
  }
  return numbers
}

/**
 * @param {Uint16Array} bits
 * @returns {Float32Array}
 */
export function fromBfloat16(bits) {
  const wide = new Uint32Array(bits.length)
  for (let i = 0; i < bits.length; i++) wide[i] = bits[i] << 16
  return new Float32Array(wide.buffer)
}
