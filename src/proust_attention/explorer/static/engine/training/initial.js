/**
 * Initial: the weights before any training, a function of the seed alone: those of parameters.initial in Python.
 *
 * # Class Notes
 *
 * They may not all be equal (all columns of a matrix would have the same gradient, and stay equal for ever), and
 * not too large or too small: a product with n inputs of standard deviation 1 and weights of standard deviation s
 * has one of s·√n. What each weight begins as, its part declares (parts.js), for two schemes:
 *
 *     normal   all matrices from a normal distribution of standard deviation 0.02 (GPT-2's)
 *     scaled   evenly from ±√(3/in), so that a product has the size of what went in; what writes into the residual
 *              stream 0, so that each block begins by doing nothing
 */

import { machine, shapeOf } from "../parts.js"
import { Philox } from "../philox.js"
import { standardNormal } from "./normal.js"

/**
 * @param {import("../config.js").ModelConfig} config
 * @param {number} seed
 * @param {"normal" | "scaled"} scheme
 * @returns {Map<string, import("../parameters.js").Weight>}
 */
export function initial(config, seed, scheme) {
  const random = new Philox(seed)
  return new Map(
    machine(config).weights.map((weight) => {
      const shape = shapeOf(weight, config)
      const data = new Float32Array(shape.reduce((all, one) => all * one))
      const draw = drawing(random, weight[scheme], shape)
      for (let i = 0; i < data.length; i++) data[i] = draw()
      return [weight.name, { shape, data }]
    }),
  )
}

/**
 * @param {Philox} random
 * @param {import("../parts.js").Initial} how
 * @param {number[]} shape
 * @returns {() => number}
 */
function drawing(random, how, shape) {
  if (how === "uniform") {
    const reach = Math.sqrt(3 / shape[0])
    return () => -reach + (reach + reach) * random.uniform()
  }
  if ("constant" in how) return () => how.constant
  return () => how.standardDeviation * standardNormal(random)
}
