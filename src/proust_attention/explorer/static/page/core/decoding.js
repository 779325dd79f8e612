/**
 * Decoding: the text of a file, from UTF-8 or, where it is none, from the older Windows-1252.
 */

/** @param {Uint8Array | ArrayBuffer} bytes */
export function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1252").decode(bytes)
  }
}
