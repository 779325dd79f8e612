/**
 * The numbers of one cell: from the query and the key that meet, to what its head gathers.
 *
 * All are taken from the trace, or made of the trace's numbers with the sums that the engine makes.
 */

/**
 * @typedef {object} Arrays of one layer, as the trace has them
 * @property {Float32Array} query (H, T, K), divided by √d_k already
 * @property {Float32Array} key (H, T, K)
 * @property {Float32Array} value (H, T, K)
 * @property {Float32Array} weights (H, T, T)
 * @property {Float32Array} joined (T, D)
 */

/** @typedef {{head: number, query: number, key: number}} Cell query and key: places in the window */

/**
 * @typedef {object} Numbers
 * @property {number} K
 * @property {Float32Array} query (K,)
 * @property {Float32Array} key (K,)
 * @property {Float64Array} products (K,)
 * @property {number} sum of the products: the score, before the mask
 * @property {boolean} masked the key comes after the query
 * @property {Float64Array} scores (t + 1,) of the whole row
 * @property {number} highest of the scores
 * @property {Float64Array} powers (t + 1,) e to the score less the highest
 * @property {number} total of the powers
 * @property {Float32Array} weights (t + 1,)
 * @property {number} weight of the cell
 * @property {Gathered[]} gathered what comes from single places
 * @property {{count: number, weight: number, parts: Float64Array} | null} others what comes from all the others
 * @property {Float32Array} output (K,) of the head at this position
 */

/** @typedef {{place: number, weight: number, value: Float32Array, parts: Float64Array}} Gathered parts: w · v */

/** So many places are shown one by one, beside that of the cell; the others together. */
const SINGLE = 3

/**
 * @param {Arrays} arrays
 * @param {Cell} cell
 * @param {number} T
 * @param {number} K
 * @returns {Numbers}
 */
export function numbersOf(arrays, { head, query: t, key: s }, T, K) {
  /** @type {(heads: Float32Array, place: number) => Float32Array} */
  const vector = (heads, place) => heads.subarray((head * T + place) * K, (head * T + place + 1) * K)
  const query = vector(arrays.query, t)
  const key = vector(arrays.key, s)
  const products = Float64Array.from(query, (value, i) => value * key[i])
  const scores = Float64Array.from({ length: t + 1 }, (_, place) => dot(query, vector(arrays.key, place)))
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - highest))
  const weights = arrays.weights.subarray((head * T + t) * T, (head * T + t) * T + t + 1)
  const masked = s > t
  const places = [...weights.keys()].sort((one, other) => weights[other] - weights[one])
  const single = [...(masked ? [] : [s]), ...places.filter((place) => place !== s).slice(0, SINGLE)]
  const gathered = single.map((place) => {
    const value = vector(arrays.value, place)
    return { place, weight: weights[place], value, parts: Float64Array.from(value, (one) => weights[place] * one) }
  })
  const rest = places.filter((place) => !single.includes(place))
  const others = rest.length ? together(rest, weights, (place) => vector(arrays.value, place), K) : null
  const D = arrays.joined.length / T
  const output = arrays.joined.subarray(t * D + head * K, t * D + (head + 1) * K)
  return {
    ...{ K, query, key, products, sum: total(products), masked, scores, highest, powers, total: total(powers) },
    ...{ weights, weight: masked ? 0 : weights[s], gathered, others, output },
  }
}

/**
 * @param {number[]} places
 * @param {Float32Array} weights
 * @param {(place: number) => Float32Array} valuesAt
 * @param {number} K
 */
function together(places, weights, valuesAt, K) {
  const parts = new Float64Array(K)
  for (const place of places) valuesAt(place).forEach((value, i) => (parts[i] += weights[place] * value))
  return { count: places.length, weight: total(places.map((place) => weights[place])), parts }
}

/** @type {(one: Float32Array, other: Float32Array) => number} */
function dot(one, other) {
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i]
  return sum
}

/** @param {Float64Array | number[]} numbers */
function total(numbers) {
  let sum = 0
  for (const number of numbers) sum += number
  return sum
}
