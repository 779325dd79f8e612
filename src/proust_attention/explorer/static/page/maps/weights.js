/**
 * The weights as the maps show them, and what can be read off a row.
 *
 * The first position often gets much of the weight, as a place to look at when there is nothing to look for. Where
 * it is left out, what is left of a row is divided by its sum, so that it adds up to 1 again: the weights that
 * softmax would have given had the first position not been there.
 */

/** A place that is not looked at: after the position itself, or left out. */
const NONE = NaN

/**
 * Return the weights of each layer, (H, T, T); null if another reading is on its way.
 * @param {import("../core/app.js").App} app
 * @param {import("../core/state.js").Reading} reading
 */
export async function weightsOf(app, { steps }) {
  const names = steps.map(({ name }) => name).filter((name) => name.endsWith(".attention.weights"))
  const found = await Promise.all(names.map((name) => app.intermediate(name)))
  const weights = found.flatMap((step) => (step ? [/** @type {Float32Array} */ (step.data)] : []))
  return weights.length < names.length ? null : weights
}

/**
 * Return the map of a head.
 * @param {Float32Array} weights (H, T, T)
 * @param {number} head
 * @param {number} T
 * @param {boolean} skipFirst
 * @returns {Float32Array} (T, T); NaN where nothing is looked at
 */
export function mapOf(weights, head, T, skipFirst) {
  const map = weights.slice(head * T * T, (head + 1) * T * T)
  for (let t = 0; t < T; t++) {
    const row = map.subarray(t * T, (t + 1) * T)
    row.fill(NONE, t + 1)
    if (!skipFirst) continue
    row[0] = NONE
    let sum = 0
    for (let s = 1; s <= t; s++) sum += row[s]
    if (sum > 0) for (let s = 1; s <= t; s++) row[s] /= sum
  }
  return map
}

/**
 * Return a row of a map: as long as the position has places to look at, itself among them.
 * @param {Float32Array} map (T, T)
 * @param {number} t
 */
export function rowOf(map, t) {
  const T = Math.sqrt(map.length)
  return map.subarray(t * T, t * T + t + 1)
}

/**
 * Whether a row has no weight at all: that of the first position, where it is left out.
 * @param {Float32Array} row
 */
export function isEmpty(row) {
  return row.every(Number.isNaN)
}

/**
 * Return the places of the largest weights of a row, the largest first.
 * @param {Float32Array} row some may be NaN
 * @param {number} count how many, at most
 */
export function largest(row, count) {
  const places = [...row.keys()].filter((place) => row[place] > 0)
  return places.sort((one, other) => row[other] - row[one]).slice(0, count)
}

/**
 * The entropy of a row in bits, -Σ p·log₂ p: 0 where all the weight lies on one place, n where 2ⁿ places
 * have it in equal parts.
 * @param {Float32Array} row
 */
export function entropy(row) {
  let bits = 0
  for (const weight of row) if (weight > 0) bits -= weight * Math.log2(weight)
  return bits
}
