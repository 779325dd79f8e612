/**
 * The outlook: from the logits behind one token to the probabilities before and after the sliders, or before and
 * after parts of the machine were taken out.
 */

import { probabilities, UNCHANGED } from "../../engine/sampling.js"

/** @typedef {import("../core/state.js").State} State */
/** @typedef {"" | "topK" | "topP" | "other"} Cut which slider has cut a token off; "": none */

/**
 * @typedef {object} Outlook
 * @property {Float64Array} before (V,) what the machine says
 * @property {Float64Array} after (V,) what is drawn from
 * @property {number[]} order ids, the likeliest first
 * @property {(id: number) => Cut} cut
 */

/**
 * The settings of sampling: the sliders', and for the rest the machine's own.
 * @param {State} state
 * @returns {import("../../engine/config.js").SamplingConfig}
 */
export function settingsOf({ description, temperature, topK, topP }) {
  return { ...UNCHANGED, ...description?.sampling, temperature, top_k: topK, top_p: topP }
}

/**
 * What the whole machine says, and what it says with parts taken out; the sliders have no part in it. The order is
 * by the larger of the two.
 * @param {ArrayLike<number>} whole (V,) logits
 * @param {ArrayLike<number>} logits (V,) with parts taken out
 * @returns {Outlook}
 */
export function comparison(whole, logits) {
  const before = probabilities(whole)
  const after = probabilities(logits)
  const larger = Float64Array.from(before, (p, id) => Math.max(p, after[id]))
  return { before, after, order: ordered(larger), cut: () => "" }
}

/**
 * @param {ArrayLike<number>} logits (V,)
 * @param {State} state
 * @param {Iterable<number>} window the ids before it, for the repetition penalty
 * @returns {Outlook}
 */
export function outlook(logits, state, window) {
  const settings = settingsOf(state)
  const before = probabilities(logits)
  const after = probabilities(logits, settings, window)
  const only = { ...UNCHANGED, repetition_penalty: settings.repetition_penalty }
  const byTopK = probabilities(logits, { ...only, top_k: settings.top_k }, window)
  const byTemperature = probabilities(logits, { ...only, temperature: settings.temperature }, window)
  const byTopP = probabilities(logits, { ...settings, min_p: 0 }, window)
  /** @type {Outlook["cut"]} */
  const cut = (id) => {
    if (after[id] > 0 || before[id] === 0) return ""
    if (settings.temperature === 0) return "other"
    if (byTopK[id] === 0) return "topK"
    if (byTemperature[id] === 0) return "" // so cold that nothing is left of it
    return byTopP[id] === 0 ? "topP" : "other"
  }
  return { before, after, order: ordered(before), cut }
}

/**
 * The ids, the likeliest first.
 * @param {Float64Array} p (V,)
 */
function ordered(p) {
  return Array.from(p, (_, id) => id).sort((a, b) => p[b] - p[a] || a - b)
}
