/**
 * Sampling: from the logits to the next token, the twin of generation/sampling/rules.py.
 *
 * # Class Notes
 *
 * The machine says how likely each token is. To write, one is drawn from that distribution, changed by these, in
 * this order:
 *
 *     repetition penalty θ   z > 0 becomes z / θ, z < 0 becomes z · θ, for the symbols of the window
 *     top-k                  only the k likeliest stay
 *     temperature τ          softmax(z / τ); τ = 0: always the likeliest (of several, the first)
 *     top-p                  the smallest set {p ≥ t} stays whose mass reaches P
 *     min-p                  p ≥ m · max(p) stays
 *     the draw               probabilities end to end on a line from 0 to 1: where does a uniform number fall?
 *
 * Wherever a border is drawn, all that tie with the last one inside stay. What stays is scaled to sum to 1 again
 * before the next is applied. All in float64. It is small enough for a page to import it without a worker.
 */

import { MachineError } from "./errors.js"

/** @typedef {import("./config.js").SamplingConfig} SamplingConfig */

const NOTHING_BELOW = -700 // beside 1, e^-700 is nothing

/** @type {SamplingConfig} what changes nothing */
export const UNCHANGED = Object.freeze({ temperature: 1, top_k: 0, top_p: 1, min_p: 0, repetition_penalty: 1 })

/**
 * In the order in which they act. Each changes the values in place: logits before the temperature, probabilities
 * behind it.
 * @type {((values: Float64Array, settings: SamplingConfig, window: Iterable<number>) => void)[]}
 */
const RULES = [
  (z, { repetition_penalty }, window) => {
    if (repetition_penalty !== 1) penalise(z, window, repetition_penalty)
  },
  (z, { top_k }) => {
    if (top_k > 0 && top_k < z.length) keep(z, z.slice().sort()[z.length - top_k], -Infinity)
  },
  (z, { temperature }) => (temperature === 0 ? allOnTheLikeliest(z) : soften(z, temperature)),
  (p, { top_p }) => {
    if (top_p < 1) keepScaled(p, borderOfMass(p, top_p))
  },
  (p, { min_p }) => {
    if (min_p > 0) keepScaled(p, min_p * highest(p))
  },
]

/**
 * Return the distribution from which the next symbol is drawn.
 * @param {ArrayLike<number>} logits (V,)
 * @param {Partial<SamplingConfig>} sampling what is left out changes nothing
 * @param {Iterable<number>} window the ids that the machine has before it, for the penalty
 * @returns {Float64Array} (V,)
 * @throws {MachineError} if a logit is not finite
 */
export function probabilities(logits, sampling = {}, window = []) {
  const settings = { ...UNCHANGED, ...sampling }
  const z = Float64Array.from(logits)
  if (!z.every(Number.isFinite)) {
    throw new MachineError("logits_infinite")
  }
  for (const rule of RULES) rule(z, settings, window)
  return z
}

/**
 * Return the id at which a number from [0, 1) falls. An id of probability 0 is never drawn.
 * @param {Float64Array} distribution
 * @param {number} uniform
 */
export function draw(distribution, uniform) {
  const edges = cumulated(distribution)
  const at = uniform * edges[edges.length - 1]
  const id = edges.findIndex((edge) => edge > at)
  return id >= 0 ? id : edges.indexOf(edges[edges.length - 1])
}

/**
 * @param {Float64Array} z
 * @param {Iterable<number>} window
 * @param {number} penalty
 */
function penalise(z, window, penalty) {
  for (const id of new Set(window)) z[id] = z[id] > 0 ? z[id] / penalty : z[id] * penalty
}

/** @param {Float64Array} z */
function allOnTheLikeliest(z) {
  const likeliest = z.indexOf(highest(z))
  z.fill(0)
  z[likeliest] = 1
}

/**
 * Put exp(z / τ) over its sum in the place of z.
 * @param {Float64Array} z
 * @param {number} temperature
 */
function soften(z, temperature) {
  const most = highest(z)
  const lowest = NOTHING_BELOW * temperature // a tiny τ would make numbers overflow
  for (let i = 0; i < z.length; i++) {
    const below = z[i] - most
    z[i] = below > lowest ? Math.exp(below / temperature) : 0
  }
  scale(z)
}

/**
 * Return the probability of the last symbol that the mass needs.
 * @param {Float64Array} p
 * @param {number} mass
 */
function borderOfMass(p, mass) {
  const descending = p
    .filter((one) => one > 0)
    .sort()
    .reverse()
  const last = cumulated(descending).findIndex((sum) => sum >= mass)
  return descending[last >= 0 ? last : descending.length - 1] // by rounding, the sum of all may stay below
}

/**
 * @param {Float64Array} numbers
 * @param {number} border
 * @param {number} otherwise
 */
function keep(numbers, border, otherwise) {
  for (let i = 0; i < numbers.length; i++) if (numbers[i] < border) numbers[i] = otherwise
}

/**
 * @param {Float64Array} p
 * @param {number} border
 */
function keepScaled(p, border) {
  keep(p, border, 0)
  scale(p)
}

/** @param {Float64Array} p */
function scale(p) {
  const sum = p.reduce((sum, one) => sum + one, 0)
  for (let i = 0; i < p.length; i++) p[i] /= sum
}

/** @param {Float64Array} p */
function cumulated(p) {
  let sum = 0
  return p.map((one) => (sum += one))
}

/** @param {Float64Array} z */
function highest(z) {
  return z.reduce((most, one) => (one > most ? one : most), -Infinity)
}
