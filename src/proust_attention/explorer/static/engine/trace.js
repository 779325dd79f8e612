/**
 * Trace: the whole journey of a text through the machine, the twin of inspection/trace.py.
 *
 * Each step is an array with its name, its formula and its shape in the alphabet of axes. Which steps there are,
 * each part declares (parts.js); names and formulas are those that `proust trace` prints. Nothing is copied: these
 * are the arrays of the forward, as they passed its hooks.
 */

import { changesOf } from "./interventions.js"
import { machine, shapeOf } from "./parts.js"

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} formula
 * @property {string} axes
 * @property {number[]} shape
 * @property {Float32Array | Int32Array} data
 */

/**
 * Return every step from the ids to the logits.
 * @param {import("./transformer.js").Transformer} transformer
 * @param {Int32Array} tokenIds (T,)
 * @param {import("./interventions.js").Interventions} interventions
 * @returns {Step[]}
 * @throws {MachineError} what the machine's forward throws
 */
export function forwardSteps(transformer, tokenIds, interventions = {}) {
  const { config } = transformer
  const changes = changesOf(interventions, config, tokenIds.length)
  /** @type {Map<string, Step>} */
  const steps = new Map()
  /** @type {(declared: import("./parts.js").Intermediate, data: Float32Array | Int32Array) => void} */
  const keep = (declared, data) => {
    steps.set(declared.name, { ...declared, shape: shapeOf(declared, config, tokenIds.length), data })
  }
  keep({ name: "token_ids", formula: "", axes: "B T" }, tokenIds)
  const kept = machine(config).arrays.map((declared) => {
    const { name } = declared
    /** @type {import("./interventions.js").Made} */
    const change = (x) => {
      const y = changes.get(name)?.made(x) ?? x
      keep(declared, /** @type {Float32Array} */ (y))
      return y
    }
    return /** @type {const} */ ([name, change])
  })
  transformer.forward(tokenIds, new Map(kept))
  return [...steps.values()]
}
