/**
 * The rulers of a map: its tokens along the top and down the side. Where there is no room to read them all, only
 * the one that is pointed at, or chosen, is shown.
 *
 * Where tokens are longer than a character, those along the top are written from bottom to top, and both rulers
 * are as thick as the longest needs (as far as there is room: what is longer still is narrowed).
 */

import { element, visible } from "./elements.js"

const READABLE = 8  // pixels of the page
const LARGEST = 13  // the size of the letters
const THICKEST = 64

export class Ruler {
  /** @param {boolean} down the side, not along the top */
  constructor(down) {
    this.down = down
    this.element = element("canvas", { class: `ruler ruler-${down ? "side" : "top"}`, "aria-hidden": "true" })
    /** @type {string[]} of the tokens, as they are shown */
    this.texts = []
    /** @type {number | null} the token that is pointed at, or chosen */
    this.at = null
    this.frame = 0
    new ResizeObserver(() => this.draw()).observe(this.element)
  }

  /** @param {string[]} texts of the tokens */
  show(texts) {
    this.texts = texts.map(visible)
    this.draw()
  }

  /** @param {number | null} at */
  mark(at) {
    if (at === this.at) return
    this.at = at
    this.frame ||= requestAnimationFrame(() => this.draw())
  }

  /** How thick it should be, in pixels; null where every token is a character, for which there is always room. */
  get thickness() {
    if (this.texts.every((text) => [...text].length === 1)) return null
    const context = this.element.getContext("2d")
    if (!context) return null
    context.font = `${LARGEST}px ${getComputedStyle(this.element).fontFamily}`
    const widths = this.texts.map((text) => context.measureText(text).width)
    return Math.min(THICKEST, Math.ceil(Math.max(...widths)) + 4)
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
    const upwards = !down && texts.some((text) => [...text].length > 1)
    const across = down ? clientWidth : clientHeight
    context.scale(devicePixelRatio, devicePixelRatio)
    if (upwards) context.transform(0, -1, 1, 0, 0, clientHeight)  // a quarter to the left, about the lower corner
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
