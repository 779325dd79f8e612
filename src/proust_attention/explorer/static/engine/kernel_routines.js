/**
 * The routines of the kernel, in instructions: laying a matrix out, and the loops over the tiles. The notes of
 * kernel.js say what they do.
 */

import { instructions } from "./assembler.js"

/** @typedef {import("./assembler.js").Routine} Routine */

export const ROWS = 4
export const WIDTH = 8
export const FLOAT = 4 // bytes
const PART = 8 // about the root of a head's width, and of a machine's; with 16 the maps are not exact to 1e-4

/**
 * Lay out strips of `size` columns, one behind the other; in each, row behind row. What stands behind the last
 * column is taken with it: of the product only columns and rows become something else by it that nobody reads.
 * @param {number} size
 * @returns {Routine} from, to: addresses; down, across: bytes to the number below, and to the right; rows, columns
 */
export function layOut(size) {
  const { get, set, constant, add, multiply, isBelow, load, store, repeat } = instructions
  const [from, to, down, across, rows, columns] = [0, 1, 2, 3, 4, 5] // the parameters
  const [row, one, end, column] = [6, 7, 8, 9]
  const eachColumn = Array.from({ length: size }, (_, j) => j)
  const body = repeat([
    [get(from), set(row)],
    [get(to), get(rows), constant(size * FLOAT), multiply, add, set(end)],
    repeat([
      [get(row), set(one)],
      eachColumn.map((j) => [
        [get(to), get(one), load(0), store(j * FLOAT)],
        [get(one), get(across), add, set(one)],
      ]),
      [get(row), get(down), add, set(row)],
      [get(to), constant(size * FLOAT), add, set(to)],
      [get(to), get(end), isBelow],
    ]),
    [get(from), get(across), constant(size), multiply, add, set(from)],
    [get(column), constant(size), add, set(column)],
    [get(column), get(columns), isBelow],
  ])
  return { parameters: Array(6).fill("i32"), locals: [[4, "i32"]], body }
}

/**
 * The product of what is laid out.
 * @param {boolean} fused with one instruction for a product and its addition, which not every browser knows
 * @returns {Routine} x, W, y: addresses; rows, inner, columns
 */
export function tiles(fused) {
  const { get, set, constant, add, multiply, isBelow, choose, repeat } = instructions
  const { loadFour, loadOne, storeFour, zeros, addFour, multiplyFour, fusedFour } = instructions
  const [x, W, y, rows, inner, columns] = [0, 1, 2, 3, 4, 5] // the parameters
  const [row, column, band, panel, panelEnd, w, out, stride, partEnd] = [6, 7, 8, 9, 10, 11, 12, 13, 14]
  const VECTORS = WIDTH / 4
  const ofX = 15
  const ofW = 16
  const sums = ofW + VECTORS
  const parts = sums + ROWS * VECTORS
  const eachVector = Array.from({ length: VECTORS }, (_, v) => v)
  /** Of each row of the tile, its registers: each vector's sum and part. */
  const tile = Array.from({ length: ROWS }, (_, r) => {
    return eachVector.map((v) => ({ v, sum: sums + r * VECTORS + v, part: parts + r * VECTORS + v }))
  })
  /** @type {(part: number, v: number) => import("./assembler.js").Code} part + x·w */
  const added = (part, v) => {
    if (fused) return [get(ofX), get(ofW + v), get(part), fusedFour]
    return [get(part), get(ofX), get(ofW + v), multiplyFour, addFour]
  }
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
              registers.map(({ v, part }) => [added(part, v), set(part)]),
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
