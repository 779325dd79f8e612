/**
 * What each part is worth on a text: the text is read once more without it, and costs so much more. The twin of
 * inspection/ablation.py, on the window that the page shows.
 */

import { natsOf, perCharacter } from "../core/surprise.js"
import { interventionsOf, namesOf } from "../core/taken_out.js"

/** @typedef {import("../core/state.js").Reading} Reading */

/** @typedef {Map<string, number>} Costs in nats a character, by what is taken out; "": nothing */

export class Worth {
  /** @type {Costs} those that are known */
  costs = new Map()
  /** The window that they are of: where it begins, and its ids. */
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
   * Compute what is not known yet, one reading of the window after the other, until another one is begun. Of one
   * token alone nothing can be known.
   * @param {Reading} reading
   */
  async compute(reading) {
    const mine = ++this.begun
    const of = `${reading.start} ${reading.ids.join()}`
    if (of !== this.of || reading.pieces !== this.pieces) this.costs = new Map()
    const { costs } = this
    this.of = of
    this.pieces = reading.pieces
    this.show(costs)
    const wanted = reading.ids.length < 2 ? [] : ["", reading.out, ...namesOf(reading.config)]
    for (const out of wanted) {
      if (costs.has(out)) continue
      const cost = await this.cost(reading, out)
      if (mine !== this.begun) return
      costs.set(out, cost)
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
