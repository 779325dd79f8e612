/**
 * Schedules: how large a step to take, and when.
 *
 * # Class Notes
 *
 * The learning rate climbs in a straight line over the warm-up, while the optimizer's means know nothing yet; then
 * it goes down to nearly 0 at the last step, so that the machine settles. A schedule is a factor of the peak:
 *
 *     warm-up   (step + 1) / W                     step < W
 *     cosine    (1 + cos(π · p)) / 2               step ≥ W,  p = (step - W) / (steps - W)
 *     linear    1 - p
 *
 * A run that is continued beyond its end begins a schedule anew there, with a warm-up of a tenth at most.
 */

/** @typedef {import("./settings.js").TrainingConfig} TrainingConfig */

/**
 * Return the factor of a step.
 * @param {number} step from 0
 * @param {TrainingConfig} training whose steps are settled
 */
export function lrScale(step, training) {
  const first = training.continued_from
  const steps = /** @type {number} */ (training.steps) - first
  const warmup = warmupSteps(training)
  const own = step - first
  if (own < warmup) return (own + 1) / warmup
  const progress = (own - warmup) / Math.max(1, steps - warmup)
  return training.decay === "linear" ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2
}

/** @param {TrainingConfig} training */
function warmupSteps({ continued_from, warmup_steps, steps }) {
  if (continued_from === 0 || steps === null) return warmup_steps
  return Math.min(warmup_steps, Math.floor((steps - continued_from) / 10))
}
