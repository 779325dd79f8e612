/**
 * The steps of the trace as the diagram orders them: what goes in, the blocks, what comes out.
 */

import { blockOf } from "../core/kind.js"

/** @typedef {import("../../engine/protocol.js").Outline} Outline */
/** @typedef {import("./step_texts.js").Kind} Kind of a step: those that have a title */
/** @typedef {import("../core/language.js").Key} Key */
/** @typedef {{block: number | null, steps: Outline[]}} Part block: null before the first and after the last */

/**
 * Return the steps in parts, in the order of the trace.
 * @param {Outline[]} steps
 * @returns {Part[]}
 */
export function partsOf(steps) {
  /** @type {Part[]} */
  const parts = []
  for (const step of steps) {
    const block = blockOf(step.name)
    const last = parts.at(-1)
    if (last?.block === block) last.steps.push(step)
    else parts.push({ block, steps: [step] })
  }
  return parts
}

/**
 * Return what the diagram says of a step, as a key of texts/; some steps are another thing in another machine.
 * @param {Kind} kind
 * @param {import("../../engine/config.js").ModelConfig} config
 * @returns {Key}
 */
export function aboutOf(kind, { norm_placement, activation, positions }) {
  if (kind === "embedding") return `about_embedding_${positions}`
  if (kind === "between" || kind === "after") return `about_${kind}_${norm_placement}`
  return kind === "hidden" ? `about_hidden_${activation}` : `about_${kind}`
}

/** The words that stand in formulas, and their keys in texts/. */
const WORDS = /** @type {const} */ ([
  ["normalised", "formula_normalised"],
  ["rotated", "formula_rotated"],
  ["heads side by side", "formula_side_by_side"],
])

/**
 * Return a formula of the trace, its words in the language of the page.
 * @param {string} formula
 * @param {import("../core/app.js").App["t"]} t
 */
export function formulaOf(formula, t) {
  const together = formula.replace("/√", "/\u2060√") // no line ends between the two
  return WORDS.reduce((words, [word, key]) => words.replace(word, t(key)), together)
}

/**
 * Return the shape of a step in letters and numbers, without B: here it is always one text.
 * @param {Outline} step
 */
export function shapeOf({ axes, shape }) {
  const row = (/** @type {(string | number)[]} */ all) => `(${all.slice(1).join(",\u00a0")})` // on one line each
  return `${row(axes.split(" "))} = ${row(shape)}`
}
