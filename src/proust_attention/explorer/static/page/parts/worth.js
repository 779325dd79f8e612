/**
 * What each part is worth on a text: the text is read once more without it, and costs so much more. The twin of
 * inspection/ablation.py, on the window that the page shows.
 */

import { natsOf, perCharacter } from "../core/surprise.js"
import { interventionsOf, namesOf } from "../core/taken_out.js"

/** @typedef {import("../core/state.js").Reading} Reading */

/**
 * @typedef {object} Costs in nats a character; NaN: not computed yet
 * @property {number} whole of the whole machine
 * @property {number} now without what is taken out
 * @property {Map<string, number>} without each part alone, by its name
 */

export class Worth {
  /** @type {Costs} */
  costs = { whole: NaN, now: NaN, without: new Map() }
  /** The ids that the costs are of. */
  of = ""
  /** @type {string[]} of the machine that they are of */
  pieces = []
  begun = 0

  /**
   * @param {import("../core/app.js").App} app
   * @param {(costs: Costs) => void} show is called as soon as one more is known
   */
  constructor(app, show) {
    this.app = app
    this.show = show
  }

  /**
   * Compute what is not known yet, one reading of the window after the other, until another one is begun.
   * @param {Reading} reading of two tokens at least
   */
  async compute(reading) {
    const mine = ++this.begun
    const { config, out } = reading
    const of = reading.ids.join()
    if (of !== this.of || reading.pieces !== this.pieces) this.costs = { whole: NaN, now: NaN, without: new Map() }
    const { costs } = this
    this.of = of
    this.pieces = reading.pieces
    costs.now = NaN
    this.show(costs)
    for (const name of ["", out, ...namesOf(config)]) {
      const isKnown = name === "" ? !Number.isNaN(costs.whole) : costs.without.has(name)
      if (isKnown && name !== out) continue
      const cost = await this.cost(reading, name)
      if (mine !== this.begun) return
      if (name === "") costs.whole = cost
      if (name === out) costs.now = cost
      if (namesOf(config).includes(name)) costs.without.set(name, cost)
      this.show(costs)
    }
  }

  /**
   * What the window costs, in nats a character, while something is taken out.
   * @param {Reading} reading
   * @param {string} out
   */
  async cost({ ids, start, tokens, config }, out) {
    const interventions = interventionsOf(out, config, start, ids.length)
    const { logits } = await this.app.engine.request("predict", { ids, interventions })
    return perCharacter(natsOf(logits, config.vocab_size, ids.subarray(1)), tokens.slice(start + 1))
  }

  /** Leave what is being computed. */
  stop() {
    this.begun++
  }
}
