/**
 * The scrambler: the ten rounds of Philox in WebAssembly, whose whole numbers have 64 bits.
 *
 * # Class Notes
 *
 * One round, for a block of four words a, b, c, d and the two of the key, left and right:
 *
 *     first = FACTORS[0] · a       second = FACTORS[1] · c            128 bits each
 *     a = upper(second) ⊕ b ⊕ left       b = lower(second)
 *     c = upper(first) ⊕ d ⊕ right       d = lower(first)
 *     left += BUMPS[0]                   right += BUMPS[1]
 *
 * There is no instruction for the upper half of a product. As on paper, with digits of 32 bits:
 *
 *     x·y = (x₁·2³² + x₀)·(y₁·2³² + y₀)
 *     t = x₀·y₀     u = x₀·y₁ + upper(t)     v = x₁·y₀ + lower(u)     upper(x·y) = x₁·y₁ + upper(u) + upper(v)
 */

import { assemble, instructions } from "./assembler.js"

export const FACTORS = [0xd2e7470ee14c6c93n, 0xca5a826395121157n]
export const BUMPS = [0x9e3779b97f4a7c15n, 0xbb67ae8584caa73bn]
export const ROUNDS = 10
/** How many blocks find room in the memory. */
export const MOST = 2048

const BLOCK = 32 // bytes
const HALF = 0xffff_ffffn

export class Scrambler {
  /** Compile the routine. Throws where the browser has no WebAssembly, or the policy forbids it. */
  constructor() {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble({ run: routine() })))
    this.run = /** @type {(first: bigint, end: number, left: bigint, right: bigint) => void} */ (exports.run)
    this.memory = /** @type {WebAssembly.Memory} */ (exports.memory)
  }

  /**
   * Return the words of so many blocks, the lower half of each first.
   * @param {number} first the counter of the first
   * @param {number} blocks at most MOST
   * @param {number[]} key two words of 64 bits, the lower half of each first
   */
  scramble(first, blocks, [leftLow, leftHigh, rightLow, rightHigh]) {
    const whole = (/** @type {number} */ low, /** @type {number} */ high) => BigInt(low) | (BigInt(high) << 32n)
    this.run(BigInt(first), blocks * BLOCK, whole(leftLow, leftHigh), whole(rightLow, rightHigh))
    return new Uint32Array(this.memory.buffer, 0, blocks * (BLOCK / 4)).slice()
  }
}

/**
 * The rounds of the notes above, in instructions, for all blocks.
 * @returns {import("./assembler.js").Routine}
 */
function routine() {
  const { get, set, constant, add, isBelow, repeat } = instructions
  const { long, addLong, multiplyLong, andLong, xorLong, shiftLong, storeLong } = instructions
  const [first, end, left, right] = [0, 1, 2, 3] // the parameters
  const out = 4
  const [a, b, c, d, ownLeft, ownRight, u, upperFirst, upperSecond] = [5, 6, 7, 8, 9, 10, 11, 12, 13]
  const lower = [long(HALF), andLong]
  const upper = [long(32n), shiftLong]
  /** @type {(x: number, factor: bigint) => import("./assembler.js").Code} leaves the upper half of the product */
  const upperOfProduct = (x, factor) => {
    const high = long(factor >> 32n)
    const low = long(factor & HALF)
    return [
      [get(x), lower, low, multiplyLong, upper],
      [get(x), lower, high, multiplyLong, addLong, set(u)],
      [get(x), upper, high, multiplyLong, get(u), upper, addLong],
      [get(x), upper, low, multiplyLong, get(u), lower, addLong, upper, addLong],
    ]
  }
  const round = [
    [upperOfProduct(a, FACTORS[0]), set(upperFirst), upperOfProduct(c, FACTORS[1]), set(upperSecond)],
    [get(a), long(FACTORS[0]), multiplyLong], // what becomes of d, which is still needed
    [get(upperSecond), get(b), xorLong, get(ownLeft), xorLong, set(a)],
    [get(c), long(FACTORS[1]), multiplyLong, set(b)],
    [get(upperFirst), get(d), xorLong, get(ownRight), xorLong, set(c)],
    set(d),
    [get(ownLeft), long(BUMPS[0]), addLong, set(ownLeft), get(ownRight), long(BUMPS[1]), addLong, set(ownRight)],
  ]
  const body = repeat([
    [get(first), set(a), [b, c, d].map((word) => [long(0n), set(word)])],
    [get(left), set(ownLeft), get(right), set(ownRight)],
    Array(ROUNDS).fill(round),
    [a, b, c, d].map((word, i) => [get(out), get(word), storeLong(8 * i)]),
    [get(first), long(1n), addLong, set(first)],
    [get(out), constant(BLOCK), add, set(out)],
    [get(out), get(end), isBelow],
  ])
  return {
    parameters: ["i64", "i32", "i64", "i64"],
    locals: [
      [1, "i32"],
      [9, "i64"],
    ],
    body,
  }
}
