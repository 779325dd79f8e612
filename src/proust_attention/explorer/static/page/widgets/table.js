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
  const frame = element("div", { class: "table", tabindex: 0, role: "region", "aria-label": caption }, made)
  new ResizeObserver(() => showWholeRows(frame)).observe(made)
  return frame
}

/**
 * Make a frame end where a row ends: what is half a row looks like a mistake.
 * @param {HTMLElement} frame
 */
function showWholeRows(frame) {
  frame.style.removeProperty("max-height")
  const [first] = all(frame, "tbody tr", HTMLElement)
  if (!first || frame.scrollHeight <= frame.clientHeight) return
  const edges = frame.offsetHeight - frame.clientHeight
  const [foot] = all(frame, "tfoot", HTMLElement)
  const others = first.offsetTop + (foot?.offsetHeight ?? 0) // what stands above the rows, and below
  const whole = Math.floor((frame.clientHeight - others) / first.offsetHeight)
  if (whole > 0) frame.style.maxHeight = `${others + whole * first.offsetHeight + edges}px`
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
