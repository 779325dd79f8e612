/**
 * The rulers of a map: its characters along the top and down the side, where each has room enough to be read.
 */

import { element, visible } from "./elements.js"

const READABLE = 8  // pixels of the page

export class Ruler {
  /** @param {boolean} down the side, not along the top */
  constructor(down) {
    this.down = down
    this.element = element("canvas", { class: `ruler ruler-${down ? "side" : "top"}`, "aria-hidden": "true" })
    /** @type {string[]} */
    this.characters = []
    new ResizeObserver(() => this.draw()).observe(this.element)
  }

  /** @param {string[]} characters */
  show(characters) {
    this.characters = characters
    this.draw()
  }

  draw() {
    const { element: canvas, down, characters } = this
    const context = canvas.getContext("2d")
    const { clientWidth, clientHeight } = canvas
    canvas.width = Math.round(clientWidth * devicePixelRatio)
    canvas.height = Math.round(clientHeight * devicePixelRatio)
    const step = (down ? clientHeight : clientWidth) / characters.length
    if (!context || step < READABLE) return
    const { color, fontFamily } = getComputedStyle(canvas)
    context.scale(devicePixelRatio, devicePixelRatio)
    context.font = `${Math.min(13, step + 2)}px ${fontFamily}`
    context.fillStyle = color
    context.textAlign = "center"
    context.textBaseline = "middle"
    const across = (down ? clientWidth : clientHeight) / 2
    characters.forEach((character, i) => {
      const along = (i + 0.5) * step
      context.fillText(visible(character), down ? across : along, down ? along : across)
    })
  }
}
