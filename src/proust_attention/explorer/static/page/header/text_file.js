/**
 * A text from a file: it is read as the phrase. Its end is kept, as of any text (core/phrase.js), and only that
 * is decoded, however long the file is.
 */

import { decoded, utf16Of } from "../core/decoding.js"
import { MOST, shortened } from "../core/phrase.js"

const BYTES = 4 // a character has at most so many

/**
 * The text among files that were dropped or chosen: one alone, whose name says that it is one.
 * @param {File[]} files
 */
export function textAmong(files) {
  const [file] = files
  return files.length === 1 && (file.type === "text/plain" || /\.(?:txt|text)$/i.test(file.name)) ? file : null
}

/**
 * Return the end of a text.
 * @param {File} file
 */
export async function textOf(file) {
  const cut = Math.max(0, file.size - BYTES * MOST)
  const end = new Uint8Array(await file.slice(cut).arrayBuffer())
  const utf16 = utf16Of(await file.slice(0, 2).arrayBuffer())
  const isFirst = (/** @type {number} */ byte) => (byte & 0b1100_0000) !== 0b1000_0000 // of a character
  const first = cut && !utf16 ? end.findIndex(isFirst) : 0 // so that none is cut in two
  return shortened(decoded(end.subarray(Math.max(0, first)), utf16).replace(/\r\n?/g, "\n"))
}
