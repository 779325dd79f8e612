/**
 * Philox: random numbers from a seed, those of NumPy's Generator(Philox(seed)).random().
 *
 * # Class Notes
 *
 * Most generators walk from one number to the next. Philox (Salmon et al. 2011) scrambles a counter: multiply,
 * take the upper and the lower half apart, mix them with a key, ten times over. So the number of any place can be
 * had at once, and what was written can be written again from the middle: the n-th token that is written is drawn
 * with the n-th number of the seed, here and in Python.
 *
 * The key comes from the seed by NumPy's SeedSequence, a hash that makes 1 and 2 as different as any two numbers.
 */

const WORD = 0xFFFF_FFFF_FFFF_FFFFn
const FACTORS = [0xD2E7470EE14C6C93n, 0xCA5A826395121157n]
const BUMPS = [0x9E3779B97F4A7C15n, 0xBB67AE8584CAA73Bn]
const ROUNDS = 10
const POOL = 4

/**
 * Return the number of a place, from [0, 1).
 * @param {number} seed a whole number, at least 0, at most 2⁵³ - 1
 * @param {number} place from 0 on
 */
export function uniform(seed, place) {
  const block = BigInt(Math.floor(place / 4)) + 1n  // NumPy counts before it scrambles
  return Number(scrambled([block, 0n, 0n, 0n], keyOf(seed))[place % 4] >> 11n) * 2 ** -53
}

/**
 * @param {bigint[]} counter four words of 64 bits
 * @param {bigint[]} key two
 */
function scrambled(counter, key) {
  let [a, b, c, d] = counter
  let [left, right] = key
  for (let round = 0; round < ROUNDS; round++) {
    const first = FACTORS[0] * a, second = FACTORS[1] * c;  // 128 bits each
    [a, b, c, d] = [(second >> 64n) ^ b ^ left, second & WORD, (first >> 64n) ^ d ^ right, first & WORD]
    left = (left + BUMPS[0]) & WORD
    right = (right + BUMPS[1]) & WORD
  }
  return [a, b, c, d]
}

/**
 * @param {number} seed
 * @returns {bigint[]} two words of 64 bits
 */
function keyOf(seed) {
  const hash = hasher(0x43B0D7E5, 0x931E8875)
  const pool = Array.from({ length: POOL }, (_, i) => hash(i < 2 ? Math.floor(seed / 2 ** (32 * i)) >>> 0 : 0))
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mixed(pool[to], hash(pool[from]))
  }
  const out = hasher(0x8B51F9DD, 0x58F38DED)
  const words = pool.map((word) => BigInt(out(word)))
  return [words[0] | (words[1] << 32n), words[2] | (words[3] << 32n)]
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
  return folded(Math.imul(0xCA01F9DD, x) - Math.imul(0x4973F715, y))
}

/** @param {number} word */
function folded(word) {
  return (word ^ (word >>> 16)) >>> 0
}
