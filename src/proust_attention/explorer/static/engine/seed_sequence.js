/**
 * Seed sequence: from a seed to the key of a generator, NumPy's SeedSequence(seed, spawn_key).
 *
 * # Class Notes
 *
 * It is a hash that makes 1 and 2 as different as any two numbers: each word of the seed is mixed into each of
 * a pool, and the key is made of the pool. What else is hashed with it, the spawn key, sets the uses of a seed
 * apart: the weights, the windows of a pass, the dropout of a step.
 */

const POOL = 4
const WORD = 2 ** 32

/**
 * Return the key of a seed.
 * @param {number} seed a whole number, at least 0, at most 2⁵³ - 1
 * @param {number[]} spawnKey whole numbers of the same size
 * @returns {number[]} two words of 64 bits, the lower half of each first
 */
export function keyOf(seed, spawnKey) {
  const own = wordsOf(seed)
  const filled = spawnKey.length ? [...own, ...Array(POOL - own.length).fill(0)] : own
  const entropy = [...filled, ...spawnKey.flatMap(wordsOf)]
  const hash = hasher(0x43b0d7e5, 0x931e8875)
  const pool = Array.from({ length: POOL }, (_, i) => hash(entropy[i] ?? 0))
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mixed(pool[to], hash(pool[from]))
  }
  for (const word of entropy.slice(POOL)) {
    for (let to = 0; to < POOL; to++) pool[to] = mixed(pool[to], hash(word))
  }
  return pool.map(hasher(0x8b51f9dd, 0x58f38ded))
}

/**
 * A whole number in words of 32 bits, the lowest first.
 * @param {number} n
 */
function wordsOf(n) {
  return n < WORD ? [n] : [n >>> 0, Math.floor(n / WORD)]
}

/**
 * A hash of words of 32 bits that is another at each call.
 * @param {number} constant
 * @param {number} factor
 */
function hasher(constant, factor) {
  return (/** @type {number} */ word) => {
    const salted = word ^ constant
    constant = Math.imul(constant, factor)
    return folded(Math.imul(salted, constant))
  }
}

/**
 * @param {number} x
 * @param {number} y
 */
function mixed(x, y) {
  return folded(Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y))
}

/** @param {number} word */
function folded(word) {
  return (word ^ (word >>> 16)) >>> 0
}
