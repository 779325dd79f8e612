/**
 * Writing: draw a token, add its piece to the text, and so forth; back, forward, and off to another branch.
 *
 * What was typed stays as it was typed, with what the machine leaves out of it.
 *
 * The n-th token since the phrase was typed is drawn with the n-th number of the seed. So a seed means the same
 * text here and in Python (`proust generate --seed`), however often somebody steps back in between.
 *
 * The logits come from the engine's cache, so that a token costs one step. The panels follow when they can. Where
 * parts are taken out of the machine, it writes without them.
 *
 * After each token the text is divided anew. Where a token is a character, it is read as it was drawn. Where it
 * can be more, the text may be divided otherwise: "d" and then "e" were drawn, and are read as one token, "de".
 * From there on it need not be the text that is written in Python, which goes on from what was drawn.
 */

import { uniform } from "../../engine/philox.js"
import { draw, probabilities } from "../../engine/sampling.js"
import { tokensOf } from "../../engine/tokenizer.js"
import { readable } from "../core/phrase.js"
import { tokenizerOf, windowOf } from "../core/reader.js"
import { called } from "../core/symbols.js"
import { interventionsOf } from "../core/taken_out.js"
import { Branch } from "./branch.js"
import { extended } from "./extended.js"
import { settingsOf } from "./outlook.js"

/** @typedef {import("../core/app.js").App} App */

const LATE = 250 // milliseconds that are caught up with, when a reading has kept the engine busy

export class Writing {
  branch = new Branch()
  /** @type {(() => string) | null} the last draw, in words */
  report = null
  /** @type {Promise<void>} one after the other, however fast somebody clicks */
  last = Promise.resolve()
  started = 0

  /**
   * @param {App} app
   * @param {() => number} speed tokens a second
   */
  constructor(app, speed) {
    this.app = app
    this.speed = speed
  }

  /** Begin a new branch where the text is not what was written last: somebody has typed. */
  follow() {
    const { text, written } = this.app.store.state
    const { present } = this.branch
    if (present?.text === text && present.written === written) return
    this.branch.begin({ text, written })
    this.report = null
  }

  /** @param {-1 | 1} by */
  go(by) {
    const { store } = this.app
    store.set({ writing: false })
    const stage = this.branch.go(by)
    this.report = null
    if (stage) store.set(stage)
  }

  /**
   * Do something when what was begun before is done.
   * @param {() => void | Promise<void>} act
   * @returns {Promise<void>}
   */
  inTurn(act) {
    const { store, notice } = this.app
    this.last = this.last.then(act).catch((error) => {
      store.set({ writing: false })
      notice("cannot_write", error)
    })
    return this.last
  }

  /** Draw a token and write it at the end. */
  async step() {
    const { app } = this
    const { text: typed, description, out } = app.store.state
    if (!description) return
    const { config, pieces } = description
    const tokenizer = tokenizerOf(description)
    const { text, filled } = readable(typed, tokenizer.alphabet)
    const { start, ids, logits } = await (out ? this.without(out, text, description) : this.next(text))
    const { state } = app.store
    if (state.text !== typed || state.description !== description) return // somebody types
    const tokens = tokensOf(tokenizer, text)
    const place = state.written
    const number = uniform(state.seed, place)
    const id = draw(probabilities(logits, settingsOf(state), ids), number)
    this.report = () =>
      app.t("drawn", {
        ...{ place: place + 1, seed: String(state.seed), token: called(app, pieces[id]) },
        number: number.toLocaleString(state.language, { maximumFractionDigits: 4, minimumFractionDigits: 4 }),
      })
    const read = { typed, text, filled, tokens, start, config }
    this.add(extended(read, tokens.length, pieces[id]), state.written + 1)
  }

  /** @param {string} text */
  next(text) {
    return this.app.engine.request("step", { text })
  }

  /**
   * The logits of what comes next, with parts taken out of the machine: the cache has the keys and values of the
   * whole one, so the window is read anew for each token.
   * @param {string} out
   * @param {string} text
   * @param {import("../../engine/protocol.js").Description} description
   */
  async without(out, text, description) {
    const { config } = description
    const { start, ids } = windowOf(tokenizerOf(description).encode(text), config)
    const interventions = interventionsOf(out, config, start, ids.length)
    const { logits } = await this.app.engine.request("predict", { ids, interventions })
    return { start, ids, logits: logits.subarray(-config.vocab_size) }
  }

  /**
   * Write a token that somebody chose, unless the text has become another before it is its turn.
   * @param {number} id
   */
  choose(id) {
    const { app } = this
    const { reading } = app.store.state
    app.store.set({ writing: false })
    void this.inTurn(() => {
      const { state } = app.store
      if (!reading || !isPresent(state, reading)) return
      const { pieces, tokens } = reading
      const end = state.position + 1 // behind the token after which the bars are
      const stays = Math.max(0, state.written - (tokens.length - end))
      this.report = () => app.t("chosen", { token: called(app, pieces[id]) })
      app.store.set({ pinned: false })
      this.add(extended(reading, end, pieces[id]), stays + 1)
    })
  }

  /**
   * @param {string} text
   * @param {number} written
   */
  add(text, written) {
    this.branch.add({ text, written })
    this.app.store.set({ text, written })
  }

  async writeOn() {
    const { store } = this.app
    const mine = ++this.started
    store.set({ writing: true })
    let due = performance.now()
    while (store.state.writing && mine === this.started) {
      // whoever stops and starts at once shall not have two
      due = Math.max(due + 1000 / this.speed(), performance.now() - LATE)
      await this.inTurn(() => this.step())
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    }
  }
}

/**
 * Whether a reading is the present one, and of the text as it is now.
 * @param {import("../core/state.js").State} state
 * @param {import("../core/state.js").Reading} reading
 */
function isPresent(state, reading) {
  return state.reading === reading && state.text === reading.typed
}
