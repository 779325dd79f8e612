/**
 * The cell: one weight of one map, as the state chooses it. Several panels speak of it.
 */

import { visible } from "./symbols.js"

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Reading} Reading */
/** @typedef {import("./language.js").Values} Values */

/**
 * @typedef {object} Cell
 * @property {number} layer
 * @property {number} head
 * @property {number} query the place in the window from which is looked: the row
 * @property {number | null} key the place that is looked at: the column; null if none is chosen
 */

/**
 * Return the chosen head, or the last that a machine has: an address may be of another machine.
 * @param {import("../../engine/config.js").ModelConfig} config
 * @param {{layer: number, head: number}} chosen
 */
export function headIn(config, { layer, head }) {
  return { layer: Math.min(layer, config.n_layers - 1), head: Math.min(head, config.n_heads - 1) }
}

/**
 * Return the cell that the state means, or null where its position is not in what was read.
 * @param {Readonly<State>} state
 * @param {Reading} reading
 * @returns {Cell | null}
 */
export function cellOf(state, { start, ids, config }) {
  const T = ids.length
  const query = state.position - start
  if (query < 0 || query >= T) return null
  const key = state.key === null ? -1 : state.key - start
  return {
    ...headIn(config, state),
    query,
    key: key < 0 || key >= T ? null : key,
  }
}

/**
 * Return the place of the largest weight of a row.
 * @param {Float32Array} row some may be NaN
 */
export function strongest(row) {
  let best = row.length - 1
  row.forEach((weight, place) => {
    if (weight > row[best] || Number.isNaN(row[best])) best = place
  })
  return best
}

/**
 * A token of the window with its place in the text, such as «a» (12): the twelfth.
 * @param {Reading} reading
 * @param {number} place in the window
 */
export function named({ tokens, start }, place) {
  return `«${visible(tokens[start + place].text)}» (${start + place + 1})`
}
