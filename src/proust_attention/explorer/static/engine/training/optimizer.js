/**
 * The optimizer of a run: the gradient clipped, then each weight moved by the method that owns it.
 *
 * # Class Notes
 *
 * Clipping: where the norm of all gradients, taken as one long vector, exceeds a bound, they are scaled down to
 * it; the direction stays. One bad batch then cannot outweigh all others in the means that a method keeps.
 *
 * All methods follow one schedule (schedules.js), each from a peak learning rate of its own. The state is one
 * table of arrays under names that belong to no engine, "KIND.NAME", so that another engine can go on from it.
 */

import { like, scaled, squares } from "../floats.js"
import { ADAMW } from "./adamw.js"
import { MUON } from "./muon.js"

/** @typedef {import("../floats.js").Floats} Floats */
/** @typedef {import("../parameters.js").Weight} Weight */
/** @typedef {import("./settings.js").TrainingConfig} TrainingConfig */
/** @typedef {Record<string, Floats>} Kept what a method remembers of a weight */
/** @typedef {(weight: Weight, g: Floats, kept: any, rate: number, t: number, c: TrainingConfig) => void} Update */
/**
 * @typedef {object} Method what a method declares
 * @property {"adamw" | "muon"} name as training.optimizer has it
 * @property {(name: string, shape: number[]) => boolean} owns whether a weight is its business
 * @property {"learning_rate" | "muon_learning_rate"} rate the setting that is its peak learning rate
 * @property {string[]} state the arrays that it remembers of each weight, 0 at first
 * @property {Update} update move a weight by its gradient, in place; t counts the steps, from 1
 */

const METHODS = { adamw: ADAMW, muon: MUON }

export class Optimizer {
  /**
   * @param {Map<string, Weight>} weights which are changed in place
   * @param {TrainingConfig} config
   */
  constructor(weights, config) {
    this.weights = weights
    this.config = config
    const chosen = METHODS[config.optimizer]
    this.owned = [...weights].map(([name, weight]) => {
      const method = [chosen, ADAMW].find((one) => one.owns(name, weight.shape)) ?? ADAMW
      const kept = Object.fromEntries(method.state.map((kind) => [kind, like(weight.data)]))
      return { name, weight, method, kept }
    })
    this.stepsDone = 0
  }

  /**
   * Move every weight by its gradient, at the peak learning rates times `scale`.
   * @param {Map<string, Floats>} gradients
   * @param {number} scale
   * @returns {{norm: number, squares: Map<string, number>}} the norm of the whole gradient before clipping; where
   *   it is not finite, nothing was moved; and the sum of the squares of each weight's
   */
  step(gradients, scale) {
    const all = new Map([...gradients].map(([name, gradient]) => [name, squares(gradient)]))
    const norm = Math.sqrt([...all.values()].reduce((sum, one) => sum + one, 0)) // of all, laid end to end
    if (!Number.isFinite(norm)) return { norm, squares: all }
    this.stepsDone++
    const clip = Math.min(1, this.config.max_gradient_norm / (norm + 1e-6))
    for (const { name, weight, method, kept } of this.owned) {
      const whole = /** @type {Floats} */ (gradients.get(name))
      method.update(
        weight,
        clip < 1 ? scaled(whole, clip) : whole,
        kept,
        scale * this.config[method.rate],
        this.stepsDone,
        this.config,
      )
    }
    return { norm, squares: all }
  }

  /** Return all that the methods remember (not copied), by "KIND.NAME". */
  state() {
    return new Map(
      this.owned.flatMap(({ name, weight, kept }) => {
        return Object.entries(kept).map(([kind, data]) => [`${kind}.${name}`, { shape: weight.shape, data }])
      }),
    )
  }
}
