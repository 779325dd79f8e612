/**
 * The reading of a whole text in the background, one window after the other, the last first: it is the one that
 * the page shows. A window that was read once is not read again, so a text that grows costs its end only.
 */

import { EXPECTED, likeliest, natsOf, windows } from "./surprise.js"
import { interventionsOf } from "./taken_out.js"

/** @typedef {import("./surprise.js").Surprise} Surprise */
/** @typedef {Pick<Surprise, "nats" | "whole" | "expected" | "chances">} Read of one window */

const KEPT = 200 // windows

export class Windows {
  /** @type {Map<string, Read>} by what was read */
  known = new Map()
  begun = 0

  /**
   * @param {import("../../engine/client.js").Client} engine
   * @param {(surprise: Surprise) => void} show is called after each window
   */
  constructor(engine, show) {
    this.engine = engine
    this.show = show
  }

  /** Forget all, of another machine. */
  forget() {
    this.known = new Map() // what is still being read goes to the old one
  }

  /** Leave what is being read. */
  stop() {
    this.begun++
  }

  /**
   * @param {import("./state.js").Reading} reading
   * @param {Int32Array} ids (N,) of its whole text
   */
  async read(reading, ids) {
    const mine = ++this.begun
    const N = ids.length
    const nats = new Float64Array(N).fill(NaN)
    const whole = reading.out ? nats.slice() : null
    const expected = new Int32Array(N * EXPECTED)
    const chances = new Float64Array(N * EXPECTED)
    let known = 0
    if (N < 2) this.show({ reading, nats, whole, expected, chances, known })
    for (const { begin, first, end } of windows(N, reading.config.context_length).reverse()) {
      const read = await this.window(reading, ids.subarray(begin, end), begin)
      if (mine !== this.begun) return
      const from = first - begin - 1 // of a window's tokens the first is not predicted
      nats.set(read.nats.subarray(from), first)
      if (read.whole) whole?.set(read.whole.subarray(from), first)
      expected.set(read.expected.subarray(from * EXPECTED), first * EXPECTED)
      chances.set(read.chances.subarray(from * EXPECTED), first * EXPECTED)
      known += end - first
      this.show({ reading, nats, whole, expected, chances, known })
    }
  }

  /**
   * @param {import("./state.js").Reading} reading
   * @param {Int32Array} ids (T + 1,) of the window, and the id behind it
   * @param {number} begin its place in the text
   * @returns {Promise<Read>} of the T that are predicted
   */
  async window({ out, config }, ids, begin) {
    const { known } = this
    const what = `${out} ${begin} ${ids.join()}`
    const before = known.get(what)
    if (before) return before
    const { engine } = this
    const window = ids.slice(0, -1)
    const V = config.vocab_size
    const T = window.length
    const interventions = interventionsOf(out, config, begin, T)
    const { logits } = await engine.request("predict", { ids: window, interventions })
    const nats = natsOf(logits, V, ids.subarray(1))
    const plain = out ? (await engine.request("predict", { ids: window })).logits : null
    const whole = plain && natsOf(plain, V, ids.subarray(1))
    const read = { nats, whole, ...likeliest(logits, V, T) }
    known.set(what, read)
    if (known.size > KEPT) known.delete(/** @type {string} */ (known.keys().next().value))
    return read
  }
}
