/**
 * The run folder: a run as the files that `proust` reads and writes (checkpoint/run_folder.py). opening.js goes on
 * from them.
 *
 *     config.json  tokenizer.json  corpus.json    what is trained, on what
 *     began.json                                  how it began
 *     tokens.npy                                  the text as ids
 *     model.safetensors                           the best weights so far, by the held-out loss
 *     state/state.safetensors                     the last full state: weights, the optimizer's memory, counters
 *     snapshots/step-000000512.safetensors ...    weights at the moments that were kept
 *     metrics.jsonl  samples.jsonl                logs, a line at a time
 */

import { MachineError } from "../errors.js"
import { npy, packed } from "./arrays.js"

/** @typedef {import("./run.js").Run} Run */
/** @typedef {import("./run.js").Weights} Weights */
/** @typedef {Uint8Array<ArrayBuffer>} Content */
/** @typedef {Record<string, Content>} Folder by their paths */

export const FORMAT = 1 // of config.json, as checkpoint/settings_file.py has it
export const STATE = "state/state.safetensors"

/**
 * Return a run as the files of its folder.
 * @param {Run} run
 * @param {import("./run.js").State} now the state in which it is to go on; the logs may be newer
 * @returns {Promise<Folder>}
 */
export async function filesOf(run, now = run.state()) {
  const { origin, best } = run
  const moments = [...run.moments] // the run may go on meanwhile
  const { counters, weights, kept } = now
  if (![...weights.values()].every(({ data }) => data.every(Number.isFinite))) {
    throw new MachineError("run_infinite")
  }
  /** @type {Weights} */
  const state = new Map(kept)
  for (const [name, weight] of weights) state.set(`weights.${name}`, weight)
  for (const [name, value] of Object.entries(counters)) {
    state.set(`counters.${name}`, { shape: [], data: Float64Array.of(value) })
  }
  /** @type {Folder} */
  const files = {
    ...described(run),
    "corpus.json": json(origin.corpus),
    "began.json": json(origin.began),
    "tokens.npy": npy(origin.ids, origin.tokenizer.pieces.length),
    "metrics.jsonl": lines(run.metrics),
    "samples.jsonl": lines(run.samples),
  }
  files["model.safetensors"] = await packed(best.weights, { held_out_loss: spelledLoss(best.loss) })
  files[STATE] = await packed(state)
  for (const [step, content] of origin.snapshots) if (step <= counters.step) files[snapshot(step)] = content
  for (const [step, { state }] of moments) files[snapshot(step)] = await packed(state.weights)
  files[snapshot(0)] ??= await packed(weights) // nothing was done yet
  return files
}

/**
 * Return the three files of the machine as it is now, for engine.js to open.
 * @param {Run} run
 * @returns {Promise<import("../machine.js").Files>}
 */
export async function machineOf(run) {
  const files = { ...described(run), "model.safetensors": await packed(run.learner.weights) }
  const copies = Object.entries(files).map(([name, content]) => [name, content.slice().buffer])
  return /** @type {any} */ (Object.fromEntries(copies))
}

/** @param {Run} run */
function described({ origin, learner }) {
  return {
    "config.json": json({ format: FORMAT, ...origin.config, training: learner.training }),
    "tokenizer.json": json(origin.tokenizer.toTable()),
  }
}

/**
 * Return the path of the weights after so many steps.
 * @param {number} step
 */
export function snapshot(step) {
  return `snapshots/step-${String(step).padStart(9, "0")}.safetensors`
}

/** @param {number} loss */
function spelledLoss(loss) {
  return loss === Infinity ? "inf" : String(loss)
}

/** @param {unknown} value */
function json(value) {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
}

/** @param {unknown[]} all */
function lines(all) {
  return new TextEncoder().encode(all.map((one) => `${JSON.stringify(one)}\n`).join(""))
}
