/**
 * Numbers as a language writes them. Each of these makes a function once, for the thousands of a table.
 */

/**
 * Return a function that writes a number with so many digits after the point.
 * @param {string} language
 * @param {number} digits
 */
export function written(language, digits) {
  const format = new Intl.NumberFormat(language, {
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
    ...{ useGrouping: false, signDisplay: "negative" },  // no -0.0000
  })
  return (/** @type {number} */ number) => format.format(number)
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
 * Return a function that writes a part of 1 in per cent.
 * @param {string} language
 */
export function percent(language) {
  const format = new Intl.NumberFormat(language, { style: "percent" })
  return (/** @type {number} */ part) => format.format(part)
}
