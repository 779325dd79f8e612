/**
 * A folder as one file, for a browser that saves files one by one: a ZIP without compression, as PKWARE's
 * APPNOTE has it. What is in it are numbers, which hardly compress.
 *
 *     for each file    local header (30 bytes), path, content
 *     then for each    central header (46 bytes), path
 *     at the end       how many there are, and where their headers begin (22 bytes)
 */

const UTF8 = 1 << 11 // of the flags: paths are in UTF-8
const DATE = 0x21 // 1 January 1980, the first that there is: the same run is the same file

/**
 * @param {Record<string, Uint8Array<ArrayBuffer>>} files by their paths
 * @returns {Blob}
 */
export function zipped(files) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = []
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const name = new TextEncoder().encode(path)
    // version, flags, method (stored), time, date, checksum, sizes packed and not, lengths of the name and of no
    // more
    const sizes = [crc32(content), 4, content.length, 4, content.length, 4]
    const common = [20, 2, UTF8, 2, 0, 2, 0, 2, DATE, 2, ...sizes, name.length, 2, 0, 2]
    const local = numbers(0x04034b50, 4, ...common)
    directory.push(numbers(0x02014b50, 4, 20, 2, ...common, 0, 2, 0, 2, 0, 2, 0, 4, at, 4), name)
    parts.push(local, name, content)
    at += local.length + name.length + content.length
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0)
  const count = directory.length / 2
  parts.push(...directory, numbers(0x06054b50, 4, 0, 2, 0, 2, count, 2, count, 2, size, 4, at, 4, 0, 2))
  return new Blob(parts, { type: "application/zip" })
}

/**
 * Numbers one behind the other, each followed by how many bytes it has, the lowest first.
 * @param {...number} pairs
 */
function numbers(...pairs) {
  const bytes = []
  for (let i = 0; i < pairs.length; i += 2) {
    for (let byte = 0; byte < pairs[i + 1]; byte++) bytes.push(Math.floor(pairs[i] / 256 ** byte) % 256)
  }
  return Uint8Array.from(bytes)
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/**
 * The checksum of a ZIP: CRC-32.
 * @param {Uint8Array} content
 */
export function crc32(content) {
  let sum = 0xffffffff
  for (const byte of content) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}
