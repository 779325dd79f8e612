/**
 * Tables: numbers in rows, in a frame that scrolls by itself, for eyes and for screen readers alike.
 */

import { element } from "./elements.js"

/** @typedef {string | Node} Content */
/** @typedef {{head: Content, cells: Content[], chosen?: boolean}} Row head: what the row is of */

/**
 * Make a table in a frame that can be scrolled with the keyboard.
 * @param {string} caption
 * @param {Content[]} columns the heads of the columns, the first that of the rows' heads
 * @param {Row[]} rows
 * @param {Row[]} [sums] rows that stay in sight at the end
 */
export function table(caption, columns, rows, sums = []) {
  const made = element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
    element("tbody", {}, ...rows.map(line)),
    element("tfoot", {}, ...sums.map(line)),
  )
  return element("div", { class: "table", tabindex: 0, role: "region", "aria-label": caption }, made)
}

/** @param {Row} row */
function line({ head, cells, chosen = false }) {
  const rest = cells.map((cell) => element("td", {}, cell))
  const attributes = { class: chosen && "chosen", "aria-current": chosen && "true" }
  return element("tr", attributes, element("th", { scope: "row" }, head), ...rest)
}

/**
 * Return a function that writes a number with so many digits after the point, as the language does.
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
 * Bring the chosen row of a table into sight, within its own frame: the page itself does not move.
 * @param {HTMLElement} frame
 */
export function showChosen(frame) {
  const row = /** @type {HTMLElement | null} */ (frame.querySelector("tr.chosen"))
  if (row) frame.scrollTop = row.offsetTop - frame.clientHeight / 2
}

/**
 * Return a function that writes a number with three digits that count, as the language does.
 * @param {string} language
 */
export function significant(language) {
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: 3, useGrouping: false })
  return (/** @type {number} */ number) => format.format(number)
}

/**
 * Return a function that writes a share in per cent, as the language does.
 * @param {string} language
 */
export function percent(language) {
  const format = new Intl.NumberFormat(language, { style: "percent" })
  return (/** @type {number} */ share) => format.format(share)
}
