/**
 * Block: attention, then feed-forward, each added to what was there.
 *
 * # Class Notes
 *
 * A block never replaces a vector, it adds to it. The sum that runs through all blocks is the residual stream;
 * every sub-layer reads it and writes its finding back.
 *
 *     post (2017)   x = norm(x + sublayer(x))
 *     pre           x = x + sublayer(norm(x))
 *
 * The gradient. z = x + f(x): x is in z twice, so what arrives at z goes both ways, and adds up where they meet:
 *
 *     dx = dz + f'(x)ᵀ·dz          f'(x): the table of all ∂f_j/∂x_i, the Jacobian
 */

import * as attention from "./attention.js"
import * as feedForward from "./feed_forward.js"
import { sum } from "./floats.js"
import { Hooks } from "./interventions.js"
import * as layerNorm from "./layer_norm.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {import("./product.js").Factors} Factors */
/** @typedef {(x: Floats) => [gathered: Floats, saved: attention.Saved | null]} Attend null: from a cache */
/**
 * @typedef {object} Saved what the backward needs: of every part, what that part's backward needs
 * @property {"post" | "pre"} norm_placement
 * @property {attention.Saved | null} attention
 * @property {layerNorm.Saved} norm_1
 * @property {feedForward.Saved} feed_forward
 * @property {layerNorm.Saved} norm_2
 * @property {Hooks} hooks
 */

/**
 * Return the residual stream after this block. How to attend is handed in: to a window (attention.js), or to what
 * a cache has kept (step.js).
 * @param {Floats} x (B·T, D)
 * @param {import("./parameters.js").BlockWeights} weights
 * @param {import("./config.js").ModelConfig} config
 * @param {Attend} attend
 * @param {import("./interventions.js").Changes | null} changes
 * @param {string} name the block's own, "blocks.0", for the interventions
 * @returns {[after: Floats, saved: Saved]} after: (B·T, D)
 */
export function forward(x, weights, config, attend, changes = null, name = "") {
  const hooks = new Hooks(name, changes)
  const { norm_placement } = config
  /** @param {Floats} x */
  const feed = (x) => feedForward.forward(x, weights.feed_forward, config, changes, `${name}.feed_forward`)
  if (norm_placement === "pre") {
    const [normed, norm_1] = layerNorm.forward(x, weights.norm_1, config)
    const [gathered, attended] = attend(hooks.pass("norm_1", normed))
    const between = hooks.pass("between", sum(x, gathered))
    const [normed2, norm_2] = layerNorm.forward(between, weights.norm_2, config)
    const [fed, feed_forward] = feed(hooks.pass("norm_2", normed2))
    const after = hooks.pass("after", sum(between, fed))
    return [after, { norm_placement, attention: attended, norm_1, feed_forward, norm_2, hooks }]
  }
  const [gathered, attended] = attend(x)
  const [normed, norm_1] = layerNorm.forward(sum(x, gathered), weights.norm_1, config)
  const between = hooks.pass("between", normed)
  const [fed, feed_forward] = feed(between)
  const [normed2, norm_2] = layerNorm.forward(sum(between, fed), weights.norm_2, config)
  const after = hooks.pass("after", normed2)
  return [after, { norm_placement, attention: attended, norm_1, feed_forward, norm_2, hooks }]
}

/**
 * Return the gradients with respect to the stream before this block and to its weights, as they arise.
 * @param {Saved} saved
 * @param {Floats} d_after (B·T, D)
 * @returns {[d_x: Floats, gradients: Record<string, Floats>, factors: Factors]}
 */
export function backward(saved, d_after) {
  const { hooks } = saved
  const attended = /** @type {attention.Saved} */ (saved.attention)
  if (saved.norm_placement === "pre") {
    const d_sum = hooks.backward("after", d_after) // after = hooks.pass("after", sum(between, fed))
    const [d_fed, ...feed_forward] = feedForward.backward(saved.feed_forward, d_sum) // fed = feed(normed2)
    const d_normed2 = hooks.backward("norm_2", d_fed) // hooks.pass("norm_2", normed2)
    const [d_through2, ...norm_2] = layerNorm.backward(saved.norm_2, d_normed2) // normed2 = norm_2(between)
    const d_between = sum(d_sum, d_through2) // between is in after twice: both ways meet
    const d_sum1 = hooks.backward("between", d_between) // between = hooks.pass("between", sum(x, gathered))
    const [d_gathered, ...attends] = attention.backward(attended, d_sum1) // gathered = attend(normed)
    const d_normed = hooks.backward("norm_1", d_gathered) // hooks.pass("norm_1", normed)
    const [d_through, ...norm_1] = layerNorm.backward(saved.norm_1, d_normed) // normed = norm_1(x)
    return [sum(d_sum1, d_through), ...flat({ feed_forward, norm_2, attention: attends, norm_1 })]
  }
  const d_normed2 = hooks.backward("after", d_after) // after = hooks.pass("after", normed2)
  const [d_sum, ...norm_2] = layerNorm.backward(saved.norm_2, d_normed2) // normed2 = norm_2(sum(between, fed))
  const [d_fed, ...feed_forward] = feedForward.backward(saved.feed_forward, d_sum) // fed = feed(between)
  const d_between = sum(d_sum, d_fed) // between is in after twice: both ways meet
  const d_normed = hooks.backward("between", d_between) // between = hooks.pass("between", normed)
  const [d_sum1, ...norm_1] = layerNorm.backward(saved.norm_1, d_normed) // normed = norm_1(sum(x, gathered))
  const [d_gathered, ...attends] = attention.backward(attended, d_sum1) // gathered = attend(x)
  return [sum(d_sum1, d_gathered), ...flat({ norm_2, feed_forward, norm_1, attention: attends })]
}

/**
 * Lay the gradients of all parts into one table, under the names of the weights in the block, and their factors.
 * @param {Record<string, [gradients: Record<string, Floats>, factors: Factors]>} parts
 * @returns {[gradients: Record<string, Floats>, factors: Factors]}
 */
function flat(parts) {
  /** @type {(which: 0 | 1) => any} */
  const table = (which) => {
    const own = Object.entries(parts).map(([part, both]) => ({ part, entries: Object.entries(both[which]) }))
    return Object.fromEntries(
      own.flatMap(({ part, entries }) => entries.map(([name, one]) => [`${part}.${name}`, one])),
    )
  }
  return [table(0), table(1)]
}
