/**
 * A machine: its settings, its tokenizer and its weights, from the three files of a run folder.
 *
 * The files come from anywhere (a server, a folder dropped on the page), so nothing in them is believed: sizes,
 * names, shapes and numbers are checked before anything is computed, and what is wrong is said in one sentence.
 */

import { fromTable, headWidth } from "./config.js"
import { MachineError } from "./errors.js"
import { checkSize, MOST_NUMBERS, PARTS } from "./limits.js"
import { count } from "./parameters.js"
import { read } from "./safetensors.js"
import * as tokenizers from "./tokenizer.js"
import { Transformer } from "./transformer.js"

/** @typedef {import("./limits.js").Part} Part */
/** @typedef {Record<Part, ArrayBuffer>} Files */

export class Machine {
  /**
   * Use `open` or `fetch`.
   * @param {import("./config.js").Config} config
   * @param {tokenizers.Tokenizer} tokenizer
   * @param {import("./safetensors.js").Contents} contents
   */
  constructor(config, tokenizer, { weights, verified }) {
    this.config = config.model
    this.sampling = config.sampling
    this.tokenizer = tokenizer
    this.weights = inSinglePrecision(weights)
    this.transformer = new Transformer(config.model, this.weights)
    this.verified = verified
  }

  /**
   * Open a machine.
   * @param {Partial<Files>} files
   * @returns {Promise<Machine>}
   * @throws {MachineError}
   */
  static async open(files) {
    const whole = checked(files)
    const config = fromTable(json("config.json", whole["config.json"]))
    const tokenizer = tokenizers.fromTable(json("tokenizer.json", whole["tokenizer.json"]))
    const V = tokenizer.pieces.length
    if (V !== config.model.vocab_size) {
      const { vocab_size } = config.model
      throw new MachineError("vocabulary_other", { known: vocab_size, found: V })
    }
    checkRoom(config.model)
    return new Machine(config, tokenizer, await read(whole["model.safetensors"]))
  }

  /**
   * Open the machine whose files lie at an address.
   * @param {string} address of the folder, with a slash at its end
   * @returns {Promise<Machine>}
   * @throws {MachineError}
   */
  static async fetch(address) {
    const contents = await Promise.all(PARTS.map((part) => download(part, new URL(part, address))))
    return Machine.open(/** @type {Files} */ (Object.fromEntries(PARTS.map((part, i) => [part, contents[i]]))))
  }

  /**
   * Return the same machine with other weights, those of a file at an address.
   * @param {string} address
   * @returns {Promise<Machine>}
   * @throws {MachineError} if they cannot be fetched, are damaged, or do not fit
   */
  async withWeights(address) {
    const content = await download("model.safetensors", new URL(address))
    checkSize("model.safetensors", content.byteLength)
    return new Machine({ model: this.config, sampling: this.sampling }, this.tokenizer, await read(content))
  }

  /** What a page may want to know of it, plain values. */
  describe() {
    const { config, sampling, verified, tokenizer } = this
    const { pieces } = tokenizer
    return { config, sampling, verified, tokenizer: tokenizer.toTable(), pieces, parameters: count(config) }
  }
}

/**
 * Return weights in float32, whatever they were stored in.
 * @param {import("./safetensors.js").Contents["weights"]} weights
 */
function inSinglePrecision(weights) {
  return new Map(
    [...weights].map(([name, { shape, data }]) => {
      return [name, { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) }]
    }),
  )
}

/**
 * Return the files, if all are there and none is too large.
 * @param {Partial<Files>} files
 * @returns {Files}
 */
function checked(files) {
  for (const part of PARTS) {
    const content = files[part]
    if (!(content instanceof ArrayBuffer)) {
      throw new MachineError("machine_incomplete", { file: part })
    }
    checkSize(part, content.byteLength)
  }
  return /** @type {Files} */ (files)
}

/**
 * @param {Part} part
 * @param {ArrayBuffer} content
 * @returns {any}
 */
function json(part, content) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content))
  } catch {
    throw new MachineError("file_no_json", { file: part })
  }
}

/**
 * @param {Part} part
 * @param {URL} address
 */
async function download(part, address) {
  const response = await fetch(address).catch(() => null)
  /** @type {(problem: import("./errors.js").Value) => MachineError} */
  const refused = (problem) => new MachineError("file_not_fetched", { file: part, problem })
  if (!response?.ok) throw refused(response ? response.status : { code: "no_connection" })
  checkSize(part, Number(response.headers.get("Content-Length") ?? 0))
  return response.arrayBuffer().catch(() => {
    throw refused({ code: "connection_broke" })
  })
}

/**
 * Refuse a machine whose whole window, with all that is computed on the way, finds no room.
 * @param {import("./config.js").ModelConfig} config
 */
function checkRoom(config) {
  const { context_length: T, d_model: D, d_ff: F, n_heads: H, n_layers: L, vocab_size: V } = config
  const numbers = L * T * (12 * D + F + H * T) + T * (2 * D + headWidth(config) + V)
  if (numbers > MOST_NUMBERS) {
    throw new MachineError("machine_large", { size: Math.ceil((numbers * 4) / 1e9) })
  }
}
