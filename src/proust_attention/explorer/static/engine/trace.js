/**
 * Trace: the whole journey of a text through the machine, the twin of inspection/trace.py.
 *
 * Each step is an array with its name, its formula and its shape in the alphabet of axes: B texts (one), T
 * positions, S positions looked at, D width, H heads, K width of a head, F hidden width, V symbols. Names and
 * formulas are those that `proust trace` prints. Nothing is copied: these are the arrays of the forward.
 */

import { headWidth } from "./config.js"

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} formula
 * @property {string} axes
 * @property {number[]} shape
 * @property {Float32Array | Int32Array} data
 */

/**
 * Return every step from the ids to the logits.
 * @param {import("./transformer.js").Transformer} transformer
 * @param {Int32Array} tokenIds (T,)
 * @returns {Step[]}
 */
export function forwardSteps(transformer, tokenIds) {
  const { config } = transformer
  const { logits, saved } = transformer.forward(tokenIds)
  const T = tokenIds.length
  /** @type {Record<string, number>} */
  const sizes = {
    ...{ B: 1, T, S: T, D: config.d_model, H: config.n_heads },
    ...{ K: headWidth(config), F: config.d_ff, V: config.vocab_size },
  }
  const NORM = "γ·(x - μ)/√(σ² + ε) + β"
  /** @type {(name: string, formula: string, axes: string, data: Float32Array | Int32Array) => Step} */
  const step = (name, formula, axes, data) => {
    return { name, formula, axes, shape: axes.split(" ").map((axis) => sizes[axis]), data }
  }
  const embedded = config.positions === "rotary" ? "√D·E[id]" : "√D·E[id] + PE"
  return [
    step("token ids", "", "B T", tokenIds),
    step("embedding", embedded, "B T D", saved.blocks[0].before),
    ...saved.blocks.flatMap((savedBlock, layer) => blockSteps(`blocks.${layer}`, savedBlock)),
    step("final_norm", NORM, "B T D", saved.normed),
    step("logits", "x·output_projection", "B T V", logits),
  ]

  /**
   * @param {string} name
   * @param {import("./block.js").Saved<import("./attention.js").Saved>} saved
   */
  function blockSteps(name, { attention, feedForward, between, after }) {
    const pre = config.norm_placement === "pre"
    const bend = config.activation === "relu_squared" ? "max(z, 0)²" : "max(z, 0)"
    const turned = (config.qk_norm ? ", normalised" : "") + (config.positions === "rotary" ? ", turned" : "")
    return [
      ...(pre ? [step(`${name}.norm_1`, NORM, "B T D", attention.x)] : []),
      step(`${name}.attention.query`, `x·W_Q${turned}, /√K`, "B H T K", attention.query),
      step(`${name}.attention.key`, `x·W_K${turned}`, "B H S K", attention.key),
      step(`${name}.attention.value`, "x·W_V", "B H S K", attention.value),
      step(`${name}.attention.weights`, "softmax(Q·Kᵀ + mask)", "B H T S", attention.attentionWeights),
      step(`${name}.attention.joined`, "P·V, heads side by side", "B T D", attention.joined),
      step(`${name} between`, pre ? "x + O·W_O" : "norm_1(x + O·W_O)", "B T D", between),
      ...(pre ? [step(`${name}.norm_2`, NORM, "B T D", feedForward.x)] : []),
      step(`${name}.feed_forward.hidden`, `${bend}, z = x·W₁ + b₁`, "B T F", feedForward.hidden),
      step(`${name} after`, pre ? "x + h·W₂ + b₂" : "norm_2(x + h·W₂ + b₂)", "B T D", after),
    ]
  }
}
