/**
 * The product of matrices: nearly all of the machine's work.
 *
 * # Class Notes
 *
 *     y = x·W         y_rj = Σ_i x_ri · W_ij          (rows, inner) @ (inner, columns) -> (rows, columns)
 *
 * The gradient. W_ij is in y_rj for every r, with the factor x_ri; and x_ri is in y_rj for every j, with the
 * factor W_ij. So both are products again, with one matrix transposed:
 *
 *     dW_ij = Σ_r x_ri · dy_rj     that is     dW = xᵀ·dy          transposedTimes(x, dy)
 *     dx_ri = Σ_j dy_rj · W_ij     that is     dx = dy·Wᵀ          timesTransposed(dy, W)
 *
 * They are computed by the kernel (kernel.js), where the browser compiles it, or plainly (plain_product.js):
 * what is in float64, where precision counts, and x·W of less than four rows, for which it would not pay to lay
 * out W.
 */

import { like } from "./floats.js"
import { Kernel } from "./kernel.js"
import * as plain from "./plain_product.js"

/** @typedef {import("./floats.js").Floats} Floats */
/**
 * The two arrays of which a weight's gradient is made, row by row: dW_ij = Σ_r x_ri · dy_rj; of a vector, i = j.
 * null stands for x = 1. By the weight's name in its part.
 * @typedef {Record<string, [x: Floats | null, d_y: Floats]>} Factors
 */

const FEW = 4

/** @type {Kernel | null | undefined} null: there is none; undefined: nobody has tried yet */
let kernel

/**
 * Choose how to compute from now on; returns whether it is by the kernel.
 * @param {boolean} wanted
 */
export function useKernel(wanted) {
  try {
    kernel = wanted ? new Kernel() : null
  } catch {
    kernel = null // an old browser, or a policy that forbids it: the plain product does as well, in more time
  }
  return kernel !== null
}

/** Whether products are computed by the kernel. */
export function usesKernel() {
  return kernel === undefined ? useKernel(true) : kernel !== null
}

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
  const found = rows < FEW ? null : byKernel(x, inner, 1, W, columns, 1, rows, inner, columns)
  return found ?? plain.product(x, W, inner, columns)
}

/**
 * Return x·Wᵀ.
 * @param {Floats} x (rows, inner)
 * @param {Floats} W (columns, inner)
 * @param {number} inner
 * @param {number} columns
 * @returns {Floats} (rows, columns)
 */
export function timesTransposed(x, W, inner, columns) {
  const rows = x.length / inner
  const found = byKernel(x, inner, 1, W, 1, inner, rows, inner, columns)
  return found ?? plain.product(x, transposed(W, inner), inner, columns)
}

/**
 * Return xᵀ·y.
 * @param {Floats} x (rows, inner)
 * @param {Floats} y (rows, columns)
 * @param {number} inner
 * @param {number} columns
 * @returns {Floats} (inner, columns)
 */
export function transposedTimes(x, y, inner, columns) {
  const rows = x.length / inner
  const found = byKernel(x, 1, inner, y, columns, 1, inner, rows, columns)
  return found ?? plain.product(transposed(x, inner), y, rows, columns)
}

/**
 * Return the products of so many pairs of matrices, which lie one behind the other: of every head of every text.
 * @param {(x: Floats, W: Floats, inner: number, columns: number) => Floats} multiply
 * @param {Floats} x
 * @param {Floats} W
 * @param {number} inner
 * @param {number} columns
 * @param {number} pairs
 * @returns {Floats}
 */
export function stacked(multiply, x, W, inner, columns, pairs) {
  const xs = x.length / pairs
  const Ws = W.length / pairs
  const ys = Array.from({ length: pairs }, (_, i) => {
    return multiply(x.subarray(i * xs, (i + 1) * xs), W.subarray(i * Ws, (i + 1) * Ws), inner, columns)
  })
  const all = like(x, pairs * ys[0].length)
  ys.forEach((y, i) => all.set(y, i * y.length))
  return all
}

/**
 * The product by the kernel; null where there is none, or the numbers are in float64.
 * @param {Floats} x
 * @param {number} down how far in x the number below lies
 * @param {number} across and the number to the right
 * @param {Floats} W
 * @param {number} downW
 * @param {number} acrossW
 * @param {number} rows
 * @param {number} inner
 * @param {number} columns
 */
function byKernel(x, down, across, W, downW, acrossW, rows, inner, columns) {
  if (!(x instanceof Float32Array && W instanceof Float32Array)) return null
  if (!usesKernel() || !kernel) return null
  return kernel.product({ data: x, down, across }, { data: W, down: downW, across: acrossW }, rows, inner, columns)
}

/**
 * Return xᵀ.
 * @param {Floats} x (rows, columns)
 * @param {number} columns
 * @returns {Floats} (columns, rows)
 */
export function transposed(x, columns) {
  const rows = x.length / columns
  const y = like(x)
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) y[j * rows + r] = x[r * columns + j]
  }
  return y
}
