/**
 * Cross entropy: how surprised the machine was.
 *
 * # Class Notes
 *
 * softmax makes probabilities of the logits z; the loss at a position is the negative logarithm of the one given
 * to the symbol that really came, in nats:
 *
 *     p_v = exp(z_v) / Σ_w exp(z_w)          loss = -log p_target          mean over the N = B·T positions
 *
 * The gradient. loss = log Σ_w exp(z_w) - z_target; the derivative of the first term is p_v, that of the second -1
 * for the target and 0 else. What was predicted less what came:
 *
 *     dz_v = (p_v - [v = target]) / N
 */

import { softmax } from "./softmax.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {{probabilities: Floats, targets: Int32Array}} Saved what the backward needs */

/**
 * Return the mean loss in nats a symbol.
 * @param {Floats} logits (N, V)
 * @param {Int32Array} targets (N,)
 * @returns {[loss: number, saved: Saved]}
 */
export function forward(logits, targets) {
  const N = targets.length
  const V = logits.length / N
  const probabilities = logits.slice()
  let losses = 0
  for (let n = 0; n < N; n++) {
    losses += surprise(logits, n * V, V, targets[n])
    softmax(probabilities, n * V, V)
  }
  return [losses / N, { probabilities, targets }]
}

/**
 * Return log Σ exp(z) - z[target] of a row: also where the probability is too small to be written as a number.
 * @param {Floats} z
 * @param {number} from
 * @param {number} V
 * @param {number} target
 */
function surprise(z, from, V, target) {
  let highest = -Infinity
  for (let v = 0; v < V; v++) if (!(z[from + v] <= highest)) highest = z[from + v] // NaN, too
  let sum = 0
  for (let v = 0; v < V; v++) sum += Math.exp(z[from + v] - highest)
  return Math.log(sum) - (z[from + target] - highest)
}

/**
 * Return the gradient with respect to the logits.
 * @param {Saved} saved
 * @returns {Floats} (N, V)
 */
export function backward({ probabilities, targets }) {
  const N = targets.length
  const V = probabilities.length / N
  const d_z = probabilities.slice()
  for (let n = 0; n < N; n++) d_z[n * V + targets[n]] -= 1 // losses = log Σ exp(z) - z[target]
  for (let i = 0; i < d_z.length; i++) d_z[i] /= N // losses.mean()
  return d_z
}
