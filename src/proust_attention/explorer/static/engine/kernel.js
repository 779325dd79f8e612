/**
 * The kernel: the product of matrices in WebAssembly, four floats at a time.
 *
 * # Class Notes
 *
 * It computes a tile of the result at once, ROWS rows of WIDTH columns. Its sums stay in the processor's registers
 * while it goes along the inner axis, and each number that is fetched is used several times:
 *
 *     for each panel of WIDTH columns
 *       for each band of ROWS rows
 *         sums = 0                                      ROWS · WIDTH / 4 times four floats
 *         for each part of the inner axis, PART long
 *           parts = 0                                   as many, in registers
 *           for i in the part
 *             w = W[i, the panel]                       WIDTH / 4 registers
 *             for each row r of the band
 *               parts[r] += x[r, i] · w                 x[r, i] four times over
 *           sums += parts
 *         y[the band, the panel] = sums
 *
 * Each addition in float32 rounds the sum so far. So a sum is taken in parts: a number then goes through at most
 * PART + inner / PART additions on its way into y, instead of inner: least where PART is the root of inner.
 *
 * Where the processor can, a product and its addition are one instruction ("fused"), rounded once.
 *
 * What it reads is laid out for it first, in the order in which it is read: x in bands, ROWS numbers of a column
 * side by side; W in panels, WIDTH numbers of a row side by side. So every number comes behind the one before it,
 * and a matrix is transposed on the way at no cost: its rows are read as columns. In its memory lie, one behind
 * the other: x and W as they are, x in bands, W in panels, y with the rows and columns that bands and panels have
 * more.
 */

import { assemble } from "./assembler.js"
import { FLOAT, ROWS, WIDTH, layOut, tiles } from "./kernel_routines.js"
import { unwritten } from "./scratch.js"

const PAGE = 65_536

/**
 * @typedef {object} Matrix one that may be read transposed
 * @property {Float32Array} data
 * @property {number} down how far the number below lies
 * @property {number} across how far the number to the right lies
 */
/** @typedef {(...given: number[]) => void} Run */

export class Kernel {
  /**
   * Compile the routines. Throws where the browser has no WebAssembly with SIMD, or the policy forbids it.
   * @param {boolean} [fused] left out: where the browser knows the instruction
   */
  constructor(fused) {
    const { exports } = new WebAssembly.Instance(fused === undefined ? fastest() : compiled(fused))
    const { bands, panels, run, memory } = exports
    this.bands = /** @type {Run} */ (bands)
    this.panels = /** @type {Run} */ (panels)
    this.run = /** @type {Run} */ (run)
    this.memory = /** @type {WebAssembly.Memory} */ (memory)
    this.floats = new Float32Array(this.memory.buffer)
  }

  /**
   * Return x·W; null where the browser gives it no memory.
   * @param {Matrix} x (rows, inner)
   * @param {Matrix} W (inner, columns)
   * @param {number} rows
   * @param {number} inner
   * @param {number} columns
   * @returns {Float32Array | null} (rows, columns)
   */
  product(x, W, rows, inner, columns) {
    const high = filledUp(rows, ROWS)
    const wide = filledUp(columns, WIDTH)
    const ofW = rows * inner
    const ofBands = ofW + inner * columns
    const ofPanels = ofBands + high * inner
    const ofY = ofPanels + inner * wide
    if (!this.hold(ofY + high * wide)) return null
    this.floats.set(x.data, 0)
    this.floats.set(W.data, ofW)
    this.bands(0, ofBands * FLOAT, x.across * FLOAT, x.down * FLOAT, inner, high)
    this.panels(ofW * FLOAT, ofPanels * FLOAT, W.down * FLOAT, W.across * FLOAT, inner, wide)
    this.run(ofBands * FLOAT, ofPanels * FLOAT, ofY * FLOAT, high, inner, wide)
    const y = unwritten(rows * columns)
    const whole = wide === columns ? rows : 1 // so many rows lie in y as they do here
    for (let r = 0; r < rows; r += whole) {
      const from = ofY + r * wide
      y.set(this.floats.subarray(from, from + whole * columns), r * columns)
    }
    return y
  }

  /**
   * See to it that there is room for so many floats.
   * @param {number} count
   */
  hold(count) {
    const missing = count - this.floats.length
    if (missing <= 0) return true
    try {
      this.memory.grow(Math.ceil((missing * FLOAT) / PAGE))
    } catch (error) {
      if (error instanceof RangeError) return false
      throw error
    }
    this.floats = new Float32Array(this.memory.buffer) // the memory has moved
    return true
  }
}

/** The module with the fused instruction, or without it where the browser does not know that. */
function fastest() {
  try {
    return compiled(true)
  } catch {
    return compiled(false)
  }
}

/** @param {boolean} fused */
function compiled(fused) {
  return new WebAssembly.Module(assemble({ bands: layOut(ROWS), panels: layOut(WIDTH), run: tiles(fused) }))
}

/**
 * The next number that `size` divides.
 * @param {number} count
 * @param {number} size
 */
function filledUp(count, size) {
  return Math.ceil(count / size) * size
}
