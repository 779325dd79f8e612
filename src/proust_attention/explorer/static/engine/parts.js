/**
 * The parts of the machine: of each, what weights it has and what arrays it computes on the way.
 *
 * The twin of parts.py, and held to it by a test: every part is declared here, once. What else must know of it is
 * composed from that: the names and shapes of the weights (parameters.js), the steps of the trace (trace.js) and
 * of the diagram, the places at which interventions reach in (interventions.js).
 *
 *     B batch   T time (query position)   S key position   D d_model   H heads
 *     K = D/H, width of a head   F d_ff   V vocabulary   L layers
 */

import { headWidth } from "./config.js"

/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {{constant: number} | {standardDeviation: number} | "uniform"} Initial how a weight begins */
/**
 * @typedef {object} Weight what a part learns; (in, out) where it is a matrix
 * @property {string} name
 * @property {string} axes
 * @property {Initial} normal what it begins as, by one scheme
 * @property {Initial} scaled and by the other
 */
/**
 * @typedef {object} Intermediate an array that a part computes
 * @property {string} name
 * @property {string} formula
 * @property {string} axes
 * @property {boolean} [dropped] dropout acts here in training
 */
/** @typedef {{weights: Weight[], arrays: Intermediate[]}} Part arrays: in the order in which they are computed */

/** @type {(standardDeviation: number) => Initial} */
const spread = (standardDeviation) => ({ standardDeviation })
/** @type {(constant: number) => Initial} */
const all = (constant) => ({ constant })
/** @type {(name: string, axes: string, normal: Initial, scaled?: Initial) => Weight} */
const weight = (name, axes, normal, scaled = normal) => ({ name, axes, normal, scaled })
/** @type {(name: string, formula: string, axes: string) => Intermediate} */
const array = (name, formula, axes) => ({ name, formula, axes })
/** @type {(name: string, formula: string, axes: string) => Intermediate} */
const dropped = (name, formula, axes) => ({ ...array(name, formula, axes), dropped: true })

/** @type {(config: ModelConfig) => Part} */
function embedding({ positions }) {
  const formula = positions === "rotary" ? "√D·E[id]" : "√D·E[id] + PE"
  return { weights: [weight("token_embedding", "V D", spread(0.02))], arrays: [dropped("", formula, "B T D")] }
}

/** @type {(config: ModelConfig) => Part} */
function layerNorm(_) {
  return {
    weights: [weight("gamma", "D", all(1)), weight("beta", "D", all(0))],
    arrays: [array("", "γ·(x - μ)/√(σ² + ε) + β", "B T D")],
  }
}

/** @type {(config: ModelConfig) => Part} */
function attention({ qk_norm, positions }) {
  const met = (qk_norm ? ", normalised" : "") + (positions === "rotary" ? ", rotated" : "")
  return {
    weights: [
      ...["W_Q", "W_K", "W_V"].map((name) => weight(name, "D D", spread(0.02), "uniform")),
      weight("W_O", "D D", spread(0.02), all(0)),
    ],
    arrays: [
      array("query", `x·W_Q${met}, /√d_k`, "B H T K"),
      array("key", `x·W_K${met}`, "B H S K"),
      array("value", "x·W_V", "B H S K"),
      dropped("weights", "softmax(Q·Kᵀ + mask)", "B H T S"),
      array("joined", "P·V, heads side by side", "B T D"),
      dropped("output", "O·W_O", "B T D"),
    ],
  }
}

/** @type {(config: ModelConfig) => Part} */
function feedForward({ activation }) {
  const positive = activation === "relu_squared" ? "max(z, 0)²" : "max(z, 0)"
  return {
    weights: [
      weight("W_1", "D F", spread(0.02), "uniform"),
      weight("b_1", "F", all(0)),
      weight("W_2", "F D", spread(0.02), all(0)),
      weight("b_2", "D", all(0)),
    ],
    arrays: [dropped("hidden", `${positive}, z = x·W₁ + b₁`, "B T F"), dropped("output", "h·W₂ + b₂", "B T D")],
  }
}

/** @type {(config: ModelConfig) => Part} */
function block(config) {
  const attends = named("attention", attention(config))
  const feeds = named("feed_forward", feedForward(config))
  const norm1 = named("norm_1", layerNorm(config))
  const norm2 = named("norm_2", layerNorm(config))
  const weights = [attends, feeds, norm1, norm2].flatMap((part) => part.weights)
  if (config.norm_placement === "pre") {
    const between = array("between", "x + O·W_O", "B T D")
    const after = array("after", "x + h·W₂ + b₂", "B T D")
    const arrays = [...norm1.arrays, ...attends.arrays, between, ...norm2.arrays, ...feeds.arrays, after]
    return { weights, arrays }
  }
  const between = array("between", "norm_1(x + O·W_O)", "B T D")
  const after = array("after", "norm_2(x + h·W₂ + b₂)", "B T D")
  return { weights, arrays: [...attends.arrays, between, ...feeds.arrays, after] }
}

/**
 * Declare the whole machine, under the names that its weights and arrays have everywhere.
 * @param {ModelConfig} config
 * @returns {Part}
 */
export function machine(config) {
  const parts = [
    named("embedding", embedding(config)),
    ...blockNames(config).map((name) => named(name, block(config))),
    named("final_norm", layerNorm(config)),
    {
      weights: [weight("output_projection", "D V", spread(0.02), spread(0.001))],
      arrays: [array("logits", "x·output_projection", "B T V")],
    },
  ]
  return { weights: parts.flatMap((part) => part.weights), arrays: parts.flatMap((part) => part.arrays) }
}

/**
 * Return "blocks.0" ... in order.
 * @param {ModelConfig} config
 */
export function blockNames(config) {
  return Array.from({ length: config.n_layers }, (_, layer) => `blocks.${layer}`)
}

/**
 * Return the shape of a weight or of an array.
 * @param {{axes: string}} declared
 * @param {ModelConfig} config
 * @param {number} T how many positions are read; a weight has no such axis
 * @param {number} B of how many texts
 */
export function shapeOf({ axes }, config, T = 0, B = 1) {
  const { d_model: D, n_heads: H, d_ff: F, vocab_size: V } = config
  /** @type {Record<string, number>} */
  const sizes = { B, T, S: T, D, H, K: headWidth(config), F, V }
  return axes.split(" ").map((axis) => sizes[axis])
}

/**
 * Return a part as a part of a larger one; an array without a name is what the part returns.
 * @param {string} name
 * @param {Part} part
 * @returns {Part}
 */
function named(name, { weights, arrays }) {
  return {
    weights: weights.map((one) => ({ ...one, name: `${name}.${one.name}` })),
    arrays: arrays.map((one) => ({ ...one, name: one.name ? `${name}.${one.name}` : name })),
  }
}
