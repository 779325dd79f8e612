/**
 * Limits: how much the page takes in.
 *
 * Our machines have some 1.7 MB. What is far larger is another thing, dropped by mistake, and would only use up
 * the memory of the reader's browser. So a size is looked at before the file is: of a dropped file before it is
 * read, of a fetched one as soon as the server has named it.
 */

import { MachineError } from "./errors.js"

const MB = 1_000_000

/** The three files of a machine, and how many bytes each may have. */
export const LIMITS = Object.freeze({
  "config.json": 1 * MB,
  "tokenizer.json": 4 * MB,
  "model.safetensors": 64 * MB,
})

/** The names of the files. */
export const PARTS = /** @type {Part[]} */ (Object.keys(LIMITS))

/** The numbers of a whole window with everything on the way, four bytes each. */
export const MOST_NUMBERS = 128 * MB

/** @typedef {keyof typeof LIMITS} Part */

/**
 * Refuse a file that is too large.
 * @param {Part} part
 * @param {number} size in bytes
 */
export function checkSize(part, size) {
  if (size > LIMITS[part]) {
    throw new MachineError("file_large", { file: part, size, most: LIMITS[part] })
  }
}
