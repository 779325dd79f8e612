/**
 * The marks of the maps: in each the row that is looked at and its entropy, in one of them the chosen cell.
 */

import { strongest } from "../core/cell.js"
import { written } from "../widgets/numbers.js"
import { entropy, isEmpty, rowOf } from "./weights.js"

/** @typedef {import("./figure.js").Figure} Figure */

/**
 * Mark a cell in all the maps; return the figure that it is in.
 * @param {import("../core/app.js").App} app
 * @param {Figure[]} figures
 * @param {import("../core/cell.js").Cell | null} cell null: nothing is marked
 */
export function markCell({ t, store }, figures, cell) {
  const bits = written(store.state.language, 2)
  for (const figure of figures) {
    const isChosen = isIn(figure, cell)
    const row = cell && rowOf(figure.map, cell.query)
    figure.element.classList.toggle("chosen", isChosen)
    figure.bits.textContent = row && !isEmpty(row) ? t("maps_entropy", { bits: bits(entropy(row)) }) : ""
    const from = { row: cell?.query ?? 0, column: cell?.key ?? (row ? strongest(row) : 0) }
    const chosen = isChosen && cell && cell.key !== null ? { row: cell.query, column: cell.key } : null
    figure.mark({ row: cell?.query ?? null, chosen, from })
  }
  return figures.find((figure) => isIn(figure, cell)) ?? null
}

/**
 * @param {Figure} figure
 * @param {import("../core/cell.js").Cell | null} cell
 */
function isIn({ layer, head }, cell) {
  return cell?.layer === layer && cell.head === head
}
