/**
 * Numbers as a language writes them. Where a table has thousands, a function is made once, and returned.
 */

/** A smaller chance is not told apart, nor one that is nearer than this to certain. */
const LEAST = 0.0001

/**
 * Return a function that writes a number with so many digits after the point.
 * @param {string} language
 * @param {number} digits
 */
export function written(language, digits) {
  const format = new Intl.NumberFormat(language, {
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
    ...{ useGrouping: false, signDisplay: "negative" }, // no -0.0000
  })
  return (/** @type {number} */ number) => format.format(number)
}

/**
 * Write a difference with its sign.
 * @param {(number: number) => string} number
 * @param {number} difference
 */
export function signed(number, difference) {
  return (difference > 0 ? "+" : "") + number(difference)
}

/**
 * Return a function that writes a number with three digits that count.
 * @param {string} language
 */
export function significant(language) {
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: 3, useGrouping: false })
  return (/** @type {number} */ number) => format.format(number)
}

/**
 * Return a function that writes a setting as somebody typed it: 0.0003 is not 0.
 * @param {string} language
 */
export function asGiven(language) {
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: 6 })
  return (/** @type {number} */ number) => format.format(number)
}

/**
 * Return a function that writes a part of 1 in per cent.
 * @param {string} language
 */
export function percent(language) {
  const format = new Intl.NumberFormat(language, { style: "percent" })
  return (/** @type {number} */ part) => format.format(part)
}

/**
 * By language and digits: to make one takes as long as to write hundreds of numbers.
 * @type {Map<string, Intl.NumberFormat>}
 */
const FORMATS = new Map()

/**
 * @param {string} language
 * @param {number} digits
 */
function percentOf(language, digits) {
  const name = `${language} ${digits}`
  const both = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const format = FORMATS.get(name) ?? new Intl.NumberFormat(language, { style: "percent", ...both })
  FORMATS.set(name, format)
  return format
}

/**
 * Write a chance in per cent, with digits enough that what can happen is not 0 %, nor certain.
 * @param {number} p
 * @param {string} language
 */
export function chance(p, language) {
  const between = p > 0 && p < 1
  const digits = !between ? 0 : p >= 0.995 ? 2 : p >= 0.0995 ? 0 : p >= 0.00995 ? 1 : 2
  const shown = between ? Math.min(Math.max(p, LEAST), 1 - LEAST) : p
  const written = percentOf(language, digits).format(shown)
  return p === shown ? written : `${p < shown ? "<" : ">"} ${written}`
}
