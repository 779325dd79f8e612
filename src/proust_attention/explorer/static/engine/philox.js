/**
 * Philox: random numbers from a seed, those of NumPy's Generator(Philox(SeedSequence(seed, spawn_key))).
 *
 * # Class Notes
 *
 * Most generators walk from one number to the next. Philox (Salmon et al. 2011) scrambles a counter: multiply,
 * take the upper and the lower half apart, mix them with a key, ten times over. So the number of any place can be
 * had at once, and what was written can be written again from the middle: the n-th token that is written is drawn
 * with the n-th number of the seed, here and in Python.
 *
 *     counter (4 words of 64 bits) and key (2) -> 4 words of 64 bits
 *
 * The key comes from the seed (seed_sequence.js). JavaScript has no fast whole numbers of 64 bits, so the words
 * are scrambled in WebAssembly, many blocks at once (scrambler.js); or, where that is refused, each as two numbers
 * of 32 bits.
 */

import { BUMPS, FACTORS, MOST, ROUNDS, Scrambler } from "./scrambler.js"
import { keyOf } from "./seed_sequence.js"

const WORD = 2 ** 32
const [oneHigh, oneLow, twoHigh, twoLow] = FACTORS.flatMap(halves)
const [leftBumpHigh, leftBumpLow, rightBumpHigh, rightBumpLow] = BUMPS.flatMap(halves)

/** @type {Scrambler | null | undefined} null: there is none; undefined: nobody has tried yet */
let scrambler

/**
 * Return the number of a place, from [0, 1).
 * @param {number} seed a whole number, at least 0, at most 2⁵³ - 1
 * @param {number} place from 0 on
 */
export function uniform(seed, place) {
  const random = new Philox(seed)
  random.block = Math.floor(place / 4)
  for (let before = 0; before < place % 4; before++) random.next()
  return random.uniform()
}

export class Philox {
  /**
   * @param {number} seed a whole number, at least 0, at most 2⁵³ - 1
   * @param {number[]} spawnKey whole numbers of the same size
   */
  constructor(seed, spawnKey = []) {
    this.key = keyOf(seed, spawnKey)
    this.block = 0 // how many blocks of four words are behind those at hand
    this.blocks = 0 // how many are at hand
    /** Words of 64 bits, the lower half of each first. */
    this.words = new Uint32Array(0)
    this.place = 0 // which of them comes next
    this.half = -1 // the upper half of a word whose lower half was used; -1: there is none
    this.low = 0
    this.high = 0
  }

  /** Take the next word of 64 bits: `low` and `high`. */
  next() {
    if (this.place === 4 * this.blocks) this.refill()
    this.low = this.words[2 * this.place]
    this.high = this.words[2 * this.place + 1]
    this.place++
  }

  /** Scramble the next blocks: twice as many as the last time, so that one number costs no more than one block. */
  refill() {
    this.block += this.blocks
    this.blocks = Math.min(MOST, Math.max(1, 2 * this.blocks))
    this.place = 0
    if (scrambler === undefined) useScrambler(true)
    const first = this.block + 1 // NumPy counts before it scrambles
    this.words = scrambler?.scramble(first, this.blocks, this.key) ?? scrambled(first, this.blocks, this.key)
  }

  /** Return a number from [0, 1), of 53 bits. */
  uniform() {
    this.next()
    return (this.high * 2 ** 21 + (this.low >>> 11)) * 2 ** -53
  }

  /** Return a whole number of 32 bits. Of each word of 64, the lower half comes first. */
  bits() {
    if (this.half >= 0) {
      const half = this.half
      this.half = -1
      return half
    }
    this.next()
    this.half = this.high
    return this.low
  }

  /**
   * Fill an array with what `bits` would return.
   * @param {Uint32Array} out
   */
  fill(out) {
    for (let i = 0; i < out.length; ) {
      const whole = (out.length - i) & ~1
      if (this.half >= 0 || whole === 0) {
        out[i++] = this.bits()
        continue
      }
      if (this.place === 4 * this.blocks) this.refill()
      const some = this.words.subarray(2 * this.place, 2 * this.place + whole)
      out.set(some, i)
      this.place += some.length / 2
      i += some.length
    }
  }

  /**
   * Return a whole number below another, each equally likely (Lemire 2019).
   * @param {number} end from 1 to 2³²
   */
  below(end) {
    if (end === 1) return 0
    for (;;) {
      const bits = this.bits()
      const low = Math.imul(bits, end) >>> 0
      if (low >= end || low >= (WORD - end) % end) return upper(bits, end)
    }
  }

