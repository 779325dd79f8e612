/**
 * Tables: numbers in rows, in a frame that scrolls by itself, for eyes and for screen readers alike.
 */

import { all, element } from "./elements.js"

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
 * Bring the chosen row of a table into sight, within its own frame: the page itself does not move.
 * @param {HTMLElement} frame
 */
export function showChosen(frame) {
  const [row] = all(frame, "tr.chosen", HTMLElement)
  if (row) frame.scrollTop = row.offsetTop - frame.clientHeight / 2
}
