/**
 * Weights in eight bits: the twin of checkpoint/eight_bits.py.
 *
 *     W[i, j] ≈ scale[i] · n[i, j],    n from -127 to 127
 *
 * In a file a matrix of whole numbers has its scales beside it, under its name with ".scale" behind it.
 */

import { MachineError, quoted } from "./errors.js"

/** @typedef {import("./parameters.js").Weight} Weight */

export const SCALE = ".scale"

/**
 * Return weights with the scales multiplied in.
 * @param {Map<string, Weight>} stored
 * @param {string[]} names of those that have eight bits a number
 * @returns {Map<string, Weight>}
 * @throws {MachineError} where a matrix has no scale for each of its rows
 */
export function restored(stored, names) {
  const weights = new Map(stored)
  for (const name of names) {
    const { shape, data } = /** @type {Weight} */ (stored.get(name))
    const scale = stored.get(name + SCALE)
    if (scale?.shape.length !== 1 || scale.shape[0] !== shape[0]) {
      throw new MachineError("weights_unscaled", { name: quoted(name) })
    }
    const columns = data.length / shape[0]
    const whole = Float32Array.from(data, (n, i) => n * scale.data[Math.floor(i / columns)])
    weights.set(name, { shape, data: whole })
    weights.delete(name + SCALE)
  }
  return weights
}
