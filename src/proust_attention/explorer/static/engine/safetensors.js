/**
 * safetensors: named arrays in a file, a format that any tool can read and that can run no code.
 *
 * # Class Notes
 *
 *     8 bytes       the length of the header, N, the lowest byte first
 *     N bytes       JSON: name -> {dtype, shape, data_offsets: [begin, end]}, and free text as "__metadata__"
 *     the rest      the numbers, array behind array, without a gap
 *
 * So a file that was cut short is noticed by its length; a bit that has fallen over is not. What our machines
 * write therefore carries a SHA-256 in the free text (checkpoint/arrays.py): of each array in the order of the
 * names its "name dtype shape" line, as NumPy prints them, and its bytes. A file that has one is held against it.
 */

import { restored } from "./eight_bits.js"
import { MachineError, quoted } from "./errors.js"
import { fromBfloat16, fromFloat16 } from "./halves.js"
import { checkSize } from "./limits.js"

/** @typedef {{dtype: string, shape: number[], bytes: ArrayBuffer}} Stored */
/** @typedef {import("./parameters.js").Weight} Weight */
/**
 * @typedef {object} Contents
 * @property {Map<string, Weight>} weights
 * @property {Record<string, unknown>} about the free text
 * @property {boolean} verified by its checksum
 */

/** @typedef {import("./floats.js").Floats} Floats */
const file = "model.safetensors" // for what is said of it; training/arrays.js reads others, and says their names

/** @type {Record<string, {numpy: string, size: number, read: (bytes: ArrayBuffer) => Floats}>} */
const DTYPES = {
  F64: { numpy: "float64", size: 8, read: (bytes) => new Float64Array(bytes) },
  F32: { numpy: "float32", size: 4, read: (bytes) => new Float32Array(bytes) },
  F16: { numpy: "float16", size: 2, read: (bytes) => fromFloat16(new Uint16Array(bytes)) },
  BF16: { numpy: "bfloat16", size: 2, read: (bytes) => fromBfloat16(new Uint16Array(bytes)) },
  I8: { numpy: "int8", size: 1, read: (bytes) => Float32Array.from(new Int8Array(bytes)) },
}

/**
 * Read every array of a file: what has less than 32 bits a number, as float32.
 * @param {ArrayBuffer} content
 * @returns {Promise<Contents>}
 * @throws {MachineError} if the file is too large, damaged or another thing
 */
export async function read(content) {
  checkSize("model.safetensors", content.byteLength)
  const header = headerOf(content)
  const arrays = arraysOf(content, header)
  const freeText = header.get("__metadata__")
  const about = isTable(freeText) ? freeText : {}
  const verified = await verify(arrays, about.sha256)
  const weights = new Map()
  for (const [name, { dtype, shape, bytes }] of arrays) {
    weights.set(name, { shape, data: DTYPES[dtype].read(bytes) })
  }
  const eightBits = [...arrays].filter(([, { dtype }]) => dtype === "I8").map(([name]) => name)
  return { weights: restored(weights, eightBits), about, verified }
}

/**
 * @param {ArrayBuffer} content
 * @returns {Map<string, any>}
 */
function headerOf(content) {
  const size = content.byteLength
  if (size < 8) throw new MachineError("weights_short", { file, size })
  const length = Number(new DataView(content).getBigUint64(0, true))
  if (length > size - 8) throw new MachineError("weights_header_cut", { file })
  try {
    const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(content, 8, length)))
    if (isTable(header)) return new Map(Object.entries(header))
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error
  }
  throw new MachineError("weights_header_wrong", { file })
}

/**
 * @param {ArrayBuffer} content
 * @param {Map<string, any>} header
 * @returns {Map<string, Stored>}
 */
function arraysOf(content, header) {
  const first = 8 + Number(new DataView(content).getBigUint64(0, true))
  const named = [...header].filter(([name]) => name !== "__metadata__")
  for (const [name, entry] of named) check(name, entry)
  named.sort(([, { data_offsets: one }], [, { data_offsets: other }]) => one[0] - other[0] || one[1] - other[1])
  let last = 0
  const arrays = new Map()
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end],
    },
  ] of named) {
    if (begin !== last) throw new MachineError("weights_moved", { file, name: quoted(name) })
    last = end
    arrays.set(name, { dtype, shape, bytes: content.slice(first + begin, first + end) }) // aligned, as a copy
  }
  const missing = first + last - content.byteLength
  if (missing > 0) throw new MachineError("weights_cut", { file })
  if (missing < 0) throw new MachineError("weights_long", { file })
  return arrays
}

/**
 * @param {string} name
 * @param {any} entry
 */
function check(name, entry) {
  const { dtype, shape, data_offsets: offsets } = isTable(entry) ? entry : /** @type {any} */ ({})
  const whole = Array.isArray(shape) && Array.isArray(offsets) && [...shape, ...offsets].every(isSize)
  if (!whole || typeof dtype !== "string" || offsets.length !== 2) {
    throw new MachineError("weights_senseless", { file, name: quoted(name) })
  }
  if (!Object.hasOwn(DTYPES, dtype)) {
    throw new MachineError("weights_type", { name: quoted(name), type: quoted(dtype) })
  }
  const count = shape.reduce((/** @type {number} */ product, /** @type {number} */ size) => product * size, 1)
  if (offsets[1] - offsets[0] !== count * DTYPES[dtype].size) {
    throw new MachineError("weights_miscounted", { file, name: quoted(name) })
  }
}

/**
 * Hold the arrays against the checksum, if there is one and this page may compute it (https, or this very
 * machine).
 * @param {Map<string, Stored>} arrays
 * @param {unknown} expected
 * @returns {Promise<boolean>}
 */
async function verify(arrays, expected) {
  const found = expected === undefined ? null : await sha256(spelled(arrays))
  if (found === null) return false
  if (found !== expected) throw new MachineError("weights_changed", { file })
  return true
}

/**
 * Return the SHA-256 of some bytes; null where this page may not compute one.
 * @param {Blob} content
 */
export async function sha256(content) {
  if (!globalThis.crypto?.subtle) return null
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await content.arrayBuffer()))
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/**
 * What the checksum is taken of.
 * @param {Map<string, Stored>} arrays
 */
export function spelled(arrays) {
  const sorted = [...arrays].sort(([one], [other]) => (one < other ? -1 : 1))
  return new Blob(
    sorted.flatMap(([name, { dtype, shape, bytes }]) => {
      const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`
      return [`${name} ${DTYPES[dtype].numpy} ${tuple}\n`, bytes]
    }),
  )
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
function isTable(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** @param {unknown} value */
function isSize(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
