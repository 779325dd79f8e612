/**
 * Scratch: the memory of arrays that are needed for one step of learning only, used again by the next.
 *
 * # Class Notes
 *
 * A step makes some five hundred arrays, reads each a few times, and forgets it. New memory has to be cleared and
 * is brought by the system page by page, when it is first written: for a large array that takes longer than a
 * loop over it, and all together about a quarter of a step. So what was taken in one computation lies ready for
 * the next; what that does not need is given up. What goes beyond MOST is left to the browser, which can have it
 * back before the step is over.
 */

export const MOST = 64 * 2 ** 20 // bytes
const FLOAT = 4

/** @type {Map<number, Float32Array[]>} what lies ready, by length */
let ready = new Map()
/** @type {Float32Array[] | null} what was taken in the computation that is under way; null: there is none */
let taken = null
let size = 0 // of what was taken, in bytes

/**
 * Return what `compute` returns. The arrays that are made in it are used again afterwards, so none of them, and no
 * part of one, may be kept or returned: only numbers and copies.
 * @template T
 * @param {() => T} compute
 * @returns {T}
 */
export function withScratch(compute) {
  taken = []
  size = 0
  try {
    return compute()
  } finally {
    ready = new Map()
    for (const array of taken) {
      const alike = ready.get(array.length)
      if (alike) alike.push(array)
      else ready.set(array.length, [array])
    }
    taken = null
  }
}

/**
 * Return an array, all of which is then written: anything may stand in it.
 * @param {number} length
 */
export function unwritten(length) {
  if (!taken || size + FLOAT * length > MOST) return new Float32Array(length)
  const array = ready.get(length)?.pop() ?? new Float32Array(length)
  taken.push(array)
  size += FLOAT * length
  return array
}

/**
 * Return an array of zeros.
 * @param {number} length
 */
export function zeros(length) {
  return taken ? unwritten(length).fill(0) : new Float32Array(length)
}
