/**
 * The region of the maps that is shown: the whole, or so many places around the chosen cell, so that single cells
 * can be told apart, and met with a finger, where a text is long.
 */

const NEAR = 24 // places

/** @typedef {import("../widgets/grid.js").Place} Place */
/** @typedef {{top: number, left: number, size: number}} Region its first row and column, and how many of each */

/**
 * @param {number} T
 * @returns {Region}
 */
export function whole(T) {
  return { top: 0, left: 0, size: T }
}

/**
 * The region around a cell: still the one before, while the cell does not lie at its edge.
 * @param {Place} cell
 * @param {number} T
 * @param {Region} before
 * @returns {Region}
 */
export function around({ row, column }, T, before) {
  const size = Math.min(NEAR, T)
  const begin = (/** @type {number} */ place, /** @type {number} */ first) => {
    const last = first + size - 1
    const isWell = (place > first || first === 0) && (place < last || last === T - 1)
    if (before.size === size && last < T && isWell && place >= first && place <= last) return first
    return Math.max(0, Math.min(T - size, place - Math.floor(size / 2)))
  }
  return { top: begin(row, before.top), left: begin(column, before.left), size }
}

/**
 * @param {Region} one
 * @param {Region} other
 */
export function same(one, other) {
  return one.top === other.top && one.left === other.left && one.size === other.size
}

/**
 * Return the numbers of a region, (size, size).
 * @param {Float32Array} map (T, T)
 * @param {Region} region
 */
export function cut(map, { top, left, size }) {
  const T = Math.sqrt(map.length)
  return Float32Array.from({ length: size * size }, (_, i) => {
    return map[(top + Math.floor(i / size)) * T + left + (i % size)]
  })
}
