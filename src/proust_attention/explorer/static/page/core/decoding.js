/**
 * Decoding: the text of a file, from UTF-8 or, where it is none, from the older Windows-1252; from UTF-16 where
 * its first bytes say that it is that.
 */

/**
 * Which UTF-16 the first bytes of a file say that it is; null: none.
 * @param {Uint8Array | ArrayBuffer} bytes
 */
export function utf16Of(bytes) {
  const [first, second] = new Uint8Array(bytes)
  if (first === 0xff && second === 0xfe) return "utf-16le"
  return first === 0xfe && second === 0xff ? "utf-16be" : null
}

/**
 * @param {Uint8Array | ArrayBuffer} bytes
 * @param {string | null} utf16 of which the bytes are, where they are not those of its beginning
 */
export function decoded(bytes, utf16 = utf16Of(bytes)) {
  if (utf16) return new TextDecoder(utf16).decode(bytes)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1252").decode(bytes)
  }
}
