/**
 * Writing: draw a token, add its piece to the text, and so forth; back, forward, and off to another branch
 * (tree.js).
 *
 * What was typed stays as it was typed, with what the machine leaves out of it.
 *
 * The n-th token since the phrase was typed is drawn with the n-th number of the seed. So a seed means the same
 * text here and in Python (`proust generate --seed`), however often somebody steps back in between.
 *
 * The logits come from the engine's cache, so that a token costs one step. Where the panels cannot follow, they
 * wait (core/reader.js); what comes next is told from these logits then. Where parts are taken out of the
 * machine, it writes without them.
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
import { written } from "../widgets/numbers.js"
import { continued, extended } from "./extended.js"
import { settingsOf } from "./outlook.js"
import { Tree } from "./tree.js"

/** @typedef {import("../core/app.js").App} App */
/** @typedef {import("../../engine/protocol.js").Description} Description */

/**
 * @typedef {object} Ahead what comes next, by the engine's cache
 * @property {string} typed the phrase that it comes behind
 * @property {string} text as it was read
 * @property {boolean} filled
 * @property {Description} description of the machine
 * @property {string} out what is taken out of it
 * @property {number} start the place at which the window begins
 * @property {Int32Array} ids (T,) of the window
 * @property {import("../../engine/floats.js").Floats} logits (V,)
 */

const LATE = 250 // milliseconds that are caught up with, when a reading has kept the engine busy
const TREES = 20 // of so many phrases what was written is kept, for whoever undoes

export class Writing {
  tree = new Tree({ text: "", written: 0 })
  /** @type {Tree[]} those of other phrases, the last first */
  trees = []
  /** @type {Ahead | null} what was asked for last */
  known = null
  /** @type {(() => string) | null} the last draw, in words */
  report = null
  /** @type {Promise<void>} one after the other, however fast somebody clicks */
  last = Promise.resolve()
  started = 0

  /**
   * @param {App} app
   * @param {(ahead: Ahead) => void} tell is called with what comes next, where the panels do not follow
   */
  constructor(app, tell) {
    this.app = app
    this.tell = tell
  }

  /**
   * Go where the text is in what was written; where it is nowhere, somebody has typed, and another tree begins.
   */
  follow() {
    const { text, written } = this.app.store.state
    const { tree } = this
    if (tree.isAt({ text, written })) return
    this.report = null
    const all = tree.count > 1 ? [tree, ...this.trees] : this.trees
    for (const one of [tree, ...this.trees]) {
      const node = one.find({ text, written })
      if (!node) continue
      one.visit(node)
      this.tree = one
      this.trees = all.filter((other) => other !== one)
      return
    }
    this.tree = new Tree({ text, written })
    this.trees = all.slice(0, TREES)
  }

  /** @param {-1 | 1} by */
  go(by) {
    if (this.tree.go(by)) this.show()
  }

  /** @param {import("./tree.js").Node} node of the tree */
  visit(node) {
    this.tree.visit(node)
    this.show()
  }

  /** Show the present stage of the tree. */
  show() {
    const { text, present } = this.tree
    this.report = null
    this.app.store.set({ text, written: present.written, writing: false })
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
    const ahead = await this.ahead()
    if (!ahead) return
    const { typed, text, filled, start, ids, logits, description } = ahead
    const { state } = app.store
    const { config, pieces } = description
    const place = state.written
    const number = uniform(state.seed, place)
    const id = draw(probabilities(logits, settingsOf(state), ids), number)
    this.report = () =>
      app.t("drawn", {
        ...{ place: place + 1, seed: String(state.seed), token: called(app, pieces[id]) },
        number: written(state.language, 4)(number),
      })
    const tokens = () => tokensOf(tokenizerOf(description), text)
    this.add(continued({ typed, text, filled, tokens, start, config }, pieces[id]), pieces[id])
  }

  /**
   * What comes behind the text; null if it has become another meanwhile: somebody types.
   * @returns {Promise<Ahead | null>}
   */
  async ahead() {
    const { app, known } = this
    const { text: typed, description, out } = app.store.state
    if (!description) return null
    const isPresent = (/** @type {Pick<Ahead, "typed" | "description" | "out">} */ one) =>
      one.typed === app.store.state.text &&
      one.description === app.store.state.description &&
      one.out === app.store.state.out
    if (known && isPresent(known)) return known
    const { text, filled } = readable(typed, tokenizerOf(description).alphabet)
    const { start, ids, logits } = await (out ? this.without(out, text, description) : this.next(text))
    const found = { typed, text, filled, description, out, start, ids, logits }
    if (!isPresent(found)) return null
    this.known = found
    return found
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
   * @param {Description} description
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
      const { pieces, tokens, typed, text } = reading
      const piece = pieces[id]
      const end = state.position + 1 // behind the token after which the bars are
      const longer = extended(reading, end, piece)
      const isAtEnd = end === tokens.length
      if (!isAtEnd) this.tree.goBackTo(longer.slice(0, -piece.length), typed.length - text.length)
      this.report = () => app.t("chosen", { token: called(app, piece) })
      app.store.set({ pinned: false })
      this.add(longer, piece)
    })
  }

  /**
   * @param {string} text with the piece behind it
   * @param {string} piece
   */
  add(text, piece) {
    this.tree.add(piece, text)
    this.app.store.set({ text, written: this.tree.present.written })
  }

  async writeOn() {
    const { store } = this.app
    const mine = ++this.started
    store.set({ writing: true })
    let due = performance.now()
    while (store.state.writing && mine === this.started) {
      // whoever stops and starts at once shall not have two
      due = Math.max(due + 1000 / store.state.speed, performance.now() - LATE)
      await this.inTurn(() => this.step())
      await this.inTurn(() => this.look())
      const early = due - performance.now()
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    }
  }

  /** Tell what comes next, where nobody else does. */
  async look() {
    const { behind } = this.app.store.state
    const ahead = behind ? await this.ahead() : null
    if (ahead) this.tell(ahead)
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
