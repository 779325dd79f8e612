/**
 * The arithmetic of the chosen cell: how its weight comes about, and what its head gathers with it.
 *
 * The numbers are those of the trace. Terms are written with six digits after the point, sums with four: so
 * whoever adds up the terms that are shown gets the sum that is shown.
 */

import { headWidth } from "../engine/config.js"
import { numbersOf } from "./arithmetic_numbers.js"
import { gatherSection, scoreSection, softmaxSection } from "./arithmetic_sections.js"
import { element } from "./elements.js"
import { cellOf, named, strongest } from "./maps_cell.js"
import { showChosen, significant } from "./table.js"

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./state.js").Reading} Reading */
/** @typedef {import("./arithmetic_numbers.js").Arrays} Arrays */

const REST = 60  // milliseconds
const NAMES = /** @type {const} */ (["query", "key", "value", "weights", "joined"])

/**
 * @param {HTMLElement} host
 * @param {App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const told = element("p", { class: "arithmetic-told" })
  const steps = element("ol", { class: "arithmetic" })
  host.append(told, steps)
  let waiting = 0, asked = 0

  const later = () => {  // hundreds of lines of numbers: they are written when the pointer rests
    clearTimeout(waiting)
    waiting = setTimeout(() => void show(), REST)
  }
  store.on(["reading", "position", "key", "layer", "head", "skipFirst", "language"], later)

  async function show() {
    const mine = ++asked  // the numbers of another layer may be there sooner
    const { state } = store
    const { reading } = state
    const cell = reading && cellOf(state, reading)
    const arrays = cell && (await load(cell.layer))
    if (arrays && mine === asked && store.state.reading === reading) put(state, reading, cell, arrays)
  }

  /**
   * @param {number} layer
   * @returns {Promise<Arrays | null>}
   */
  async function load(layer) {
    const found = await Promise.all(NAMES.map((name) => app.intermediate(`blocks.${layer}.attention.${name}`)))
    if (found.includes(null)) return null
    return /** @type {any} */ (Object.fromEntries(found.map((step, i) => [NAMES[i], step?.data])))
  }

  /**
   * @param {Readonly<import("./state.js").State>} state
   * @param {Reading} reading
   * @param {import("./maps_cell.js").Cell} cell
   * @param {Arrays} arrays
   */
  function put({ language, skipFirst }, reading, { layer, head, query, key }, arrays) {
    const T = reading.ids.length
    const row = arrays.weights.slice((head * T + query) * T, (head * T + query) * T + query + 1)
    if (skipFirst) row[0] = NaN  // the cell that the maps name
    const place = key ?? strongest(row)
    const numbers = numbersOf(arrays, { head, query, key: place }, T, headWidth(reading.config))
    const names = { from: named(reading, query), to: named(reading, place) }
    told.textContent = t(key === null ? "arithmetic_strongest" : "arithmetic_cell", {
      ...{ layer, head, ...names, weight: significant(language)(numbers.weight) },
    })
    if (skipFirst) told.append(` ${t("arithmetic_first_too")}`)
    const about = { app, reading, numbers, query, key: place, language }
    steps.replaceChildren(...[scoreSection, softmaxSection, gatherSection].map((section) => section(about)))
    for (const table of steps.querySelectorAll(".table")) showChosen(/** @type {HTMLElement} */ (table))
  }
}
