/**
 * Arrays as files: the twin of checkpoint/arrays.py. What is written carries a SHA-256 of its names, shapes and
 * numbers, where the page may compute one (https, or this very computer); safetensors.js has the format.
 */

import { MachineError } from "../errors.js"
import { read, sha256, spelled } from "../safetensors.js"

/** @typedef {import("../parameters.js").Weight} Weight */
/** @typedef {Uint8Array | Uint16Array | Uint32Array} Ids */

const NPY = "\x93NUMPY\x01\x00"
const HEADER = /^\{'descr': '[|<]u([124])', 'fortran_order': False, 'shape': \((\d+),\), \} *\n/
const BEFORE = NPY.length + 2 // two bytes for the length of the header

/**
 * Return the content of a safetensors file.
 * @param {Map<string, Weight>} arrays
 * @param {Record<string, string>} about the file's free text
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function packed(arrays, about = {}) {
  /** @type {Map<string, import("../safetensors.js").Stored>} */
  const stored = new Map()
  for (const [name, { shape, data }] of arrays) {
    const dtype = data instanceof Float64Array ? "F64" : "F32"
    stored.set(name, { dtype, shape, bytes: /** @type {ArrayBuffer} */ (data.slice().buffer) })
  }
  const digest = await sha256(spelled(stored))
  /** @type {Record<string, any>} */
  const header = { __metadata__: { ...about, ...(digest && { sha256: digest }) } }
  let at = 0
  for (const [name, { dtype, shape, bytes }] of stored) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.byteLength] }
    at += bytes.byteLength
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const padded = Math.ceil(text.length / 8) * 8 // so that the numbers lie where a processor likes them
  const content = new Uint8Array(8 + padded + at)
  new DataView(content.buffer).setBigUint64(0, BigInt(padded), true)
  content.fill(0x20, 8 + text.length, 8 + padded) // spaces
  content.set(text, 8)
  at = 8 + padded
  for (const { bytes } of stored.values()) {
    content.set(new Uint8Array(bytes), at)
    at += bytes.byteLength
  }
  return content
}

/**
 * Read the arrays of a file of a run.
 * @param {string} name of the file, for what is said of it
 * @param {Uint8Array<ArrayBuffer>} content
 */
export async function unpacked(name, content) {
  try {
    return await read(content.slice().buffer)
  } catch (error) {
    if (!(error instanceof MachineError)) throw error
    const { code, values } = error.refusal
    throw new MachineError(code, { ...values, file: name }) // the name that others know it by
  }
}

/**
 * Return ids as a file in NumPy's own format.
 * @param {Int32Array} ids
 * @param {number} vocabSize whose ids they are: the smallest type that holds them all
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function npy(ids, vocabSize) {
  const size = vocabSize <= 2 ** 8 ? 1 : vocabSize <= 2 ** 16 ? 2 : 4
  const type = size === 1 ? "|u1" : `<u${size}`
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${ids.length},), }`
  const length = Math.ceil((BEFORE + text.length + 1) / 64) * 64 - BEFORE
  const content = new Uint8Array(BEFORE + length + ids.length * size)
  const letters = [...`${NPY}${String.fromCharCode(length & 255, length >> 8)}${text.padEnd(length - 1)}\n`]
  content.set(letters.map((letter) => letter.charCodeAt(0)))
  const numbers = new DataView(content.buffer, BEFORE + length)
  ids.forEach((id, i) => {
    if (size === 1) numbers.setUint8(i, id)
    else if (size === 2) numbers.setUint16(2 * i, id, true)
    else numbers.setUint32(4 * i, id, true)
  })
  return content
}

/**
 * Read ids from such a file.
 * @param {Uint8Array<ArrayBuffer>} content
 * @param {number} vocabSize
 * @returns {Int32Array}
 */
export function idsOfNpy(content, vocabSize) {
  const header = String.fromCharCode(...content.subarray(0, 256))
  const found = header.startsWith(NPY) ? HEADER.exec(header.slice(BEFORE)) : null
  const size = Number(found?.[1])
  const count = Number(found?.[2])
  if (!found || content.length !== BEFORE + found[0].length + count * size) {
    throw new MachineError("tokens_damaged")
  }
  const numbers = new DataView(content.buffer, content.byteOffset + BEFORE + found[0].length)
  const ids = Int32Array.from({ length: count }, (_, i) => {
    if (size === 1) return numbers.getUint8(i)
    return size === 2 ? numbers.getUint16(2 * i, true) : numbers.getUint32(4 * i, true)
  })
  if (!ids.every((id) => id >= 0 && id < vocabSize)) {
    throw new MachineError("tokens_foreign")
  }
  return ids
}
