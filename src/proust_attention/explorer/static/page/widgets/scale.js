/**
 * The scale of a heat map: which number has which colour.
 *
 * Where some numbers are below 0 the paper's colour is 0, blue is below and orange above; else the colours are
 * those of the maps. The strongest colour is that of the largest number, whatever its sign.
 */

import { ramps } from "./colours.js"

/**
 * @param {ArrayLike<number> & Iterable<number>} numbers
 * @returns {{ramp: Uint32Array, along: (number: number) => number, ends: [number, number]}} ends: of the ramp
 */
export function scaleOf(numbers) {
  let low = 0
  let high = 0
  for (const number of numbers) {
    if (number < low) low = number
    if (number > high) high = number
  }
  const most = Math.max(high, -low) || 1
  const { weights, signed } = ramps()
  return low < 0
    ? { ramp: signed, along: (number) => (number / most + 1) / 2, ends: [-most, most] }
    : { ramp: weights, along: (number) => number / most, ends: [0, most] }
}
