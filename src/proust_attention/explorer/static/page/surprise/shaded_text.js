/**
 * A text that is shaded by surprise, to be pointed at and led through by the keys. A token of which a change is
 * known is underlined in the colour of that.
 */

import { BIT, darkness, strength } from "../core/surprise.js"
import { spoken } from "../core/symbols.js"
import { all } from "../widgets/elements.js"
import { flowing, parts } from "../widgets/flowing.js"
import { mark } from "../widgets/listbox.js"

/** @typedef {import("../core/state.js").Reading} Reading */
/** @typedef {{at: () => number, look: (place: number) => void, pin: () => void}} Handlers */

export class ShadedText {
  /** @type {Reading | null} the text that is drawn */
  drawn = null

  /**
   * @param {import("../core/app.js").App} app
   * @param {string} name its class, and what the ids of its tokens begin with
   * @param {string} help the id of what explains it
   * @param {Handlers} handlers
   */
  constructor(app, name, help, { at, look, pin }) {
    this.app = app
    this.name = name
    this.element = flowing(`surprised ${name}`, { at, look, choose: pin }, { "aria-describedby": help })
  }

  /** Draw it anew at the next text: the names of what cannot be seen are in the old language. */
  forget() {
    this.drawn = null
  }

  /**
   * @param {Reading} reading
   * @param {Float64Array} nats (N,) NaN: not known
   * @param {Float64Array | null} changes (N,)
   */
  show(reading, nats, changes) {
    if (this.drawn !== reading) this.draw(reading)
    all(this.element, "[data-at]", HTMLElement).forEach((token, place) => {
      const one = nats[place]
      if (Number.isNaN(one)) return
      token.style.setProperty("--weight", darkness(one).toFixed(3))
      token.dataset.bits = (one / BIT).toFixed(4)
      const change = changes?.[place]
      if (change === undefined) return
      token.classList.add(change < 0 ? "less" : "more")
      token.style.setProperty("--change", strength(change).toFixed(3))
      token.dataset.change = change.toFixed(4)
    })
  }

  /** @param {Reading} reading */
  draw(reading) {
    const texts = reading.tokens.map(({ text }) => text)
    this.element.replaceChildren(...parts(texts, `${this.name}-`, (text) => spoken(this.app, text)))
    this.drawn = reading
  }

  /** @param {number} place */
  mark(place) {
    mark(this.element, place)
  }
}
