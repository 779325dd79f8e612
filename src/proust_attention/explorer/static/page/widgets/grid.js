/**
 * Grid: an array of numbers as coloured cells, one of which is chosen and one pointed at.
 *
 * There are two canvases, one above the other. On the lower lie the cells, which are drawn only when the numbers,
 * the colours or the size change; on the upper the marks, which follow the pointer. So to move costs a few lines
 * drawn once a frame, however many cells there are. No cell is an element of the page.
 *
 * The upper canvas takes the focus: arrow keys move the chosen cell, Home and End go to the ends of its row, Page
 * Up and Page Down ten rows; Escape lets go.
 */

import { element } from "./elements.js"
import { drawMarks } from "./grid_marks.js"

/** @typedef {import("./grid_marks.js").Place} Place */
/** @typedef {import("./grid_marks.js").Marks} Marks */

/** @type {Record<string, (place: Place, columns: number) => Place>} */
const KEYS = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }) => ({ row: row - 10, column }),
  PageDown: ({ row, column }) => ({ row: row + 10, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, columns) => ({ row, column: columns - 1 }),
}

/**
 * @typedef {object} Handlers
 * @property {(place: Place | null, event: PointerEvent) => void} point null: the pointer has left
 * @property {(place: Place) => void} choose by a click or a key
 * @property {() => void} leave Escape
 */

export class Grid {
  rows = 1
  columns = 1
  width = 1 // so many columns belong together
  /** @type {OffscreenCanvas | null} */
  image = null
  /** @type {Marks} */
  marks = { row: null, chosen: null, pointed: null, from: { row: 0, column: 0 } }
  frame = 0

  /** @param {Handlers} handlers */
  constructor(handlers) {
    this.cells = element("canvas", { class: "grid-cells", "aria-hidden": "true" })
    this.surface = element("canvas", { class: "grid-marks", tabindex: 0, role: "application" })
    this.element = element("div", { class: "grid" }, this.cells, this.surface)
    this.surface.addEventListener("pointermove", (event) => handlers.point(this.placeOf(event), event))
    this.surface.addEventListener("pointerleave", (event) => handlers.point(null, event))
    this.surface.addEventListener("click", (event) => handlers.choose(this.placeOf(event)))
    this.surface.addEventListener("keydown", (event) => {
      if (event.key === "Escape") handlers.leave()
      const move = event.ctrlKey || event.altKey || event.metaKey ? undefined : KEYS[event.key]
      if (!move) return
      event.preventDefault()
      handlers.choose(this.within(move(this.marks.chosen ?? this.marks.from, this.columns)))
    })
    new ResizeObserver(() => this.draw()).observe(this.element)
  }

  /**
   * Name the grid for screen readers.
   * @param {string} label
   * @param {string} kind what it is
   */
  name(label, kind) {
    this.surface.setAttribute("aria-label", label)
    this.surface.setAttribute("aria-roledescription", kind)
  }

  /**
   * Show an image, a pixel a cell.
   * @param {ImageData} image
   * @param {number} width so many columns belong together: between them a line is left free
   */
  show(image, width = image.width) {
    this.width = width
    this.rows = image.height
    this.columns = image.width
    this.image = new OffscreenCanvas(this.columns, this.rows)
    this.image.getContext("2d")?.putImageData(image, 0, 0)
    this.draw()
  }

  /**
   * Show where we are.
   * @param {Partial<Marks>} marks
   */
  mark(marks) {
    Object.assign(this.marks, marks)
    this.frame ||= requestAnimationFrame(() => this.drawMarks())
  }

  draw() {
    const { clientWidth, clientHeight } = this.element
    for (const canvas of [this.cells, this.surface]) {
      canvas.width = Math.round(clientWidth * devicePixelRatio) // sharp: its pixels are those of the screen
      canvas.height = Math.round(clientHeight * devicePixelRatio)
    }
    const context = this.cells.getContext("2d")
    if (!context || !this.image || !this.cells.width || !this.cells.height) return
    context.imageSmoothingEnabled = this.cells.width < this.columns || this.cells.height < this.rows
    const { width, height } = this.cells
    context.drawImage(this.image, 0, 0, width, height)
    for (let column = this.width; column < this.columns; column += this.width) {
      const left = Math.round((column * width) / this.columns)
      context.clearRect(left - devicePixelRatio, 0, 2 * devicePixelRatio, height)
    }
    this.drawMarks()
  }

  drawMarks() {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    drawMarks(this.surface, this, this.marks)
  }

  /** @param {MouseEvent} event */
  placeOf(event) {
    const { offsetX, offsetY } = event
    const { clientWidth, clientHeight } = this.surface
    const row = Math.floor((offsetY / clientHeight) * this.rows)
    return this.within({ row, column: Math.floor((offsetX / clientWidth) * this.columns) })
  }

  /**
   * @param {Place} place
   * @returns {Place}
   */
  within({ row, column }) {
    return {
      row: Math.min(this.rows - 1, Math.max(0, row)),
      column: Math.min(this.columns - 1, Math.max(0, column)),
    }
  }
}
