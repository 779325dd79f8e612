/**
 * Floats: arrays of numbers with four bytes or eight, and what is done with them everywhere.
 *
 * The engine computes in the type of the weights that it is given, as NumPy's does: in float32, as machines are
 * stored, or in float64, in which finite differences are precise enough to test a gradient.
 */

import { zeros } from "./scratch.js"

/** @typedef {Float32Array | Float64Array} Floats */

/**
 * Return an array of zeros, of the type of another.
 * @template {Floats} A
 * @param {A} x
 * @param {number} length
 * @returns {A}
 */
export function like(x, length = x.length) {
  return /** @type {any} */ (x instanceof Float32Array ? zeros(length) : new Float64Array(length))
}

/**
 * Return one + other, number by number.
 * @param {Floats} one
 * @param {Floats} other
 * @returns {Floats}
 */
export function sum(one, other) {
  const both = like(one)
  for (let i = 0; i < both.length; i++) both[i] = one[i] + other[i]
  return both
}

/**
 * Return x · factor, number by number.
 * @param {Floats} x
 * @param {number} factor
 * @returns {Floats}
 */
export function scaled(x, factor) {
  const y = like(x)
  for (let i = 0; i < y.length; i++) y[i] = x[i] * factor
  return y
}

/**
 * Return the sum of the squares.
 * @param {Floats} x
 */
export function squares(x) {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i]
  return sum
}

/**
 * Add up the rows of x (rows, columns): the gradient of what was added to each of them. Summed in float64, since
 * there are many.
 * @param {Floats} x
 * @param {number} columns
 * @returns {Floats} (columns,)
 */
export function sumOfRows(x, columns) {
  const sums = new Float64Array(columns)
  for (let from = 0; from < x.length; from += columns) {
    for (let j = 0; j < columns; j++) sums[j] += x[from + j]
  }
  return rounded(sums, x)
}

/**
 * Return sums of float64 in the type of another array.
 * @param {Float64Array} sums
 * @param {Floats} type
 * @returns {Floats}
 */
export function rounded(sums, type) {
  const y = like(type, sums.length)
  y.set(sums)
  return y
}
