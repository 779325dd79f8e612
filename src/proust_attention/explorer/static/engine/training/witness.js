/**
 * Witness: one number of a gradient, found in two ways that know nothing of each other.
 *
 * # Class Notes
 *
 *     derived        by the backward pass
 *     difference     (L(w + h) - L(w - h)) / 2h          the loss, when this one weight moves a little
 *
 * Both in float64, on the plain product: in float32 a difference of two losses that agree to six digits would have
 * one digit left. It is the whole batch of the next step, with its dropout; so both cost several steps.
 */

import { MachineError, quoted } from "../errors.js"
import { Learner } from "./learner.js"

const H = 1e-5

/**
 * @param {import("./run.js").Run} run
 * @param {string} name of a weight
 * @param {number} place in it, row behind row
 * @returns {{weight: number, derived: number, difference: number}}
 * @throws {MachineError} if there is no such number
 */
export function witness(run, name, place) {
  const { model, training, weights } = run.learner
  const exact = new Map(
    [...weights].map(([one, { shape, data }]) => {
      return [one, { shape, data: Float64Array.from(data) }]
    }),
  )
  const data = exact.get(name)?.data
  if (!data || !Number.isInteger(place) || place < 0 || place >= data.length) {
    throw new MachineError("number_unknown", { place, name: quoted(name) })
  }
  const learner = new Learner(model, training, exact)
  const { step } = run.counters
  const batch = run.material.batches.at(step)
  const derived = /** @type {import("../floats.js").Floats} */ (learner.gradients(batch, step).gradients.get(name))
  const weight = data[place]
  const [above, below] = [H, -H].map((move) => {
    data[place] = weight + move
    return learner.loss(batch, step)
  })
  return { weight, derived: derived[place], difference: (above - below) / (2 * H) }
}
