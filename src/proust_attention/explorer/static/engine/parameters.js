/**
 * The weights of the machine, their names and their shapes: the twin of parameters.py, the contract of all
 * engines.
 *
 * They are composed from what each part declares (parts.js). Weights are (in, out) and used as x·W, so that one
 * file serves all engines. Here they are sorted into the parts that use them.
 */

import { MachineError, quoted } from "./errors.js"
import { blockNames, machine, shapeOf } from "./parts.js"

/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {{shape: number[], data: Floats}} Weight */

/** @typedef {{token_embedding: Floats}} EmbeddingWeights */
/** @typedef {{W_Q: Floats, W_K: Floats, W_V: Floats, W_O: Floats}} AttentionWeights */
/** @typedef {{W_1: Floats, b_1: Floats, W_2: Floats, b_2: Floats}} FeedForwardWeights */
/** @typedef {import("./layer_norm.js").Weights} NormWeights */
/**
 * @typedef {object} BlockWeights
 * @property {AttentionWeights} attention
 * @property {FeedForwardWeights} feed_forward
 * @property {NormWeights} norm_1
 * @property {NormWeights} norm_2
 */
/**
 * @typedef {object} Parts
 * @property {EmbeddingWeights} embedding
 * @property {BlockWeights[]} blocks
 * @property {NormWeights} final_norm
 * @property {Floats} output_projection
 */

/**
 * Return the shape of every weight, by name, in the order of the way through the machine.
 * @param {ModelConfig} config
 * @returns {Map<string, number[]>}
 */
export function shapes(config) {
  return new Map(machine(config).weights.map((weight) => [weight.name, shapeOf(weight, config)]))
}

/**
 * Return the number of parameters.
 * @param {ModelConfig} config
 */
export function count(config) {
  const sizes = [...shapes(config).values()].map((shape) => shape.reduce((product, size) => product * size))
  return sizes.reduce((sum, size) => sum + size)
}

/**
 * Refuse what are not the weights of just this model: names, shapes, finite numbers.
 * @param {ModelConfig} config
 * @param {Map<string, Weight>} weights
 * @throws {MachineError}
 */
export function check(config, weights) {
  const expected = shapes(config)
  for (const [name, shape] of expected) {
    const weight = weights.get(name)
    if (!weight) throw new MachineError("weight_missing", { name })
    const [found, right] = [weight.shape.join(", "), shape.join(", ")]
    if (found !== right) throw new MachineError("weight_shape", { name, found, right })
    if (!weight.data.every(Number.isFinite)) {
      throw new MachineError("weight_infinite", { name })
    }
  }
  for (const name of weights.keys()) {
    if (!expected.has(name)) throw new MachineError("weight_foreign", { name: quoted(name) })
  }
}

/**
 * Sort checked weights into the parts that use them.
 * @param {ModelConfig} config
 * @param {Map<string, Weight>} weights
 * @returns {Parts}
 */
export function arrange(config, weights) {
  /** @type {(prefix: string) => any} */
  const part = (prefix) => {
    const own = [...weights].filter(([name]) => name.startsWith(`${prefix}.`))
    return Object.fromEntries(own.map(([name, { data }]) => [name.slice(prefix.length + 1), data]))
  }
  const blocks = blockNames(config).map((name) => ({
    attention: part(`${name}.attention`),
    feed_forward: part(`${name}.feed_forward`),
    norm_1: part(`${name}.norm_1`),
    norm_2: part(`${name}.norm_2`),
  }))
  const output = /** @type {Weight} */ (weights.get("output_projection"))
  return { embedding: part("embedding"), blocks, final_norm: part("final_norm"), output_projection: output.data }
}
