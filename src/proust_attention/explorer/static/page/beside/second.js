/**
 * The second machine: an engine of its own, in a worker that begins when the machine is chosen and ends when it is
 * not any more.
 */

import { Client } from "../../engine/client.js"
import { tokensOf } from "../../engine/tokenizer.js"
import { machineFolder } from "../core/machine_folder.js"
import { tokenizerOf } from "../core/reader.js"
import { Windows } from "../core/windows.js"
import { readable } from "../core/phrase.js"

/** @typedef {import("../core/state.js").Reading} Reading */
/** @typedef {import("../core/surprise.js").Surprise} Surprise */
/** @typedef {{reading: Reading, text: string, ends: number[], tokens: Reading["tokens"]}} SecondRead */

export class Second {
  /** @type {SecondRead | null} */
  read = null
  /** @type {Surprise | null} of what it has read */
  surprise = null

  /**
   * Use `open`.
   * @param {string} name
   * @param {Client} engine
   * @param {import("../../engine/protocol.js").Description} description
   * @param {() => void} show is called when more of the surprise is known
   */
  constructor(name, engine, description, show) {
    this.name = name
    this.engine = engine
    this.description = description
    this.windows = new Windows(engine, (surprise) => {
      this.surprise = surprise
      show()
    })
  }

  /**
   * @param {string} name
   * @param {() => void} show
   * @returns {Promise<Second>}
   * @throws {import("../../engine/errors.js").MachineError}
   */
  static async open(name, show) {
    const engine = new Client()
    try {
      const description = await engine.request("fetch", { address: machineFolder(name) })
      return new Second(name, engine, description, show)
    } catch (error) {
      engine.close()
      throw error
    }
  }

  close() {
    this.windows.stop()
    this.engine.close()
  }

  /**
   * Read what the first machine has read, its surprise in the background.
   * @param {Reading} reading
   */
  async follow(reading) {
    const { description, windows } = this
    const tokenizer = tokenizerOf(description)
    const { text, ends } = readFor(reading.text, tokenizer.alphabet)
    const tokens = tokensOf(tokenizer, text)
    this.read = { reading, text, ends, tokens }
    this.surprise = null
    const { config, pieces } = description
    await windows.read({ ...reading, text, tokens, config, pieces, out: "" }, tokenizer.encode(text))
  }

  /**
   * The logits of what comes next behind so many characters of what the first has read; null where this one has
   * read nothing of them.
   * @param {SecondRead} read
   * @param {number} count
   * @returns {Promise<ArrayLike<number> | null>}
   */
  async next({ text, ends }, count) {
    const behind = [...text].slice(0, ends[count - 1]).join("")
    return behind ? (await this.engine.request("step", { text: behind })).logits : null
  }
}

/**
 * Return what a machine reads of a text, each character by itself: where it does not know one, the nearest that it
 * knows, or nothing. `ends` says of each how many have been read behind it.
 * @param {string} text
 * @param {import("../../engine/alphabet.js").Alphabet} alphabet
 * @returns {{text: string, ends: number[]}}
 */
function readFor(text, alphabet) {
  /** @type {Map<string, string>} */
  const known = new Map()
  const one = (/** @type {string} */ character) => {
    const read = readable(character, alphabet)
    return read.filled ? "" : read.text
  }
  const ends = []
  const parts = []
  let end = 0
  for (const character of text) {
    const part = known.get(character) ?? one(character)
    known.set(character, part)
    parts.push(part)
    end += [...part].length
    ends.push(end)
  }
  return { text: parts.join(""), ends }
}
