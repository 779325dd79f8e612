/**
 * Yardsticks: what methods far simpler than a transformer make of the same text. The twin of
 * evaluation/yardsticks.py, of those that are counted in a moment.
 *
 * # Class Notes
 *
 * Each reads the training part, then predicts the held-out part, character by character; its figure is the mean
 * of -ln p there, as the machine's is.
 *
 *     even          each of the V characters alike:          1/V, so ln V
 *     frequencies   each as often as it occurs:              p(s) = (count(s) + T / V) / (N + T)
 *     pairs         given the character before, c:           p(s|c) = (count(cs) + T(c) p(s)) / (N(c) + T(c))
 *
 * N counts what came, T how many different ones: by them, something is left for what never came (Witten and
 * Bell, 1991; evaluation/ngrams.py has the notes). Where c was never seen, p(s|c) is p(s).
 */

/** @typedef {{even: number, frequencies: number, pairs: number}} Yardsticks nats a character */

/**
 * @param {import("./material.js").Material} material
 * @param {number} V how many characters there are
 * @returns {Yardsticks}
 */
export function yardsticks(material, V) {
  const training = codesOf(material, material.batches.ids)
  /** @type {Map<number, number>} */
  const counts = new Map()
  /** @type {Map<number, Map<number, number>>} of each context, what came after it */
  const after = new Map()
  training.forEach((code, i) => {
    addTo(counts, code)
    if (i === 0) return
    const before = training[i - 1]
    const followers = after.get(before) ?? new Map()
    after.set(before, followers)
    addTo(followers, code)
  })
  const totals = new Map([...after].map(([code, followers]) => [code, sum(followers.values())]))
  let [ofFrequencies, ofPairs] = [0, 0]
  let before = training[training.length - 1]
  const heldOut = codesOf(material, material.heldOut)
  for (const code of heldOut) {
    const p = ((counts.get(code) ?? 0) + counts.size / V) / (training.length + counts.size)
    const followers = after.get(before)
    const N = totals.get(before) ?? 0
    const T = followers?.size ?? 0
    ofFrequencies -= Math.log(p)
    ofPairs -= Math.log(followers ? ((followers.get(code) ?? 0) + T * p) / (N + T) : p)
    before = code
  }
  const { length } = heldOut
  return { even: Math.log(V), frequencies: ofFrequencies / length, pairs: ofPairs / length }
}

/**
 * The characters that ids stand for, as code points.
 * @param {import("./material.js").Material} material
 * @param {Int32Array} ids
 */
function codesOf(material, ids) {
  const codes = material.pieces.map((piece) => Array.from(piece, (one) => Number(one.codePointAt(0))))
  const all = new Int32Array(material.count(ids))
  let at = 0
  for (const id of ids) for (const code of codes[id]) all[at++] = code
  return all
}

/**
 * @param {Map<number, number>} counts
 * @param {number} code
 */
function addTo(counts, code) {
  counts.set(code, (counts.get(code) ?? 0) + 1)
}

/** @param {Iterable<number>} numbers */
function sum(numbers) {
  let all = 0
  for (const number of numbers) all += number
  return all
}
