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
 * What it reads is laid out for it first, in the order in which it is read: x in bands, ROWS numbers of a column
 * side by side; W in panels, WIDTH numbers of a row side by side. So every number comes behind the one before it,
 * and a matrix is transposed on the way at no cost: its rows are read as columns. Bands and panels at the edges
 * are filled up with zeros.
 */

import { assemble, instructions } from "./assembler.js"

const ROWS = 4
const WIDTH = 8
const FLOAT = 4
const PART = 8 // about the root of a head's width, and of a machine's; with 16 the maps are not exact to 1e-4
const PAGE = 65_536

/**
 * @typedef {object} Matrix one that may be read transposed
 * @property {Float32Array} data
 * @property {number} down how far the number below lies
 * @property {number} across how far the number to the right lies
 */

export class Kernel {
  /** Compile the routine. Throws where the browser has no WebAssembly with SIMD, or the policy forbids it. */
  constructor() {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(routine())))
    this.run = /** @type {(...given: number[]) => void} */ (exports.run)
    this.memory = /** @type {WebAssembly.Memory} */ (exports.memory)
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
    const ofW = high * inner
    const ofY = ofW + inner * wide
    if (!this.hold(ofY + high * wide)) return null
    layOut(this.floats, 0, x.data, x.across, x.down, inner, rows, ROWS)
    layOut(this.floats, ofW, W.data, W.down, W.across, inner, columns, WIDTH)
    this.run(0, ofW * FLOAT, ofY * FLOAT, high, inner, wide)
    if (wide === columns) return this.floats.slice(ofY, ofY + rows * columns)
    const y = new Float32Array(rows * columns)
    for (let r = 0; r < rows; r++) {
      const from = ofY + r * wide
      y.set(this.floats.subarray(from, from + columns), r * columns)
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

/**
 * Lay out strips of `size` columns, one behind the other; in each, row behind row. (A whole row of a strip is
 * copied four numbers at a time: these copies are a good part of a product.)
 * @param {Float32Array} to
 * @param {number} first where they go
 * @param {Float32Array} data
 * @param {number} down
 * @param {number} across
 * @param {number} rows
 * @param {number} columns
 * @param {number} size
 */
function layOut(to, first, data, down, across, rows, columns, size) {
  for (let strip = 0, at = first; strip < columns; strip += size) {
    const there = Math.min(size, columns - strip)
    const whole = there === size ? size : 0
    for (let i = 0, from = strip * across; i < rows; i++, from += down) {
      for (let j = 0; j < whole; j += 4, at += 4) {
        const one = from + j * across
        to[at] = data[one]
        to[at + 1] = data[one + across]
        to[at + 2] = data[one + 2 * across]
        to[at + 3] = data[one + 3 * across]
      }
      for (let j = whole; j < size; j++) to[at++] = j < there ? data[from + j * across] : 0
    }
  }
}

/**
 * The next number that `size` divides.
 * @param {number} count
 * @param {number} size
 */
function filledUp(count, size) {
  return Math.ceil(count / size) * size
}

/**
 * The loops of the notes above, in instructions.
 * @returns {import("./assembler.js").Routine}
 */
function routine() {
  const { get, set, constant, add, multiply, isBelow, choose, repeat } = instructions
  const { loadFour, loadOne, storeFour, zeros, addFour, multiplyFour } = instructions
  const [x, W, y, rows, inner, columns] = [0, 1, 2, 3, 4, 5] // the parameters; x, W and y are addresses
  const [row, column, band, panel, panelEnd, w, out, stride] = [6, 7, 8, 9, 10, 11, 12, 13]
  const VECTORS = WIDTH / 4
  const partEnd = 14
  const ofX = 15
  const ofW = 16
  const sums = ofW + VECTORS
  const parts = sums + ROWS * VECTORS
  const eachVector = Array.from({ length: VECTORS }, (_, v) => v)
  /** Of each row of the tile, its registers: each vector's sum and part. */
  const tile = Array.from({ length: ROWS }, (_, r) => {
    return eachVector.map((v) => ({ v, sum: sums + r * VECTORS + v, part: parts + r * VECTORS + v }))
  })
  const body = [
    [get(columns), constant(FLOAT), multiply, set(stride)],
    [get(W), set(panel), constant(0), set(column)],
    repeat([
      [get(panel), get(inner), constant(WIDTH * FLOAT), multiply, add, set(panelEnd)],
      [get(x), set(band), constant(0), set(row)],
      [get(y), get(column), constant(FLOAT), multiply, add, set(out)],
      repeat([
        tile.flat().map(({ sum }) => [zeros, set(sum)]),
        [get(panel), set(w)],
        repeat([
          tile.flat().map(({ part }) => [zeros, set(part)]),
          [get(w), constant(PART * WIDTH * FLOAT), add, set(partEnd)],
          [get(partEnd), get(panelEnd), get(partEnd), get(panelEnd), isBelow, choose, set(partEnd)],
          repeat([
            eachVector.map((v) => [get(w), loadFour(v * 4 * FLOAT), set(ofW + v)]),
            tile.map((registers, r) => [
              [get(band), loadOne(r * FLOAT), set(ofX)],
              registers.map(({ v, part }) => [
                get(part),
                get(ofX),
                get(ofW + v),
                multiplyFour,
                addFour,
                set(part),
              ]),
            ]),
            [get(band), constant(ROWS * FLOAT), add, set(band)], // at its end the next band begins
            [get(w), constant(WIDTH * FLOAT), add, set(w)],
            [get(w), get(partEnd), isBelow],
          ]),
          tile.flat().map(({ sum, part }) => [get(sum), get(part), addFour, set(sum)]),
          [get(w), get(panelEnd), isBelow],
        ]),
        tile.map((registers) => [
          registers.map(({ v, sum }) => [get(out), get(sum), storeFour(v * 4 * FLOAT)]),
          [get(out), get(stride), add, set(out)],
        ]),
        [get(row), constant(ROWS), add, set(row)],
        [get(row), get(rows), isBelow],
      ]),
      [get(panelEnd), set(panel)],
      [get(column), constant(WIDTH), add, set(column)],
      [get(column), get(columns), isBelow],
    ]),
  ]
  const vectors = 1 + VECTORS + 2 * ROWS * VECTORS
  return {
    parameters: Array(6).fill("i32"),
    locals: [
      [ofX - 6, "i32"],
      [vectors, "v128"],
    ],
    body,
  }
}
