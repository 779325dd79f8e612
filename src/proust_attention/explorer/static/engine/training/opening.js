/**
 * Opening: a run that goes on from the files of its folder (folder.js), wherever they were written.
 */

import { fromTable } from "../config.js"
import { MachineError, quoted } from "../errors.js"
import * as tokenizers from "../tokenizer.js"
import { idsOfNpy, unpacked } from "./arrays.js"
import { FORMAT, snapshot, STATE } from "./folder.js"
import { requireRoom } from "./room.js"
import { copied, Run } from "./run.js"
import { trainingOf } from "./settings.js"

/** @typedef {import("./run.js").Weights} Weights */
/** @typedef {import("./folder.js").Content} Content */
/** @typedef {import("./folder.js").Folder} Folder */

const SNAPSHOT = /^snapshots\/step-(\d{9})\.safetensors$/

/**
 * Go on with a run from its files.
 * @param {Folder} files
 * @returns {Promise<Run>}
 * @throws {MachineError} if it is no whole run, damaged, or one that the page does not go on with
 */
export async function fromFiles(files) {
  const config = table(files, "config.json")
  if ((config.format ?? FORMAT) !== FORMAT) throw new MachineError("settings_newer")
  const { format: _, ...groups } = config
  const began = files["began.json"] ? table(files, "began.json") : {}
  if (began.interventions) {
    throw new MachineError("run_interventions")
  }
  const tokenizer = tokenizers.fromTable(table(files, "tokenizer.json"))
  const V = tokenizer.pieces.length
  if (V !== config.model?.vocab_size) {
    const known = config.model?.vocab_size
    throw new MachineError("vocabulary_other", { known: quoted(known), found: V })
  }
  requireRoom(fromTable(groups).model, trainingOf(groups.training))
  const ids = idsOfNpy(content(files, "tokens.npy"), V)
  const corpus = files["corpus.json"] ? table(files, "corpus.json") : {}
  const best = await unpacked("model.safetensors", content(files, "model.safetensors"))
  const origin = { config: groups, tokenizer, corpus, began, ids, snapshots: snapshotsOf(files) }
  const run = new Run(origin, copied(best.weights))
  const loss = Number(best.about.held_out_loss)
  run.best = { weights: best.weights, loss: Number.isFinite(loss) ? loss : Infinity }
  run.metrics = records(files, "metrics.jsonl")
  run.samples = /** @type {typeof run.samples} */ (records(files, "samples.jsonl"))
  if (files[STATE]) await takeUp(run, files[STATE])
  else await takeUpTheFirst(run, content(files, snapshot(0)))
  if (run.counters.step === 0) {
    // it begins once more
    run.metrics = []
    run.samples = []
  } else {
    // weights that are older than the state stay until better ones are found
    if (run.best.loss < Infinity) run.counters.best_loss = Math.max(run.counters.best_loss, run.best.loss)
    run.moments.set(run.counters.step, { state: run.state(), best: run.best })
  }
  return run
}

/**
 * Begin once more: no state was saved yet.
 * @param {Run} run
 * @param {Content} content
 */
async function takeUpTheFirst(run, content) {
  const { weights } = await unpacked(snapshot(0), content)
  run.takeUp({ ...run.state(), weights })
}

/**
 * @param {Run} run
 * @param {Content} content
 */
async function takeUp(run, content) {
  const { weights: arrays } = await unpacked(STATE, content)
  /** @type {(prefix: string) => Weights} */
  const under = (prefix) => {
    const own = [...arrays].filter(([name]) => name.startsWith(prefix))
    return new Map(own.map(([name, array]) => [name.slice(prefix.length), array]))
  }
  const counters = Object.fromEntries([...under("counters.")].map(([name, { data }]) => [name, data[0]]))
  for (const name of Object.keys(run.counters)) {
    const value = counters[name]
    if (typeof value !== "number" || !(Number.isFinite(value) || (name === "best_loss" && value === Infinity))) {
      throw new MachineError("counter_missing", { file: STATE, name })
    }
  }
  const kept = new Map([...arrays].filter(([name]) => !/^(weights|counters)\./.test(name)))
  run.takeUp({ counters: /** @type {any} */ (counters), weights: under("weights."), kept })
}

/** @param {Folder} files */
function snapshotsOf(files) {
  const steps = Object.keys(files)
    .map((path) => Number(SNAPSHOT.exec(path)?.[1] ?? NaN))
    .filter(Number.isInteger)
  return new Map(steps.map((step) => [step, files[snapshot(step)]]))
}

/**
 * @param {Folder} files
 * @param {string} name
 */
function content(files, name) {
  if (!files[name]) throw new MachineError("run_incomplete", { file: name })
  return files[name]
}

/**
 * @param {Folder} files
 * @param {string} name
 * @returns {Record<string, any>}
 */
function table(files, name) {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content(files, name)))
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    if (error instanceof MachineError) throw error
  }
  throw new MachineError("file_no_json", { file: name })
}

/**
 * The records of a log; a line that was cut short is left out, as Python leaves it out.
 * @param {Folder} files
 * @param {string} name
 * @returns {Record<string, any>[]}
 */
function records(files, name) {
  if (!files[name]) return []
  return new TextDecoder()
    .decode(files[name])
    .split("\n")
    .flatMap((line) => {
      try {
        const record = JSON.parse(line)
        return Number.isInteger(record?.step) ? [record] : []
      } catch {
        return []
      }
    })
}
