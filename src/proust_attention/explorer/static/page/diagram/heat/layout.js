/**
 * How an array of the trace lies in a heat map: the positions below each other, the heads side by side.
 */

import { named } from "../../core/cell.js"
import { visible } from "../../core/symbols.js"

/** @typedef {import("../../../engine/trace.js").Step} Step */
/** @typedef {import("../../core/state.js").Reading} Reading */

/**
 * @typedef {object} Layout
 * @property {number} rows T
 * @property {number} columns
 * @property {number} width of a head; of all, where there are no heads
 * @property {Float32Array | Int32Array} numbers (rows, columns)
 */

/**
 * @param {Step} step (B, T, ...) or (B, H, T, ...)
 * @returns {Layout}
 */
export function layoutOf({ shape, axes, data }) {
  const [heads, rows, width] = axes.includes("H") ? shape.slice(1) : [1, shape[1], shape[2] ?? 1]
  const columns = heads * width
  const numbers = data.slice()
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < rows; row++) {
      const from = (head * rows + row) * width
      numbers.set(data.subarray(from, from + width), row * columns + head * width)
    }
  }
  return { rows, columns, width, numbers }
}

/**
 * Name a column: by the token that it belongs to, else by its number; counted within its head.
 * @param {Step} step
 * @param {Layout} layout
 * @param {number} column
 * @param {Reading} reading
 * @param {import("../../core/app.js").App["t"]} t
 */
export function columnName({ axes, name }, { width }, column, reading, t) {
  const number = column % width
  if (axes === "B T") return t("heat_id")
  if (axes === "B T V") return `«${visible(reading.pieces[number])}»`
  const what = name.endsWith(".weights") ? named(reading, number) : t("heat_number", { number })
  return axes.includes("H") ? `${t("heat_head", { head: Math.floor(column / width) })}, ${what}` : what
}