  /**
   * Return the whole numbers below `count` in a random order. (Here NumPy draws otherwise than in `below`: as many
   * bits as the largest has, until they are no larger.)
   * @param {number} count
   */
  permutation(count) {
    const order = Int32Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const mask = 2 ** (32 - Math.clz32(i)) - 1
      let j
      do j = (this.bits() & mask) >>> 0
      while (j > i)
      const other = order[j]
      order[j] = order[i]
      order[i] = other
    }
    return order
  }
}

/**
 * Choose how to scramble from now on; returns whether it is by WebAssembly.
 * @param {boolean} wanted
 */
export function useScrambler(wanted) {
  try {
    scrambler = wanted ? new Scrambler() : null
  } catch {
    scrambler = null // an old browser, or a policy that forbids it
  }
  return scrambler !== null
}

/**
 * Return the words of so many blocks.
 * @param {number} first the counter of the first
 * @param {number} blocks
 * @param {number[]} key
 */
function scrambled(first, blocks, key) {
  const words = new Uint32Array(8 * blocks)
  for (let i = 0; i < blocks; i++) scramble(first + i, key, words, 8 * i)
  return words
}

/**
 * @param {bigint} n of 64 bits
 * @returns {number[]} the upper half first
 */
function halves(n) {
  return [Number(n >> 32n), Number(n & 0xffff_ffffn)]
}

/**
 * The upper half of the product of two whole numbers of 32 bits: by parts of 16, which a float64 holds exactly.
 * @param {number} a
 * @param {number} b
 */
function upper(a, b) {
  return Math.floor(((a >>> 16) * b + Math.floor(((a & 0xffff) * b) / 65_536)) / 65_536)
}

/**
 * Scramble a counter, whose upper three words are 0.
 * @param {number} counter
 * @param {number[]} key
 * @param {Uint32Array} out
 * @param {number} at
 */
function scramble(counter, key, out, at) {
  let aLow = counter >>> 0
  let aHigh = Math.floor(counter / WORD) >>> 0
  let bLow = 0
  let bHigh = 0
  let cLow = 0
  let cHigh = 0
  let dLow = 0
  let dHigh = 0
  let [leftLow, leftHigh, rightLow, rightHigh] = key
  for (let round = 0; round < ROUNDS; round++) {
    // first = FACTORS[0] · a and second = FACTORS[1] · c, 128 bits each, in four parts of 32
    const first1 = upper(oneLow, aLow) + (Math.imul(oneLow, aHigh) >>> 0) + (Math.imul(oneHigh, aLow) >>> 0)
    const first2 =
      Math.floor(first1 / WORD) + upper(oneLow, aHigh) + upper(oneHigh, aLow) + (Math.imul(oneHigh, aHigh) >>> 0)
    const first3 = Math.floor(first2 / WORD) + upper(oneHigh, aHigh)
    const second1 = upper(twoLow, cLow) + (Math.imul(twoLow, cHigh) >>> 0) + (Math.imul(twoHigh, cLow) >>> 0)
    const second2 =
      Math.floor(second1 / WORD) + upper(twoLow, cHigh) + upper(twoHigh, cLow) + (Math.imul(twoHigh, cHigh) >>> 0)
    const second3 = Math.floor(second2 / WORD) + upper(twoHigh, cHigh)
    const first0 = Math.imul(oneLow, aLow) >>> 0
    const second0 = Math.imul(twoLow, cLow) >>> 0
    aLow = ((second2 >>> 0) ^ bLow ^ leftLow) >>> 0
    aHigh = ((second3 >>> 0) ^ bHigh ^ leftHigh) >>> 0
    bLow = second0
    bHigh = second1 >>> 0
    cLow = ((first2 >>> 0) ^ dLow ^ rightLow) >>> 0
    cHigh = ((first3 >>> 0) ^ dHigh ^ rightHigh) >>> 0
    dLow = first0
    dHigh = first1 >>> 0
    const left = leftLow + leftBumpLow
    const right = rightLow + rightBumpLow // the key moves on, modulo 2⁶⁴
    leftHigh = (leftHigh + leftBumpHigh + (left >= WORD ? 1 : 0)) >>> 0
    rightHigh = (rightHigh + rightBumpHigh + (right >= WORD ? 1 : 0)) >>> 0
    leftLow = left >>> 0
    rightLow = right >>> 0
  }
  out.set([aLow, aHigh, bLow, bHigh, cLow, cHigh, dLow, dHigh], at)
}
