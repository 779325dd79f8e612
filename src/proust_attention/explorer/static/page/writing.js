/**
 * Writing: draw a character, add it to the text, and so forth; back, forward, and off to another branch.
 *
 * The n-th character since the phrase was typed is drawn with the n-th number of the seed. So a seed means the
 * same text here and in Python (`proust generate --seed`), however often somebody steps back in between.
 */

import { draw, probabilities } from "../engine/sampling.js"
import { Branch } from "./branch.js"
import { byId, called } from "./elements.js"
import { mountManner } from "./manner.js"
import { mannerOf, rowOf } from "./outlook.js"
import { uniform } from "./philox.js"
import { MOST } from "./phrase.js"

/** @typedef {import("./app.js").App} App */

const TAIL = 80  // so much of the end of the text stands beside the buttons

/**
 * @param {App} app
 * @returns {{choose: (id: number) => void}} writes a character that somebody chose
 */
export function mount(app) {
  const { store } = app
  const branch = new Branch()
  const manner = mountManner(app)
  /** @type {(() => string) | null} */
  let report = null
  let started = 0
  let last = Promise.resolve()  // one after the other, however fast somebody clicks

  byId("step").addEventListener("click", () => (last = last.then(step).catch(fail)))
  byId("back").addEventListener("click", () => go(-1))
  byId("forward").addEventListener("click", () => go(1))
  byId("write-on").addEventListener("click", () => {
    if (store.state.writing) store.set({ writing: false })
    else void writeOn()
  })
  store.on(["text", "written", "writing", "language"], ({ text, written, writing }) => {
    if (branch.present?.text !== text || branch.present.written !== written) {  // somebody typed
      branch.begin({ text, written })
      report = null
    }
    byId("back").disabled = !branch.canGoBack
    byId("forward").disabled = !branch.canGoForward
    byId("write-on").textContent = app.t(writing ? "stop" : "write_on")
    byId("tail").textContent = Array.from(text.slice(-2 * TAIL)).slice(-TAIL).map(tailed).join("")
    byId("drawn").setAttribute("aria-live", writing ? "off" : "polite")
    byId("drawn").textContent = report?.() ?? app.t("not_drawn")
  })
  return { choose: (id) => void (last = last.then(() => choose(id)).catch(fail)) }

  /** @param {-1 | 1} by */
  function go(by) {
    store.set({ writing: false })
    const stage = branch.go(by)
    report = null
    if (stage) store.set(stage)
  }

  /** Draw a character and write it at the end. */
  async function step() {
    await app.read()
    const { text } = store.state
    const logits = await app.intermediate("logits")
    const { state } = store
    if (!logits || !state.reading || state.text !== text) return  // somebody types
    const { ids, symbols, characters } = state.reading
    const place = state.written
    const number = uniform(state.seed, place)
    const id = draw(probabilities(rowOf(logits, ids.length - 1), mannerOf(state), ids), number)
    report = () => app.t("drawn", {
      ...{ place: place + 1, seed: String(state.seed), character: called(app, symbols[id]) },
      number: number.toLocaleString(state.language, { maximumFractionDigits: 4, minimumFractionDigits: 4 }),
    })
    add(symbols[id], characters.length, state.written + 1)
  }

  /** @param {number} id */
  async function choose(id) {
    await app.read()
    const { reading, pinned, position, written } = store.state
    if (!reading) return
    const end = pinned ? position + 1 : reading.characters.length
    const stays = Math.max(0, written - (reading.characters.length - end))
    report = () => app.t("chosen", { character: called(app, reading.symbols[id]) })
    store.set({ writing: false, pinned: false })
    add(reading.symbols[id], end, stays + 1)
  }

  /**
   * Write a character behind the first `end` ones. A text that becomes too long to keep goes on from what the
   * machine sees, so that it still sees the same.
   * @param {string} symbol
   * @param {number} end
   * @param {number} written
   */
  function add(symbol, end, written) {
    const { characters, start } = /** @type {import("./state.js").Reading} */ (store.state.reading)
    const text = characters.slice(characters.length < MOST ? 0 : start, end).join("") + symbol
    branch.add({ text, written })
    store.set({ text, written })
  }

  async function writeOn() {
    const mine = ++started
    store.set({ writing: true })
    while (store.state.writing && mine === started) {  // whoever stops and starts at once shall not have two
      const due = performance.now() + 1000 / manner.speed()
      await (last = last.then(step).catch(fail))
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    store.set({ writing: false })
    app.notice("cannot_write", error)
  }
}

/** @param {string} character */
function tailed(character) {
  return character === "\n" ? "↵ " : character
}
