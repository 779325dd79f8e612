/**
 * The rulers of a map: its tokens along the top and down the side. Where there is no room to read them all, only
 * the one that is pointed at, or chosen, is shown.
 *
 * Where tokens can be longer than a character, those along the top are written from bottom to top, and both rulers
 * are as thick as the longest needs, whether it is there or not: so nothing jumps while somebody types. As far as
 * there is room: what is longer still is narrowed.
 */

import { visible } from "../core/symbols.js"
import { element } from "../widgets/elements.js"

const READABLE = 8 // pixels of the page
const LARGEST = 13 // the size of the letters
const WIDTH = 9 // of a letter, as a rule, at that size; more than most have
const THICKEST = 64

/**
 * How thick the rulers are, as a style says it.
 * @param {number} longest so many characters a token can have
 */
export function thickness(longest) {
  return longest === 1 ? "1rem" : `${Math.min(THICKEST, WIDTH * (longest + 1))}px`
}

export class Ruler {
  /** @param {boolean} down the side, not along the top */
  constructor(down) {
    this.down = down
    this.element = element("canvas", { class: `ruler ruler-${down ? "side" : "top"}`, "aria-hidden": "true" })
    /** @type {string[]} of the tokens, as they are shown */
    this.texts = []
    this.longest = 1
    /** @type {number | null} the token that is pointed at, or chosen */
    this.at = null
    this.frame = 0
    new ResizeObserver(() => this.draw()).observe(this.element)
  }

  /**
   * @param {string[]} texts of the tokens
   * @param {number} longest so many characters a token can have
   */
  show(texts, longest) {
    this.texts = texts.map(visible)
    this.longest = longest
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
    const { element: canvas, down, texts } = this
    const context = canvas.getContext("2d")
    const { clientWidth, clientHeight } = canvas
    canvas.width = Math.round(clientWidth * devicePixelRatio)
    canvas.height = Math.round(clientHeight * devicePixelRatio)
    const step = (down ? clientHeight : clientWidth) / texts.length
    if (!context) return
    const { color, fontFamily } = getComputedStyle(canvas)
    const upwards = !down && this.longest > 1
    const across = down ? clientWidth : clientHeight
    context.scale(devicePixelRatio, devicePixelRatio)
    if (upwards) context.transform(0, -1, 1, 0, 0, clientHeight) // a quarter to the left, about the lower corner
    context.font = `${step < READABLE ? LARGEST : Math.min(LARGEST, step + 2)}px ${fontFamily}`
    context.fillStyle = color
    context.textAlign = "center"
    context.textBaseline = "middle"
    texts.forEach((text, i) => {
      if (step < READABLE && i !== this.at) return
      const along = (i + 0.5) * step
      if (down || upwards) context.fillText(text, across / 2, along, across)
      else context.fillText(text, along, across / 2)
    })
  }
}
