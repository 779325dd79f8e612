/**
 * The plan of a run: after which steps it evaluates, writes, and adds to its log. The twin of training/plan.py.
 */

const LOG_POINTS = 200

/**
 * @param {import("./settings.js").TrainingConfig} training whose steps are settled
 */
export function planOf({ steps, evaluations, samples, continued_from }) {
  const last = /** @type {number} */ (steps)
  return {
    evaluateAt: spreadSteps(last, evaluations, continued_from),
    sampleAt: new Set(Array.from({ length: samples }, (_, i) => Math.max(1, Math.floor(last / 2 ** i)))),
    logAt: spreadSteps(last, LOG_POINTS, continued_from),
  }
}

/**
 * Return `times` steps behind `first`, evenly spread, the last among them.
 * @param {number} steps
 * @param {number} times
 * @param {number} first
 */
export function spreadSteps(steps, times, first = 0) {
  return new Set(
    Array.from({ length: times }, (_, i) => {
      return Math.max(first + 1, first + Math.floor(((steps - first) * (i + 1)) / times))
    }),
  )
}
