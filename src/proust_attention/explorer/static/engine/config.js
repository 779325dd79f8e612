/**
 * The settings of a machine, from its config.json: the twin of config.py, as far as computing and writing need
 * them.
 *
 * A name that is not known is refused, for it may belong to a machine of a later version that computes another
 * thing; a name that is missing means the article's value, as everywhere.
 */

import { MachineError, quoted } from "./errors.js"

/**
 * @typedef {object} ModelConfig
 * @property {number} vocab_size V, the number of symbols
 * @property {number} d_model D, the width of the residual stream
 * @property {number} n_heads H, the attention heads of a layer
 * @property {number} n_layers L, the number of blocks
 * @property {number} d_ff F, the width of the feed-forward's hidden layer
 * @property {number} context_length how many symbols the machine sees at once
 * @property {number} dropout of training
 * @property {"post" | "pre"} norm_placement
 * @property {"sinusoidal" | "rotary"} positions
 * @property {"relu" | "relu_squared"} activation
 * @property {boolean} qk_norm
 */

/**
 * @typedef {object} SamplingConfig
 * @property {number} temperature
 * @property {number} top_k
 * @property {number} top_p
 * @property {number} min_p
 * @property {number} repetition_penalty
 */

/** @typedef {import("./errors.js").Refusal} Refusal */
/** @typedef {{model: ModelConfig, sampling: SamplingConfig}} Config */
/** @typedef {{usual?: unknown, allowed: Refusal, holds: (value: any) => boolean}} Rule */

const LARGEST = 1_000_000

/** @type {(least: number, most: number, usual?: number) => Rule} */
export const whole = (least, most, usual) => ({
  usual,
  allowed: { code: "whole_between", values: { least, most } },
  holds: (value) => Number.isInteger(value) && value >= least && value <= most,
})
/** @type {(least: number, most: number, usual: number) => Rule} */
export const number = (least, most, usual) => ({
  usual,
  allowed: { code: most === Infinity ? "number_from" : "number_between", values: { least, most } },
  holds: (value) => typeof value === "number" && Number.isFinite(value) && value >= least && value <= most,
})
/** @type {(...choices: unknown[]) => Rule} */
export const choice = (...choices) => ({
  usual: choices[0],
  allowed: { code: "one_of", values: { choices: choices.join(", ") } },
  holds: (value) => choices.includes(value),
})

/** @type {Record<keyof ModelConfig, Rule>} */
const MODEL = {
  vocab_size: whole(2, LARGEST),
  d_model: whole(2, LARGEST, 128),
  n_heads: whole(1, LARGEST, 2),
  n_layers: whole(1, 1000, 2),
  d_ff: whole(1, LARGEST, 512),
  context_length: whole(2, 65_536, 256),
  dropout: number(0, 1, 0.1),
  norm_placement: choice("post", "pre"),
  positions: choice("sinusoidal", "rotary"),
  activation: choice("relu", "relu_squared"),
  qk_norm: choice(false, true),
}

/** @type {Record<keyof SamplingConfig, Rule>} */
const SAMPLING = {
  temperature: number(0, Infinity, 0.8),
  top_k: whole(0, Number.MAX_SAFE_INTEGER, 40),
  top_p: number(0, 1, 1),
  min_p: number(0, 1, 0),
  repetition_penalty: number(1, 10, 1),
}

/**
 * Check what stands in a config.json. The settings of training are left alone (training/settings.js has them).
 * @param {any} table
 * @returns {Config}
 * @throws {MachineError}
 */
export function fromTable(table) {
  const model = /** @type {ModelConfig} */ (group("model", MODEL, table?.model))
  const sampling = /** @type {SamplingConfig} */ (group("sampling", SAMPLING, table?.sampling ?? {}))
  const { d_model: D, n_heads: H, positions } = model
  if (D % 2) throw wrong("model.d_model", D, { code: "even_width" })
  if (D % H) throw wrong("model.n_heads", H, { code: "divisor_of_width", values: { width: D } })
  if (positions === "rotary" && (D / H) % 2) {
    throw wrong("model.n_heads", H, { code: "even_heads", values: { width: D / H } })
  }
  return { model, sampling }
}

/**
 * K, the width of one head: D / H.
 * @param {ModelConfig} config
 */
export function headWidth(config) {
  return config.d_model / config.n_heads
}

/**
 * Check a group of settings against its rules.
 * @param {string} section
 * @param {Record<string, Rule>} rules
 * @param {any} given
 * @returns {Record<string, any>}
 * @throws {MachineError}
 */
export function group(section, rules, given) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new MachineError("settings_missing", { group: section })
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(rules, name)) {
      throw new MachineError("setting_unknown", { setting: quoted(`${section}.${name}`) })
    }
  }
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const value = Object.hasOwn(given, name) ? given[name] : rule.usual
      if (!rule.holds(value)) throw wrong(`${section}.${name}`, value, rule.allowed)
      return [name, value]
    }),
  )
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {Refusal} allowed
 */
function wrong(name, value, allowed) {
  return new MachineError("setting_wrong", { setting: name, value: quoted(value), allowed })
}
