/**
 * The reader: keeps `reading` what the machine says of the text, and hands out the numbers on the way.
 *
 * A reading takes longer than a keystroke, and the engine keeps only the last one. So the next one begins when the
 * one before is done and its panels have the arrays that they requested; what was typed meanwhile is read at once.
 *
 * A token is written a hundred times as fast as a window is read. So while the page writes on, the reader leaves
 * the engine free for as long as the last reading took: it follows in half of the time. Where a reading takes
 * longer than from one token to the next, it would keep the writing up, and waits until that stops.
 */

import { windowStart } from "../../engine/context.js"
import { fromTable } from "../../engine/tokenizer.js"
import { readable } from "./phrase.js"
import { interventionsOf } from "./taken_out.js"

/** @typedef {import("../../engine/trace.js").Step} Step */

export class Reader {
  /** @type {Map<string, Promise<Step | null>>} by the names of steps */
  requested = new Map()
  /** @type {Promise<void> | null} */
  busy = null
  /** @type {{text: string, description: object | null, out: string}} what was read last */
  last = { text: "", description: null, out: "" }
  /** @type {Promise<void> | null} the forward that is under way */
  forward = null
  took = 0 // milliseconds, the last reading, with the arrays that its panels requested; the first does not count
  wake = () => {}

  /**
   * @param {import("../../engine/client.js").Client} engine
   * @param {import("./store.js").Store} store
   * @param {(error: unknown) => void} fail receives an error
   */
  constructor(engine, store, fail) {
    this.engine = engine
    this.store = store
    this.fail = fail
    store.on(["text", "description", "out"], () => void this.read())
    store.on(["writing", "speed"], () => this.wake())
  }

  /**
   * Read what the text is now. Resolves when `reading` is of the text, or it was refused.
   * @returns {Promise<void>}
   */
  read() {
    this.busy ??= this.readAll().finally(() => (this.busy = null))
    return this.busy
  }

  async readAll() {
    for (;;) {
      const { text, description, out, written, writing, speed } = this.store.state
      const { last } = this
      if (!description || (text === last.text && description === last.description && out === last.out)) break
      if (writing && this.took > 1000 / speed) {
        this.store.set({ behind: true })
        await this.rest()
        continue
      }
      this.last = { text, description, out }
      const begun = performance.now()
      await this.readOne(text, description, out, written)
      const isFirst = description !== last.description // with all that is to be compiled and laid out
      this.took = isFirst ? 0 : performance.now() - begun
      if (this.store.state.writing) await this.rest(this.took)
    }
    this.store.set({ behind: false })
  }

  /**
   * Leave the engine free for a while, or until the page stops writing, or writes at another speed.
   * @param {number} [time] in milliseconds
   * @returns {Promise<void>}
   */
  rest(time) {
    return new Promise((resolve) => {
      this.wake = resolve
      if (time !== undefined) setTimeout(resolve, time)
    })
  }

  /**
   * @param {string} typed
   * @param {import("../../engine/protocol.js").Description} description
   * @param {string} out
   * @param {number} written
   */
  async readOne(typed, description, out, written) {
    const tokenizer = tokenizerOf(description)
    const { text, filled } = readable(typed, tokenizer.alphabet)
    const { engine } = this
    this.requested.clear()
    /** @type {(value: void) => void} */
    let done = () => {}
    this.forward = new Promise((resolve) => (done = resolve))
    try {
      const { pieces, config } = description
      const window = windowOf(tokenizer.encode(text), config)
      const interventions = interventionsOf(out, config, window.start, window.ids.length)
      const isOut = Object.keys(interventions).length > 0
      const [{ tokens, start, ids, steps }, whole] = await Promise.all([
        engine.request("forward", { text, interventions }),
        isOut ? engine.request("predict", { ids: window.ids }) : null,
      ])
      if (this.store.state.description !== description) return // of another machine: it is read again
      const read = { typed, text, filled, written, tokens, start, ids, steps, pieces, config }
      const reading = { ...read, out: isOut ? out : "", whole: whole?.logits ?? null }
      const { step } = this.store.state
      const known = steps.some(({ name }) => name === step) // an address may be of another machine
      const { state } = this.store
      this.store.set({ reading, behind: false, step: known ? step : null, ...placed(reading, state) })
    } catch (error) {
      if (this.store.state.description === description) this.fail(error)
    } finally {
      this.forward = null
      done()
    }
    await this.store.notified // the panels have requested their steps
    await Promise.all(this.requested.values())
  }

  /**
   * Return a step of the present reading with its numbers (requested once a reading), or null if there is none: it
   * was refused, or another reading has come meanwhile. While a forward is under way the engine has no steps to
   * give; if it is refused, those of the present reading are still there.
   * @param {string} name
   * @returns {Promise<Step | null>}
   */
  async intermediate(name) {
    const { reading, description } = this.store.state
    if (!reading) return null
    while (this.forward) {
      await this.forward
      if (this.store.state.reading !== reading) return null
    }
    const known = this.requested.get(name)
    if (known) return known
    const requested = this.engine.request("intermediate", { name }).catch((error) => {
      if (this.requested.get(name) === requested) this.requested.delete(name) // it can be requested again
      if (this.store.state.description === description) this.fail(error) // else it is of a machine that has gone
      return null
    })
    this.requested.set(name, requested)
    return requested
  }
}

/**
 * Whether a reading is of the machine that is open: when another one has been opened, it is not for a while.
 * @param {Readonly<import("./state.js").State>} state
 * @param {import("./state.js").Reading} reading
 */
export function isOfMachine({ description }, reading) {
  return reading.pieces === description?.pieces
}

/**
 * The logits behind one token of the window.
 * @template {Float32Array | Int32Array} Numbers
 * @param {Numbers} logits (T, V)
 * @param {number} V
 * @param {number} row
 */
export function rowOf(logits, V, row) {
  return logits.subarray(row * V, (row + 1) * V)
}

/**
 * The window that a machine reads of a text.
 * @param {Int32Array} ids of the whole text
 * @param {import("../../engine/config.js").ModelConfig} config
 */
export function windowOf(ids, { context_length: contextLength }) {
  const start = windowStart(ids.length, contextLength)
  return { start, ids: ids.slice(start) }
}

/**
 * Where the looked-at token and the key are in a reading: at the end, unless it is pinned and all before it is
 * as it was, or it is of the same text; and they are in the window.
 * @param {import("./state.js").Reading} reading
 * @param {import("./state.js").State} state before it
 */
export function placed({ text, tokens, start }, { reading, position, pinned, key }) {
  const end = tokens.length - 1
  const as = reading?.tokens ?? tokens
  const isAsItWas = pinned && tokens.slice(0, position + 1).every((token, i) => token.text === as[i]?.text)
  const stays = (isAsItWas || !reading || reading.text === text) && position >= start && position <= end
  const at = stays ? position : end
  const keyStays = stays && key !== null && key >= start && key <= end
  return { position: at, pinned: pinned && stays, key: keyStays ? key : null }
}

/** @type {WeakMap<object, import("../../engine/tokenizer.js").Tokenizer>} */
const tokenizers = new WeakMap()

/**
 * The tokenizer of an open machine.
 * @param {import("../../engine/protocol.js").Description} description
 */
export function tokenizerOf(description) {
  const known = tokenizers.get(description)
  if (known) return known
  const made = fromTable(description.tokenizer)
  tokenizers.set(description, made)
  return made
}
