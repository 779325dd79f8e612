/**
 * Dropout: learning not to rely on any single number.
 *
 * # Class Notes
 *
 * In training, each value is set to 0 with probability p, anew at every step, and the survivors are divided by
 * 1 - p, so that the expected value stays what it was:
 *
 *     y = x · m,   m = 0 with probability p, else 1 / (1 - p)
 *
 * A mask is an intervention, a factor, in each of the arrays that parts.js marks as `dropped`. It is a function of
 * (seed, step, name of the array): the same as in Python, however often the run was interrupted.
 *
 * The gradient passes where the value passed, and with the same factor: dx = dy · m.
 */

import { machine, shapeOf } from "./parts.js"
import { Philox } from "./philox.js"
import { unwritten } from "./scratch.js"

const DROPOUT = 2 // sets this use of a seed apart from the others: weights, windows

/**
 * Return the masks of one training step, as interventions.
 * @param {import("./config.js").ModelConfig} config
 * @param {number} seed
 * @param {number} step from 0
 * @param {number} T how many tokens each text has
 * @param {number} B how many texts
 * @returns {Record<string, {factor: Float32Array}>} by the names of the arrays
 */
export function randomMasks(config, seed, step, T, B) {
  if (!config.dropout) return {}
  const dropped = machine(config).arrays.filter((array) => array.dropped)
  return Object.fromEntries(
    dropped.map((array) => {
      const size = shapeOf(array, config, T, B).reduce((all, one) => all * one)
      return [array.name, { factor: mask(config.dropout, seed, step, array.name, size) }]
    }),
  )
}

/**
 * @param {number} rate
 * @param {number} seed
 * @param {number} step
 * @param {string} name
 * @param {number} size
 */
function mask(rate, seed, step, name, size) {
  // Under these names the first runs were begun; with others they would go on with other masks.
  const place = new TextEncoder().encode(name.replaceAll(".output", ".residual"))
  const random = new Philox(seed, [DROPOUT, step, ...place])
  const bits = new Uint32Array(size)
  random.fill(bits)
  const border = Math.ceil(Math.fround(rate) * 2 ** 24) // NumPy's random() in float32 has 24 bits
  const factors = unwritten(size)
  const kept = 1 / (1 - rate)
  for (let i = 0; i < size; i++) factors[i] = Number(bits[i] >>> 8 >= border) * kept
  return factors
}
