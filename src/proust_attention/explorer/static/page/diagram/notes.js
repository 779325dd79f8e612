/**
 * The Class Notes of each step: the module docstrings of the NumPy machine, as they stand in its files, and the
 * same in Spanish.
 *
 * notes.json holds them, under the names of the files. It is fetched when the first step is opened.
 */

/** @typedef {import("../../engine/config.js").ModelConfig} ModelConfig */
/** @typedef {import("./step_texts.js").Kind} Kind */
/** @typedef {import("../core/language.js").Language} Language */
/** @typedef {{module: string} & Record<Language, string>} Note its text, by language */

/**
 * Which files explain a step.
 * @type {Record<Kind, (config: ModelConfig) => string[]>}
 */
const FILES = {
  token_ids: () => ["embedding"],
  embedding: ({ positions }) => ["embedding", ...(positions === "sinusoidal" ? ["positions"] : [])],
  norm_1: () => ["layer_norm"],
  query: met,
  key: met,
  value: () => ["attention"],
  weights: () => ["attention"],
  joined: () => ["attention"],
  attention_output: () => ["attention"],
  between: added,
  norm_2: () => ["layer_norm"],
  hidden: () => ["feed_forward"],
  feed_forward_output: () => ["feed_forward"],
  after: added,
  final_norm: () => ["layer_norm"],
  logits: () => ["transformer", "cross_entropy", "sampling"],
}

/** @param {ModelConfig} config */
function met({ qk_norm, positions }) {
  return ["attention", ...(qk_norm ? ["qk_norm"] : []), ...(positions === "rotary" ? ["positions"] : [])]
}

/** @param {ModelConfig} config */
function added({ norm_placement }) {
  return ["block", ...(norm_placement === "post" ? ["layer_norm"] : [])]
}

/** @type {Promise<Record<string, Note>> | null} */
let all = null

/**
 * Return the notes of a step: those that were served, in the order of the table.
 * @param {Kind} kind
 * @param {ModelConfig} config
 * @returns {Promise<Note[]>}
 */
export async function notesOf(kind, config) {
  all ??= fetched().catch(() => {
    all = null // the next step fetches again
    return {}
  })
  const notes = await all
  return FILES[kind](config).flatMap((file) => (notes[file] ? [notes[file]] : []))
}

/** @returns {Promise<Record<string, Note>>} */
async function fetched() {
  const response = await fetch("notes.json")
  if (!response.ok) throw new Error(`notes.json: ${response.status}`)
  return response.json()
}
