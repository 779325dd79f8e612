/**
 * What things of a step are called: its gradients, the rows of its batch, the numbers of a weight.
 */

import { blockOf, kindOf } from "../core/kind.js"
import { visible } from "../core/symbols.js"

/** @typedef {import("../core/app.js").App} App */
/** @typedef {import("./source.js").Taken} Taken */
/** @typedef {import("../../engine/backward.js").GradientOutline} Step */
/** @typedef {import("./layout.js").Layout} Layout */

/**
 * A step of the way back: an array by the name that it has in the diagram, a weight by its own.
 * @param {App} app
 * @param {Step} step
 */
export function titleOf({ t }, { name, factors }) {
  return factors ? name : t(`step_${kindOf(name)}`)
}

/**
 * The same, with the block that it is of.
 * @param {App} app
 * @param {Step} step
 */
export function fullTitleOf(app, step) {
  const block = blockOf(step.name)
  const where = block === null || step.factors ? [] : [app.t("diagram_in_block", { block })]
  return [titleOf(app, step), ...where].join(", ")
}

/**
 * The last part of a weight's name: "W_Q" of blocks.0.attention.W_Q.
 * @param {string} name
 */
export function ownName(name) {
  return name.slice(name.lastIndexOf(".") + 1)
}

/**
 * A row of the batch: the token that was read there, and its place in the text, or in its window.
 * @param {App} app
 * @param {Taken} taken
 * @param {number} row
 */
export function rowName({ t }, { outline: { inputs, T }, pieces, first }, row) {
  const token = `«${visible(pieces[inputs[row]])}»`
  if (inputs.length === T) return `${token} (${first + row + 1})`
  return t("gradient_row", { token, place: (row % T) + 1, window: Math.floor(row / T) + 1 })
}

/**
 * A number of a gradient: where it lies in its array.
 * @param {App} app
 * @param {Taken} taken
 * @param {Step} step
 * @param {Layout} layout
 * @param {import("../widgets/grid.js").Place} place
 */
export function placeName(app, taken, { name, axes, factors }, { width }, { row, column }) {
  const { t } = app
  const piece = (/** @type {number} */ id) => `«${visible(taken.pieces[id])}»`
  const head = axes.includes("H") ? [t("heat_head", { head: Math.floor(column / width) })] : []
  const along = axes.split(" ").at(-1)
  const number = column % width
  const across = along === "V" ? piece(number) : t(along === "S" ? "gradient_key" : "heat_number", { number })
  if (!factors) return [rowName(app, taken, row), ...head, across].join(" · ")
  if (!axes.includes(" ")) return `${name}, ${across}` // a vector
  const down = axes.startsWith("V") ? piece(row) : t("heat_number", { number: row })
  return t("gradient_cell", { name, row: down, column: across })
}
