/**
 * The settings that teach, each a field with its words: what can be chosen of a machine and of its training.
 */

import { PRESETS } from "../../engine/presets.js"
import { element } from "../widgets/elements.js"
import { keyOf } from "./keys.js"

/** @typedef {"modern" | "article"} Preset */
/** @typedef {Record<string, string | number>} Values by the names of the fields */
/**
 * @typedef {object} Field
 * @property {string} name
 * @property {"model" | "training" | "tokenizer"} group of a config.json
 * @property {(string | number)[]} [choices] words, which are told in the language of the page, and numbers
 * @property {[least: number, most: number]} [whole] a whole number
 * @property {number} [most] a number above 0
 */

const CHARACTERS = "characters"

/** @type {Field[]} */
export const FIELDS = [
  { name: "learning_rate", group: "training", most: 1e100 },
  { name: "batch_size", group: "training", whole: [1, 1024] },
  { name: "n_layers", group: "model", whole: [1, 1000] },
  { name: "n_heads", group: "model", choices: [1, 2, 4, 8] },
  { name: "norm_placement", group: "model", choices: ["pre", "post"] },
  { name: "positions", group: "model", choices: ["rotary", "sinusoidal"] },
  { name: "optimizer", group: "training", choices: ["muon", "adamw"] },
  { name: "d_model", group: "model", choices: [32, 64, 128, 256, 512] },
  { name: "context_length", group: "model", choices: [16, 32, 64, 128, 256] },
  { name: "vocabulary", group: "tokenizer", choices: [CHARACTERS, 256, 512, 1024] },
  { name: "steps", group: "training", whole: [1, 1_000_000] },
  { name: "seed", group: "training", whole: [0, Number.MAX_SAFE_INTEGER] },
]

/** What a training of a minute has in common. */
const SHORT = {
  ...{ batch_size: 8, n_layers: 2, n_heads: 2, d_model: 128, context_length: 64, steps: 500, seed: 0 },
  vocabulary: CHARACTERS,
}

/** @type {Record<Preset, Values>} the article's rate is for 200,000 steps: for so few it is raised */
export const USUAL = {
  modern: { ...SHORT, learning_rate: 0.003, norm_placement: "pre", positions: "rotary", optimizer: "muon" },
  article: { ...SHORT, learning_rate: 0.002, norm_placement: "post", positions: "sinusoidal", optimizer: "adamw" },
}

const MUON = 0.02 / 3e-3 // the rate of Muon, as a multiple of AdamW's: those of the preset `modern`
const WARMUP = 10 // a tenth of the steps

/**
 * The settings of a run, as a config.json has them.
 * @param {Preset} preset
 * @param {Values} values
 * @returns {Record<string, any>}
 */
export function settingsOf(preset, values) {
  const { model, training } = PRESETS[preset]
  const own = (/** @type {string} */ group) => {
    return Object.fromEntries(
      FIELDS.filter((field) => field.group === group).map(({ name }) => [name, values[name]]),
    )
  }
  const { learning_rate: rate, steps, d_model: D } = /** @type {Record<string, number>} */ (values)
  const { vocabulary } = values
  return {
    tokenizer: vocabulary === CHARACTERS ? { kind: CHARACTERS } : { kind: "bpe", vocab_size: vocabulary },
    model: { ...model, ...own("model"), d_ff: 4 * D },
    training: {
      ...training,
      ...own("training"),
      muon_learning_rate: Math.min(MUON * rate, 1e100),
      warmup_steps: Math.floor(steps / WARMUP),
      samples: Math.floor(Math.log2(steps)) + 1, // after every step that is the last but so many halvings
      evaluation_windows: 32,
      precision: "float32",
    },
  }
}

/**
 * The control of a field: a menu, or a number.
 * @param {Field} field
 */
export function control({ name, choices, whole, most }) {
  if (choices) {
    const options = choices.map((choice) => element("option", { value: choice }, String(choice)))
    return element("select", { id: `learn-${name}` }, ...options)
  }
  const bounds = whole ? { min: whole[0], max: whole[1], step: 1 } : { min: 0, max: most ?? 1, step: "any" }
  return element("input", { type: "number", id: `learn-${name}`, ...bounds })
}

/**
 * Put the words of a menu into the language of the page.
 * @param {Field} field
 * @param {HTMLSelectElement | HTMLInputElement | null} control
 * @param {import("../core/app.js").App["t"]} t
 */
export function translate({ choices }, control, t) {
  if (!(control instanceof HTMLSelectElement)) return
  choices?.forEach((choice, i) => {
    if (typeof choice === "string") control.options[i].textContent = t(keyOf(choice))
  })
}

/**
 * What stands in a control, or null if it is no value of its field.
 * @param {Field} field
 * @param {HTMLSelectElement | HTMLInputElement} control
 */
export function valueIn({ choices, whole, most = 1 }, { value: text }) {
  if (choices) return choices.find((choice) => String(choice) === text) ?? null
  const value = Number(text)
  if (text.trim() === "" || !Number.isFinite(value)) return null
  if (whole) return Number.isInteger(value) && value >= whole[0] && value <= whole[1] ? value : null
  return value > 0 && value <= most ? value : null
}
