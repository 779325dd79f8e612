/**
 * The legend: which number has which colour.
 */

import { coloured } from "./colours.js"
import { element } from "./elements.js"

const LENGTH = 128

export class Legend {
  constructor() {
    this.low = element("span")
    this.high = element("span")
    this.canvas = element("canvas", { width: LENGTH, height: 1, "aria-hidden": "true" })
    this.element = element("p", { class: "legend" }, this.low, this.canvas, this.high)
  }

  /**
   * @param {Uint32Array} ramp
   * @param {string} low
   * @param {string} high
   */
  show(ramp, low, high) {
    this.low.textContent = low
    this.high.textContent = high
    const even = Float32Array.from({ length: LENGTH }, (_, i) => i / (LENGTH - 1))
    this.canvas.getContext("2d")?.putImageData(
      coloured(even, ramp, (at) => at, LENGTH),
      0,
      0,
    )
  }
}
