/**
 * A cell of a map in words.
 */

import { named, strongest } from "../core/cell.js"
import { percent, significant } from "../widgets/numbers.js"
import { isEmpty, largest, rowOf } from "./weights.js"

const MOST = 3 // so many places are named

/**
 * @param {import("../core/app.js").App} app
 * @param {import("../core/state.js").Reading} reading
 * @param {import("./figure.js").Figure} figure
 * @param {import("../widgets/grid.js").Place} place
 * @param {import("../core/language.js").Key} sentence its key; it may name layer, head, from, to and weight
 */
export function words({ t, store }, reading, { layer, head, map }, { row, column }, sentence) {
  const weight = map[row * reading.ids.length + column]
  const why = column > row ? "maps_masked" : "maps_left_out"
  const value = Number.isNaN(weight) ? t(why) : significant(store.state.language)(weight)
  return t(sentence, { layer, head, from: named(reading, row), to: named(reading, column), weight: value })
}

/**
 * What the maps say of the chosen cell; of a row in which none is chosen, where it looks most.
 * @param {import("../core/app.js").App} app
 * @param {import("../core/state.js").Reading} reading
 * @param {import("./figure.js").Figure} figure
 * @param {import("../core/cell.js").Cell} cell
 */
export function sentenceOn(app, reading, figure, { query, key }) {
  if (key !== null) return words(app, reading, figure, { row: query, column: key }, "maps_cell")
  const row = rowOf(figure.map, query)
  if (isEmpty(row)) return ""
  return words(app, reading, figure, { row: query, column: strongest(row) }, "maps_strongest")
}

/**
 * The places at which a row looks most, each with its weight.
 * @param {import("../core/app.js").App} app
 * @param {import("../core/state.js").Reading} reading
 * @param {import("./figure.js").Figure} figure
 * @param {import("../core/cell.js").Cell} cell
 */
export function rowIn({ t, store }, reading, figure, { query }) {
  const row = rowOf(figure.map, query)
  if (isEmpty(row)) return ""
  const weight = percent(store.state.language)
  const most = largest(row, MOST)
    .map((place) => `${named(reading, place)} ${weight(row[place])}`)
    .join(", ")
  return t("maps_row", { from: named(reading, query), most })
}
