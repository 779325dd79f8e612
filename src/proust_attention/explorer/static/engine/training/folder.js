/**
 * The run folder: a run as the files that `proust` reads and writes (checkpoint/run_folder.py), and a run from
 * them.
 *
 *     config.json  tokenizer.json  corpus.json    what is trained, on what
 *     began.json                                  how it began
 *     tokens.npy                                  the text as ids
 *     model.safetensors                           the best weights so far, by the held-out loss
 *     state/state.safetensors                     the last full state: weights, the optimizer's memory, counters
 *     snapshots/step-000000512.safetensors ...    weights at the moments that were kept
 *     metrics.jsonl  samples.jsonl                logs, a line at a time
 */

import { fromTable } from "../config.js"
import { MachineError } from "../errors.js"
import { sha256 } from "../safetensors.js"
import * as tokenizers from "../tokenizer.js"
import { idsOfNpy, npy, packed, unpacked } from "./arrays.js"
import { initial } from "./initial.js"
import { encodeParts } from "./material.js"
import { copied, Run } from "./run.js"
import { trainingOf } from "./settings.js"

/** @typedef {import("./run.js").Weights} Weights */
/** @typedef {Uint8Array<ArrayBuffer>} Content */
/** @typedef {Record<string, Content>} Folder by their paths */

const FORMAT = 1  // of config.json, as checkpoint/settings_file.py has it
const STATE = "state/state.safetensors"
const SNAPSHOT = /^snapshots\/step-(\d{9})\.safetensors$/
const LARGEST_TEXT = 20_000_000  // characters: a text that is far longer is another thing, dropped by mistake

/**
 * Begin a run with a text.
 * @param {string} text as a corpus would have it (asTyped in alphabet.js)
 * @param {Record<string, any>} settings the groups model, training and sampling of a config.json, in part
 * @param {{kind: string} | null} table of a tokenizer that knows the text; null: its characters are the tokens
 * @returns {Promise<Run>}
 * @throws {MachineError}
 */
export async function begin(text, settings, table = null) {
  const characters = [...text]
  if (characters.length > LARGEST_TEXT) {
    const [found, most] = [characters.length, LARGEST_TEXT].map((count) => count.toLocaleString("en"))
    throw new MachineError(`the text has ${found} characters; more than ${most} are not learned from here`)
  }
  const codes = [...new Set(characters)].map((character) => Number(character.codePointAt(0)))
  const symbols = codes.sort((one, other) => one - other).map((code) => String.fromCodePoint(code))
  if (symbols.length < 2) throw new MachineError("the text is too short: it has no two different characters")
  const tokenizer = tokenizers.fromTable(table ?? { kind: "characters", symbols: symbols.join("") })
  tokenizers.idsOf(tokenizer, text)  // refuses what it does not know
  const training = trainingOf(settings.training)
  const ids = encodeParts(text, training.held_out_fraction, tokenizer)
  const model = { ...settings.model, vocab_size: tokenizer.pieces.length }
  const config = { ...settings, model, training, tokenizer: { kind: tokenizer.toTable().kind, vocab_size: null } }
  const digest = await sha256(new Blob([text]))
  const known = { language: "", characters: characters.length, symbols: symbolsOf(tokenizer) }
  const corpus = { ...known, ...(digest && { sha256: digest }), sources: [] }
  const origin = { config, tokenizer, corpus, began: { engine: "page", from: null }, ids, snapshots: new Map() }
  return new Run(origin, initial(fromTable(config).model, training.seed, training.initialisation))
}

/**
 * Return a run as the files of its folder.
 * @param {Run} run
 * @param {import("./run.js").State} now the state in which it is to go on; the logs may be newer
 * @returns {Promise<Folder>}
 */
export async function filesOf(run, now = run.state()) {
  const { origin, best } = run
  const { counters, weights, kept } = now
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
    "model.safetensors": await packed(best.weights, { held_out_loss: spelledLoss(best.loss) }),
    [STATE]: await packed(state),
    "metrics.jsonl": lines(run.metrics),
    "samples.jsonl": lines(run.samples),
  }
  for (const [step, content] of origin.snapshots) if (step <= counters.step) files[snapshot(step)] = content
  for (const [step, { state }] of run.moments) files[snapshot(step)] = await packed(state.weights)
  files[snapshot(0)] ??= await packed(weights)  // nothing was done yet
  return files
}

/**
 * Return the three files of the machine as it is now.
 * @param {Run} run
 * @returns {Promise<Folder>}
 */
export async function machineOf(run) {
  return { ...described(run), "model.safetensors": await packed(run.learner.weights) }
}

/** @param {Run} run */
function described({ origin, learner }) {
  return {
    "config.json": json({ format: FORMAT, ...origin.config, training: learner.training }),
    "tokenizer.json": json(origin.tokenizer.toTable()),
  }
}

/**
 * Go on with a run from its files.
 * @param {Folder} files
 * @returns {Promise<Run>}
 * @throws {MachineError} if it is no whole run, damaged, or one that the page does not go on with
 */
export async function fromFiles(files) {
  const config = table(files, "config.json")
  if ((config.format ?? FORMAT) !== FORMAT) throw new MachineError("config.json is of a newer version")
  const { format: _, ...groups } = config
  const began = files["began.json"] ? table(files, "began.json") : {}
  if (began.interventions) {
    throw new MachineError("this run has interventions in every forward (began.json); only proust goes on with it")
  }
  const tokenizer = tokenizers.fromTable(table(files, "tokenizer.json"))
  const ids = idsOfNpy(content(files, "tokens.npy"), tokenizer.pieces.length)
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
  if (run.counters.step === 0) {  // it begins once more
    run.metrics = []
    run.samples = []
  } else {
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
      throw new MachineError(`${STATE} is damaged, or of another version: ${name} is missing, or counts nothing`)
    }
  }
  const kept = new Map([...arrays].filter(([name]) => !/^(weights|counters)\./.test(name)))
  run.takeUp({ counters: /** @type {any} */ (counters), weights: under("weights."), kept })
}

/** @param {tokenizers.Tokenizer} tokenizer */
function symbolsOf(tokenizer) {
  return tokenizer.alphabet.symbols.join("")
}

/** @param {number} step */
function snapshot(step) {
  return `snapshots/step-${String(step).padStart(9, "0")}.safetensors`
}

/** @param {Folder} files */
function snapshotsOf(files) {
  const steps = Object.keys(files).map((path) => Number(SNAPSHOT.exec(path)?.[1] ?? NaN)).filter(Number.isInteger)
  return new Map(steps.map((step) => [step, files[snapshot(step)]]))
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

/**
 * @param {Folder} files
 * @param {string} name
 */
function content(files, name) {
  if (!files[name]) throw new MachineError(`this is not a whole run: ${name} is missing`)
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
  throw new MachineError(`${name} is damaged: it is not JSON`)
}

/**
 * The records of a log; a line that was cut short is left out, as Python leaves it out.
 * @param {Folder} files
 * @param {string} name
 * @returns {Record<string, any>[]}
 */
function records(files, name) {
  if (!files[name]) return []
  return new TextDecoder().decode(files[name]).split("\n").flatMap((line) => {
    try {
      const record = JSON.parse(line)
      return Number.isInteger(record?.step) ? [record] : []
    } catch {
      return []
    }
  })
}
