/**
 * The plain product of matrices: in JavaScript alone, in float32 or float64.
 *
 * # Class Notes
 *
 *     y = x·W         y_rj = Σ_i x_ri · W_ij          (rows, inner) @ (inner, columns) -> (rows, columns)
 *
 * An array is laid out row behind row, so that W_ij stands at i·columns + j. The order in which the same products
 * are summed decides how often a number is fetched:
 *
 * - Many rows: four rows and two columns at a time. The eight sums stay in the processor's registers, and each
 *   number that is fetched is used two or four times.
 * - One row, as in a step of writing: x_i times the row i of W is added to y, four rows of W at a time. Where x_i
 *   is 0 (after a ReLU, more than half of them) its row need not be read at all.
 */

import { like } from "./floats.js"

/** @typedef {import("./floats.js").Floats} Floats */

/**
 * Return x·W.
 * @param {Floats} x (rows, inner)
 * @param {Floats} W (inner, columns)
 * @param {number} inner
 * @param {number} columns
 * @returns {Floats} (rows, columns)
 */
export function product(x, W, inner, columns) {
  const rows = x.length / inner
  const y = like(x, rows * columns)
  let r = 0
  for (; r + 3 < rows; r += 4) {
    let j = 0
    for (; j + 1 < columns; j += 2) tile(x, r * inner, W, j, inner, columns, y, r * columns + j)
    if (j < columns) lastColumn(x, r, W, inner, columns, y)
  }
  for (; r < rows; r++) addRow(x, r * inner, inner, W, 0, columns, y, r * columns)
  return y
}

/**
 * Four rows by two columns of the product.
 * @param {Floats} x
 * @param {number} from where the first of the four rows begins
 * @param {Floats} W
 * @param {number} j the first of the two columns
 * @param {number} inner
 * @param {number} columns
 * @param {Floats} y
 * @param {number} to where in y the first sum goes
 */
function tile(x, from, W, j, inner, columns, y, to) {
  const x0 = from
  const x1 = x0 + inner
  const x2 = x1 + inner
  const x3 = x2 + inner
  let a0 = 0
  let a1 = 0
  let a2 = 0
  let a3 = 0
  let b0 = 0
  let b1 = 0
  let b2 = 0
  let b3 = 0
  for (let i = 0, w = j; i < inner; i++, w += columns) {
    const a = W[w]
    const b = W[w + 1]
    const p = x[x0 + i]
    const q = x[x1 + i]
    const r = x[x2 + i]
    const s = x[x3 + i]
    a0 += p * a
    b0 += p * b
    a1 += q * a
    b1 += q * b
    a2 += r * a
    b2 += r * b
    a3 += s * a
    b3 += s * b
  }
  y[to] = a0
  y[to + 1] = b0
  y[to + columns] = a1
  y[to + columns + 1] = b1
  y[to + 2 * columns] = a2
  y[to + 2 * columns + 1] = b2
  y[to + 3 * columns] = a3
  y[to + 3 * columns + 1] = b3
}

/**
 * The last column of four rows, where the columns are odd in number.
 * @param {Floats} x
 * @param {number} first
 * @param {Floats} W
 * @param {number} inner
 * @param {number} columns
 * @param {Floats} y
 */
function lastColumn(x, first, W, inner, columns, y) {
  for (let r = first; r < first + 4; r++) {
    let sum = 0
    for (let i = 0; i < inner; i++) sum += x[r * inner + i] * W[i * columns + columns - 1]
    y[r * columns + columns - 1] = sum
  }
}

let nonzero = new Int32Array(1024)

/**
 * Add one row times W to a row of y; of x from `at`, of W from `first`, to y from `to`.
 * @param {Floats} x
 * @param {number} at
 * @param {number} inner
 * @param {Floats} W
 * @param {number} first
 * @param {number} columns
 * @param {Floats} y
 * @param {number} to
 */
export function addRow(x, at, inner, W, first, columns, y, to) {
  if (nonzero.length < inner) nonzero = new Int32Array(inner)
  let count = 0
  for (let i = 0; i < inner; i++) if (x[at + i] !== 0) nonzero[count++] = i
  let n = 0
  for (; n + 3 < count; n += 4) {
    const i0 = nonzero[n]
    const i1 = nonzero[n + 1]
    const i2 = nonzero[n + 2]
    const i3 = nonzero[n + 3]
    const a0 = x[at + i0]
    const a1 = x[at + i1]
    const a2 = x[at + i2]
    const a3 = x[at + i3]
    const w0 = first + i0 * columns
    const w1 = first + i1 * columns
    const w2 = first + i2 * columns
    const w3 = first + i3 * columns
    for (let j = 0; j < columns; j++) {
      y[to + j] += a0 * W[w0 + j] + a1 * W[w1 + j] + a2 * W[w2 + j] + a3 * W[w3 + j]
    }
  }
  for (; n < count; n++) {
    const i = nonzero[n]
    const a = x[at + i]
    const w = first + i * columns
    for (let j = 0; j < columns; j++) y[to + j] += a * W[w + j]
  }
}
