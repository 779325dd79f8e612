/**
 * The maps of a machine that learns, small: where each head looks in the first held-out characters. At first
 * every place looks at all before it alike; while the machine learns, the maps sharpen.
 */

import { sentence } from "../core/language.js"
import { unitOf } from "../core/state.js"
import { coloured, onColours, ramps } from "../widgets/colours.js"
import { element } from "../widgets/elements.js"
import { written } from "../widgets/numbers.js"

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {import("../../engine/training/protocol.js").Maps} Found */

export class Maps {
  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.help = element("p", { class: "quiet" })
    this.place = element("div", { class: "learn-maps" })
    this.element = element("div", { hidden: true }, this.help, this.place)
    /** @type {{found: Found, step: number} | null} */
    this.shown = null
    /** @type {{step: number, description: object | null}} */
    this.wanted = { step: -1, description: null }
    onColours(() => this.draw())
    app.onLanguage(() => this.draw())
  }

  /**
   * Ask for the maps of the present weights, unless those are shown.
   * @param {Learning} learning
   */
  async load(learning) {
    const { step, description } = learning
    if (this.wanted.step === step && this.wanted.description === description) return
    this.wanted = { step, description }
    const found = await learning.ask("maps", {})
    this.shown = { found, step: learning.step }
    this.draw()
  }

  draw() {
    const { shown } = this
    this.element.hidden = !shown
    if (!shown) return
    const { t, store } = this.app
    const { tokens, weights } = shown.found
    const T = tokens.length
    const number = written(store.state.language, 1)
    const ofRun = { language: store.state.language, unit: unitOf({ pieces: tokens }) }
    this.help.textContent = sentence(ofRun, "learn_maps", { count: T })
    const figures = weights.flatMap((ofLayer, layer) => {
      return Array.from({ length: ofLayer.length / (T * T) }, (_, head) => {
        const map = ofLayer.subarray(head * T * T, (head + 1) * T * T)
        const canvas = element("canvas", { width: T, height: T, "aria-hidden": "true" })
        canvas.getContext("2d")?.putImageData(coloured(map, ramps().weights, seen(T), T), 0, 0)
        const name = t("learn_map", { layer, head, places: number(spread(map, T)) })
        return element("figure", { class: "learn-map" }, canvas, element("figcaption", {}, name))
      })
    })
    this.place.replaceChildren(...figures)
  }
}

/**
 * How far along the ramp a weight lies: a half of the darkest colour is a tenth, so that the even maps of the
 * beginning are seen. What a place cannot look at is 0, and left clear. The weights come one after the other.
 * @param {number} T
 */
function seen(T) {
  let at = -1
  return (/** @type {number} */ weight) => {
    at++
    return at % T > Math.floor(at / T) ? NaN : Math.sqrt(Math.min(1, weight))
  }
}

/**
 * Over how many places a row is spread, on average: e to the entropy of its weights. One that looks at n places
 * alike has n.
 * @param {Float32Array} map (T, T)
 * @param {number} T
 */
export function spread(map, T) {
  let sum = 0
  for (let row = 0; row < T; row++) {
    let entropy = 0
    for (let column = 0; column <= row; column++) {
      const weight = map[row * T + column]
      if (weight > 0) entropy -= weight * Math.log(weight)
    }
    sum += Math.exp(entropy)
  }
  return sum / T
}
