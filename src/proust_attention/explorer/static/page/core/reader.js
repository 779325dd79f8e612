/**
 * The reader: keeps `reading` what the machine says of the text, and hands out the numbers on the way.
 *
 * A reading takes longer than a keystroke, and the engine keeps only the last one. So the next one begins when the
 * one before is done and its panels have the arrays that they requested; what was typed meanwhile is read at once.
 *
 * A token is written a hundred times as fast as a window is read. So while the page writes on, the reader leaves
 * the engine free for as long as the last reading took: it follows as fast as the computer can, in half its time.
 */

import { fromTable } from "../../engine/tokenizer.js"
import { readable } from "./phrase.js"

/** @typedef {import("../../engine/trace.js").Step} Step */

export class Reader {
  /** @type {Map<string, Promise<Step | null>>} by the names of steps */
  requested = new Map()
  /** @type {Promise<void> | null} */
  busy = null
  /** @type {{text: string, description: object | null}} what was read last */
  last = { text: "", description: null }
  inForward = false
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
    store.on(["text", "description"], () => void this.read())
    store.on(["writing"], ({ writing }) => !writing && this.wake())
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
      const { text, description } = this.store.state
      if (!description || (text === this.last.text && description === this.last.description)) return
      this.last = { text, description }
      const begun = performance.now()
      await this.readOne(text, description)
      if (this.store.state.writing) await this.rest(performance.now() - begun)
    }
  }

  /**
   * Leave the engine free for a while, or until the page has stopped writing.
   * @param {number} time in milliseconds
   * @returns {Promise<void>}
   */
  rest(time) {
    return new Promise((resolve) => {
      this.wake = resolve
      setTimeout(resolve, time)
    })
  }

  /**
   * @param {string} typed
   * @param {import("../../engine/protocol.js").Description} description
   */
  async readOne(typed, description) {
    const { text, filled } = readable(typed, tokenizerOf(description).alphabet)
    this.requested.clear()
    this.inForward = true
    try {
      const { tokens, start, ids, steps } = await this.engine.request("forward", { text })
      if (this.store.state.description !== description) return  // of another machine: it is read again
      const { pieces, config } = description
      const reading = { typed, text, filled, tokens, start, ids, steps, pieces, config }
      this.store.set({ reading, ...placed(reading, this.store.state) })
    } catch (error) {
      if (this.store.state.description === description) this.fail(error)
    } finally {
      this.inForward = false
    }
    await new Promise((resolve) => setTimeout(resolve))  // the panels request their steps now
    await Promise.all(this.requested.values())
  }

  /**
   * Return a step of the present reading with its numbers (requested once a reading), or null if there is none: it
   * was refused, or another reading is on its way, and `reading` changes soon.
   * @param {string} name
   * @returns {Promise<Step | null>}
   */
  intermediate(name) {
    const { reading, description } = this.store.state
    if (!reading || this.inForward) return Promise.resolve(null)
    const known = this.requested.get(name)
    if (known) return known
    const requested = this.engine.request("intermediate", { name }).catch((error) => {
      if (this.requested.get(name) === requested) this.requested.delete(name)  // it can be requested again
      if (this.store.state.description === description) this.fail(error)  // else it is of a machine that has gone
      return null
    })
    this.requested.set(name, requested)
    return requested
  }
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
