/**
 * The arithmetic of the chosen cell: how its weight comes about, and what its head gathers with it.
 *
 * The numbers are those of the trace. Terms are written with six digits after the point, sums with four: so
 * whoever adds up the terms that are shown gets the sum that is shown.
 */

import { headWidth } from "../../engine/config.js"
import { cellOf, named, strongest } from "../core/cell.js"
import { all, element } from "../widgets/elements.js"
import { significant } from "../widgets/numbers.js"
import { showChosen } from "../widgets/table.js"
import { numbersOf } from "./numbers.js"
import { gatherSection, scoreSection, softmaxSection } from "./sections.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

/** @typedef {import("../core/app.js").App} App */
/** @typedef {import("../core/state.js").Reading} Reading */
/** @typedef {import("./numbers.js").Arrays} Arrays */

const REST = 60 // milliseconds
const NAMES = ["query", "key", "value", "weights", "joined"]

/**
 * @param {HTMLElement} host
 * @param {App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const sentence = element("p", { class: "arithmetic-sentence" })
  const steps = element("ol", { class: "arithmetic" })
  host.append(sentence, steps)
  let waiting = 0
  let begun = 0

  const later = () => {
    // hundreds of lines of numbers: they are written when the pointer rests
    clearTimeout(waiting)
    waiting = setTimeout(() => void show(), REST)
  }
  store.on(["reading", "position", "key", "layer", "head", "skipFirst", "language"], later)

  async function show() {
    const mine = ++begun // the numbers of another layer may be there sooner
    const { state } = store
    const { reading } = state
    const cell = reading && cellOf(state, reading)
    const arrays = cell && (await load(cell.layer))
    if (arrays && mine === begun && store.state.reading === reading) put(state, reading, cell, arrays)
  }

  /**
   * @param {number} layer
   * @returns {Promise<Arrays | null>}
   */
  async function load(layer) {
    const found = await Promise.all(NAMES.map((name) => app.intermediate(`blocks.${layer}.attention.${name}`)))
    if (found.includes(null)) return null
    const [query, key, value, weights, joined] = found.map((step) => /** @type {Float32Array} */ (step?.data))
    return { query, key, value, weights, joined }
  }

  /**
   * @param {Readonly<import("../core/state.js").State>} state
   * @param {Reading} reading
   * @param {import("../core/cell.js").Cell} cell
   * @param {Arrays} arrays
   */
  function put({ language, skipFirst }, reading, { layer, head, query, key }, arrays) {
    const T = reading.ids.length
    const row = arrays.weights.slice((head * T + query) * T, (head * T + query) * T + query + 1)
    if (skipFirst) row[0] = NaN // the cell that the maps name
    const place = key ?? strongest(row)
    const numbers = numbersOf(arrays, { head, query, key: place }, T, headWidth(reading.config))
    const names = { from: named(reading, query), to: named(reading, place) }
    sentence.textContent = t(key === null ? "arithmetic_strongest" : "arithmetic_cell", {
      ...{ layer, head, ...names, weight: significant(language)(numbers.weight) },
    })
    if (skipFirst) sentence.append(` ${t("arithmetic_first_too")}`)
    const about = { app, reading, numbers, query, key: place, language }
    steps.replaceChildren(...[scoreSection, softmaxSection, gatherSection].map((section) => section(about)))
    for (const table of all(steps, ".table", HTMLElement)) showChosen(table)
  }
}
