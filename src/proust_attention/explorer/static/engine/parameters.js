/**
 * The weights of the machine, their names and their shapes: the twin of parameters.py, the contract of all
 * engines.
 *
 *     V vocabulary   D d_model   F d_ff   L layers
 *
 * Weights are (in, out) and used as x·W, so that one file serves all engines. Here they are sorted into the parts
 * that use them.
 */

import { MachineError, quoted } from "./errors.js"

/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {import("./safetensors.js").Weight} Weight */

/** @typedef {{token_embedding: Float32Array}} EmbeddingWeights */
/** @typedef {{W_Q: Float32Array, W_K: Float32Array, W_V: Float32Array, W_O: Float32Array}} AttentionWeights */
/** @typedef {{W_1: Float32Array, b_1: Float32Array, W_2: Float32Array, b_2: Float32Array}} FeedForwardWeights */
/** @typedef {{gamma: Float32Array, beta: Float32Array}} NormWeights */
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
 * @property {Float32Array} output_projection
 */

const BLOCK = {
  ...{ "attention.W_Q": "DD", "attention.W_K": "DD", "attention.W_V": "DD", "attention.W_O": "DD" },
  ...{ "feed_forward.W_1": "DF", "feed_forward.b_1": "F", "feed_forward.W_2": "FD", "feed_forward.b_2": "D" },
  ...{ "norm_1.gamma": "D", "norm_1.beta": "D", "norm_2.gamma": "D", "norm_2.beta": "D" },
}

/**
 * Return the shape of every weight, by name, in the order of the way through the machine.
 * @param {ModelConfig} config
 * @returns {Map<string, number[]>}
 */
export function shapes(config) {
  /** @type {Record<string, number>} */
  const sizes = { V: config.vocab_size, D: config.d_model, F: config.d_ff }
  const axes = new Map([["embedding.token_embedding", "VD"]])
  for (let layer = 0; layer < config.n_layers; layer++) {
    for (const [name, letters] of Object.entries(BLOCK)) axes.set(`blocks.${layer}.${name}`, letters)
  }
  axes.set("final_norm.gamma", "D").set("final_norm.beta", "D").set("output_projection", "DV")
  return new Map([...axes].map(([name, letters]) => [name, [...letters].map((letter) => sizes[letter])]))
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
    if (!weight) throw misfit(`${name} is missing`)
    const [found, right] = [weight.shape.join(", "), shape.join(", ")]
    if (found !== right) throw misfit(`${name} is (${found}), not (${right})`)
    if (!weight.data.every(Number.isFinite)) {
      throw new MachineError(`the weights are damaged: ${name} holds what is no number`)
    }
  }
  for (const name of weights.keys()) {
    if (!expected.has(name)) throw misfit(`${quoted(name)} belongs to no part of this model`)
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
  const blocks = Array.from({ length: config.n_layers }, (_, layer) => ({
    attention: part(`blocks.${layer}.attention`),
    feed_forward: part(`blocks.${layer}.feed_forward`),
    norm_1: part(`blocks.${layer}.norm_1`),
    norm_2: part(`blocks.${layer}.norm_2`),
  }))
  const output = /** @type {Weight} */ (weights.get("output_projection"))
  return { embedding: part("embedding"), blocks, final_norm: part("final_norm"), output_projection: output.data }
}

/** @param {string} what */
function misfit(what) {
  return new MachineError(`the weights do not fit the settings: ${what}`)
}
