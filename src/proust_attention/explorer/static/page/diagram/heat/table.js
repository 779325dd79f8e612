/**
 * The heat map as a table: the numbers of one position. Of very many only the largest, in their order.
 */

import { named } from "../../core/cell.js"
import { written } from "../../widgets/numbers.js"
import { table } from "../../widgets/table.js"
import { columnName } from "./layout.js"

/** Of a wider array no heat map is drawn: browsers have no canvas for it, and eyes cannot part its columns. */
const MOST_COLUMNS = 4096
/** The table has so many of its numbers. */
const MOST_ROWS = 400

/**
 * Whether an array is too wide to be drawn: then only a table shows it.
 * @param {import("./layout.js").Layout} layout
 */
export function isTooWide({ columns }) {
  return columns > MOST_COLUMNS
}

/**
 * @param {import("../../core/app.js").App} app
 * @param {import("./heat.js").Shown} shown
 * @param {number} row
 */
export function rowTable({ t, store }, { step, reading, layout, title }, row) {
  const numbers = layout.numbers.subarray(row * layout.columns, (row + 1) * layout.columns)
  const write = written(store.state.language, digitsOf(step))
  const wide = isTooWide(layout)
  const rows = (wide ? largest(numbers) : [...numbers.keys()]).map((column) => ({
    head: columnName(step, layout, column, reading, t),
    cells: [write(numbers[column])],
  }))
  const count = { most: MOST_ROWS, count: layout.columns }
  const caption = `${title}: ${named(reading, row)}` + (wide ? `, ${t("heat_largest", count)}` : "")
  return table(caption, [t("heat_where"), t("heat_value")], rows)
}

/**
 * How many digits the numbers of a step have after the point: ids none.
 * @param {import("../../../engine/trace.js").Step} step
 */
export function digitsOf({ axes }) {
  return axes === "B T" ? 0 : 6
}

/**
 * The places of the largest numbers, the largest first.
 * @param {Float32Array | Int32Array} numbers more than MOST_ROWS
 */
function largest(numbers) {
  const least = numbers.slice().sort()[numbers.length - MOST_ROWS]
  const places = [...numbers.keys()].filter((place) => numbers[place] >= least)
  return places.sort((one, other) => numbers[other] - numbers[one]).slice(0, MOST_ROWS)
}
