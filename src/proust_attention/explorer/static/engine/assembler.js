/**
 * An assembler: from instructions with names to the bytes of a WebAssembly module.
 *
 * # Class Notes
 *
 * WebAssembly is a small language that every browser compiles to the processor's own. Its machine has a stack: an
 * instruction takes its operands from there and puts its result back, so that a + b is written a, b, add. It has
 * variables of its own ("locals", by number: the parameters first), and one long row of bytes for its memory.
 *
 *     i32        a whole number of 32 bits; every address is one
 *     i64        one of 64 bits; in JavaScript a BigInt
 *     v128       four floats side by side, with which one instruction computes at once (SIMD)
 *
 * A module is a header and sections, each a number, its length and its content; of lists the length comes first.
 * Whole numbers are written seven bits a byte, the lowest first, the eighth bit saying that more follow (LEB128).
 *
 *         WebAssembly Core Specification 2.0, chapter 5: sections in 5.5, instructions in 5.4
 */

/** @typedef {number | any[]} Code bytes, in lists of any depth */
/** @typedef {keyof typeof TYPES} Type */
/** @typedef {{parameters: Type[], locals: [count: number, type: Type][], body: Code}} Routine */

const TYPES = { i32: 0x7f, i64: 0x7e, v128: 0x7b }
const FUNCTION = 0x60
const NOTHING = 0x40
const SIMD = 0xfd

/** @type {(n: number) => number[]} */
const unsigned = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)])
/** @type {(n: bigint) => number[]} */
const signed = (n) => {
  const last = Number(n & 127n)
  return n >= -64n && n < 64n ? [last] : [last | 128, ...signed(n >> 7n)]
}

/** What is written for each instruction; an `offset` is added to the address, in bytes. */
export const instructions = {
  /** @type {(local: number) => Code} */
  get: (local) => [0x20, unsigned(local)],
  /** @type {(local: number) => Code} */
  set: (local) => [0x21, unsigned(local)],
  /** @type {(n: number) => Code} */
  constant: (n) => [0x41, signed(BigInt(n))],
  add: 0x6a,
  multiply: 0x6c,
  isBelow: 0x49,
  choose: 0x1b, // of two the first, where a third is not 0
  /** @type {(n: bigint) => Code} the long ones are of 64 bits */
  long: (n) => [0x42, signed(BigInt.asIntN(64, n))],
  addLong: 0x7c,
  multiplyLong: 0x7e,
  andLong: 0x83,
  xorLong: 0x85,
  shiftLong: 0x88,
  /** @type {(offset: number) => Code} */
  storeLong: (offset) => [0x37, 3, unsigned(offset)],
  /** @type {(body: Code) => Code} repeat while the body leaves something other than 0 behind */
  repeat: (body) => [0x03, NOTHING, body, 0x0d, 0, 0x0b],
  /** @type {(offset: number) => Code} four floats from an address */
  loadFour: (offset) => [SIMD, 0x00, 2, unsigned(offset)],
  /** @type {(offset: number) => Code} one float from an address, four times */
  loadOne: (offset) => [SIMD, 0x09, 2, unsigned(offset)],
  /** @type {(offset: number) => Code} */
  storeFour: (offset) => [SIMD, 0x0b, 2, unsigned(offset)],
  /** @type {(offset: number) => Code} one float, as it lies there */
  load: (offset) => [0x2a, 2, unsigned(offset)],
  /** @type {(offset: number) => Code} */
  store: (offset) => [0x38, 2, unsigned(offset)],
  zeros: [SIMD, 0x0c, Array(16).fill(0)],
  addFour: [SIMD, 0xe4, 0x01],
  multiplyFour: [SIMD, 0xe6, 0x01],
  fusedFour: [SIMD, 0x85, 0x02], // a·b + c; rounded once, where the processor can ("relaxed")
}

/**
 * Return a module of routines, each exported by its name, beside their "memory" of one page (64 KiB).
 * @param {Record<string, Routine>} routines
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function assemble(routines) {
  const all = Object.values(routines)
  const types = all.map(({ parameters }) => [FUNCTION, list(parameters.map((type) => TYPES[type])), list([])])
  const bodies = all.map(({ locals, body }) => {
    return sized([list(locals.map(([count, type]) => [unsigned(count), TYPES[type]])), body, 0x0b])
  })
  const names = Object.keys(routines).map((of, i) => [name(of), 0, i])
  const header = [...letters("\0asm"), 1, 0, 0, 0]
  const bytes = flat([
    header,
    section(1, list(types)),
    section(3, list(all.map((_, i) => i))), // that the first routine is of the first type, and so forth
    section(5, list([[0, 1]])), // a memory: without an upper bound, one page
    section(7, list([...names, [name("memory"), 2, 0]])), // what can be seen from outside
    section(10, list(bodies)),
  ])
  return new Uint8Array(bytes)
}

/** @type {(number: number, content: Code) => Code} */
const section = (number, content) => [number, sized(content)]
/** @type {(content: Code) => Code} */
const sized = (content) => [unsigned(flat(content).length), content]
/** @type {(items: Code[]) => Code} */
const list = (items) => [unsigned(items.length), items]
/** @type {(text: string) => Code} */
const name = (text) => list(letters(text))
/** @type {(text: string) => number[]} */
const letters = (text) => [...text].map((letter) => letter.charCodeAt(0))
/** @type {(code: Code) => number[]} */
const flat = (code) => (typeof code === "number" ? [code] : code.flatMap(flat))
