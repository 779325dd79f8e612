/**
 * A cell of a map in words.
 */

import { named } from "./maps_cell.js"
import { significant } from "./table.js"

/**
 * @param {import("./app.js").App} app
 * @param {import("./state.js").Reading} reading
 * @param {import("./maps_figure.js").Figure} figure
 * @param {import("./grid.js").Place} place
 * @param {string} sentence its key; it may name layer, head, from, to and weight
 */
export function words({ t, store }, reading, { layer, head, map }, { row, column }, sentence) {
  const weight = map[row * reading.ids.length + column]
  const why = column > row ? "maps_masked" : "maps_left_out"
  const value = Number.isNaN(weight) ? t(why) : significant(store.state.language)(weight)
  return t(sentence, { layer, head, from: named(reading, row), to: named(reading, column), weight: value })
}
