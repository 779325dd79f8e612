/**
 * The rulers of a map: its characters along the top and down the side. Where there is no room to read them all,
 * only the one that is pointed at, or chosen, is shown.
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
    /** @type {number | null} the character that is pointed at, or chosen */
    this.at = null
    this.frame = 0
    new ResizeObserver(() => this.draw()).observe(this.element)
  }

  /** @param {string[]} characters */
  show(characters) {
    this.characters = characters
    this.draw()
  }

  /** @param {number | null} at */
  mark(at) {
    if (at === this.at) return
    this.at = at
    this.frame ||= requestAnimationFrame(() => this.draw())
  }

  draw() {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    const { element: canvas, down, characters } = this
    const context = canvas.getContext("2d")
    const { clientWidth, clientHeight } = canvas
    canvas.width = Math.round(clientWidth * devicePixelRatio)
    canvas.height = Math.round(clientHeight * devicePixelRatio)
    const step = (down ? clientHeight : clientWidth) / characters.length
    if (!context) return
    const { color, fontFamily } = getComputedStyle(canvas)
    context.scale(devicePixelRatio, devicePixelRatio)
    context.font = `${step < READABLE ? 13 : Math.min(13, step + 2)}px ${fontFamily}`
    context.fillStyle = color
    context.textAlign = "center"
    context.textBaseline = "middle"
    const across = (down ? clientWidth : clientHeight) / 2
    characters.forEach((character, i) => {
      if (step < READABLE && i !== this.at) return
      const along = (i + 0.5) * step
      context.fillText(visible(character), down ? across : along, down ? along : across)
    })
  }
}
