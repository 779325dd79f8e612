/**
 * How a gradient lies in a picture: an array over positions with a row each, the heads side by side; a matrix as
 * it is; a vector in one row.
 */

/**
 * @typedef {object} Layout
 * @property {number} rows
 * @property {number} columns
 * @property {number} width of a head; of all, where there are no heads
 * @property {ArrayLike<number> & Iterable<number>} numbers (rows, columns)
 */

const MOST = 4096 // of a larger one no picture is drawn: browsers have no canvas for it

/**
 * @param {{axes: string, shape: number[]}} step
 * @param {Float64Array} data
 * @returns {Layout}
 */
export function layoutOf({ axes, shape }, data) {
  const width = shape[shape.length - 1]
  if (!axes.includes("H")) return { rows: data.length / width, columns: width, width, numbers: data }
  const [B, H, T] = shape
  const columns = H * width
  const numbers = new Float64Array(data.length)
  for (let b = 0; b < B; b++) {
    for (let head = 0; head < H; head++) {
      for (let t = 0; t < T; t++) {
        const from = ((b * H + head) * T + t) * width
        numbers.set(data.subarray(from, from + width), (b * T + t) * columns + head * width)
      }
    }
  }
  return { rows: B * T, columns, width, numbers }
}

/** @param {Layout} layout */
export function isTooLarge({ rows, columns }) {
  return rows > MOST || columns > MOST
}

/**
 * The place of the number that is farthest from 0.
 * @param {Layout} layout
 */
export function largest({ numbers, columns }) {
  let best = 0
  for (let i = 0; i < numbers.length; i++) if (Math.abs(numbers[i]) > Math.abs(numbers[best])) best = i
  return { row: Math.floor(best / columns), column: best % columns }
}
