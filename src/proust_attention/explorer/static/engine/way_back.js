/**
 * The way back: the gradients of all arrays and weights, in the order in which they arise, each with its formula.
 *
 * # Class Notes
 *
 * The backward pass takes the steps of the machine (parts.js) from the last to the first. At each array arrives
 * the gradient of the loss with respect to it, d; what leaves is the gradient of the array before it. Where a
 * weight was used on the way, its own gradient arises: the sum, over all rows of the batch, of what it met times
 * what arrives.
 *
 *     dW_ij = Σ_r x_ri · dy_rj      a matrix      a row for each number of x, a column for each of dy
 *     dγ_i  = Σ_r n_ri · dy_ri      a scale
 *     db_j  = Σ_r dy_rj             what is added to every row
 *     dE_vi = Σ_r √D · dx_ri        over the rows whose token is v
 *
 * norm′(d) stands for r·(dn - mean(dn) - n·mean(dn·n)), dn = d·γ: the way back through a layer norm
 * (layer_norm.js). Where an array is dropped, its gradient is that before the mask.
 */

import { blockNames, machine } from "./parts.js"

/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/**
 * @typedef {object} Factors of a weight's gradient: a row r of the batch gives it the term x_r · d_r
 * @property {string} x what the weight met
 * @property {string} d what arrives
 */
/** @typedef {{name: string, formula: string, axes: string, factors: Factors | null}} Step factors: of a weight */

const NORMED = "norm′"
const THROUGH = "dQ·W_Qᵀ + dK·W_Kᵀ + dV·W_Vᵀ"
const FED = "dz·W₁ᵀ"

/**
 * Of each weight the array whose gradient it takes its own from, and the two factors.
 * @type {Record<string, [array: string, x: string, d: string]>}
 */
const WEIGHTS = {
  "feed_forward.W_2": ["feed_forward.output", "h", "dy"],
  "feed_forward.b_2": ["feed_forward.output", "1", "dy"],
  "feed_forward.W_1": ["feed_forward.hidden", "x", "dz"],
  "feed_forward.b_1": ["feed_forward.hidden", "1", "dz"],
  "attention.W_O": ["attention.output", "o", "dy"],
  "attention.W_V": ["attention.value", "x", "dV"],
  "attention.W_K": ["attention.key", "x", "dK"],
  "attention.W_Q": ["attention.query", "x", "dQ"],
}

/**
 * Return all gradients in order.
 * @param {ModelConfig} config
 * @returns {Step[]}
 */
export function wayBack(config) {
  const { arrays, weights } = machine(config)
  const formulas = formulasOf(config)
  return [...arrays].reverse().flatMap(({ name, axes }) => {
    const own = weights.map((weight) => ofWeight(weight, config)).filter((weight) => weight.array === name)
    return [{ name, axes, formula: formulas(name), factors: null }, ...own.map(({ step }) => step)]
  })
}

/**
 * The gradient of a weight, and the array at which it arises.
 * @param {import("./parts.js").Weight} weight
 * @param {ModelConfig} config
 * @returns {{array: string, step: Step}}
 */
function ofWeight({ name, axes }, { norm_placement }) {
  const block = /^blocks\.\d+\./.exec(name)?.[0] ?? ""
  const own = name.slice(block.length)
  if (own === "embedding.token_embedding") {
    return { array: "embedding", step: { name, axes, formula: "Σ √D·dx", factors: { x: "√D", d: "dx" } } }
  }
  if (own === "output_projection") {
    return { array: "logits", step: { name, axes, formula: "xᵀ·dz", factors: { x: "x", d: "dz" } } }
  }
  const [part, which] = own.split(/\.(?=\w+$)/)
  if (part.includes("norm")) {
    const post = part === "norm_1" ? "between" : "after"
    const array = block && norm_placement === "post" ? post : part
    const isScale = which === "gamma"
    const factors = { x: isScale ? "n" : "1", d: "dy" }
    return { array: block + array, step: { name, axes, formula: isScale ? "Σ n·dy" : "Σ dy", factors } }
  }
  const [array, x, d] = WEIGHTS[own]
  return {
    array: block + array,
    step: { name, axes, formula: x === "1" ? `Σ ${d}` : `${x}ᵀ·${d}`, factors: { x, d } },
  }
}

/**
 * Return what gives the formula of an array's gradient.
 * @param {ModelConfig} config
 * @returns {(name: string) => string}
 */
function formulasOf(config) {
  const isPre = config.norm_placement === "pre"
  const last = blockNames(config).at(-1)
  const before = isPre ? `d between + ${NORMED}(d norm_1)` : `${NORMED}(d between) + ${THROUGH}` // of a block's x
  /** @type {Record<string, string>} */
  const formulas = {
    logits: "(p - [v = target])/N",
    final_norm: "dz·output_projectionᵀ",
    after: before,
    "feed_forward.output": isPre ? "d after" : `${NORMED}(d after)`,
    "feed_forward.hidden": "dy·W₂ᵀ",
    norm_2: `${FED}, dz = dh·φ′(z)`,
    between: isPre ? `d after + ${NORMED}(d norm_2)` : `${NORMED}(d after) + ${FED}, dz = dh·φ′(z)`,
    "attention.output": isPre ? "d between" : `${NORMED}(d between)`,
    "attention.joined": "dy·W_Oᵀ",
    "attention.weights": "dO·Vᵀ",
    "attention.value": "Pᵀ·dO",
    "attention.key": "dZᵀ·Q, dZ = P·(dP - Σ dP·P)",
    "attention.query": "dZ·K, dZ = P·(dP - Σ dP·P)",
    norm_1: THROUGH,
    embedding: before,
  }
  return (name) =>
    name === `${last}.after` ? `${NORMED}(d final_norm)` : formulas[name.replace(/^blocks\.\d+\./, "")]
}
