/**
 * Groups: how the parts of the machine move in one step. The twin of training/groups.py.
 *
 * A group is a sub-layer's weights, or the norms of a block. Of each: the norm of its gradient (before clipping),
 * of its weights (before the step), and the length of what the step changed, measured by the weights.
 */

import { squares } from "../floats.js"

/** @typedef {import("../floats.js").Floats} Floats */
/** @typedef {Record<string, {gradient: number, weight: number, update_ratio: number}>} Groups */

/**
 * @param {Map<string, Floats>} before the weights
 * @param {Map<string, import("../parameters.js").Weight>} after
 * @param {Map<string, number>} gradients the sum of the squares of each weight's
 * @returns {Groups}
 */
export function moved(before, after, gradients) {
  /** @type {Map<string, {gradient: number, weight: number, update: number}>} */
  const sums = new Map()
  for (const [name, weight] of before) {
    const group = groupOf(name)
    const sum = sums.get(group) ?? { gradient: 0, weight: 0, update: 0 }
    const now = /** @type {import("../parameters.js").Weight} */ (after.get(name)).data
    sum.gradient += gradients.get(name) ?? 0
    sum.weight += squares(weight)
    sum.update += squares(now.map((one, i) => one - weight[i]))
    sums.set(group, sum)
  }
  return Object.fromEntries(
    [...sums].map(([group, sum]) => {
      const gradient = Math.sqrt(sum.gradient)
      const weight = Math.sqrt(sum.weight)
      return [group, { gradient, weight, update_ratio: Math.sqrt(sum.update) / Math.max(weight, 1e-30) }]
    }),
  )
}

/**
 * Return the group that a weight belongs to.
 * @param {string} name
 */
function groupOf(name) {
  const part = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : name
  return part.replace(/norm_[12]$/, "norms")
}
