/**
 * The marks on a grid: the row that is looked at, the chosen cell, and a cross through the one that is pointed at.
 */

/** @typedef {{row: number, column: number}} Place */

/**
 * @typedef {object} Marks
 * @property {number | null} row the one that is looked at
 * @property {Place | null} chosen
 * @property {Place | null} pointed
 * @property {Place} from where the arrow keys begin if none is chosen
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{rows: number, columns: number}} size of the grid
 * @param {Marks} marks
 */
export function drawMarks(canvas, { rows, columns }, marks) {
  const { width, height } = canvas
  const context = canvas.getContext("2d")
  if (!context) return
  const { row, chosen, pointed } = marks
  const style = getComputedStyle(canvas)
  const accent = style.getPropertyValue("--mark")
  const paper = style.getPropertyValue("--paper")
  const dot = Math.max(1, Math.round(devicePixelRatio))
  const x = (/** @type {number} */ column) => Math.round((column * width) / columns)
  const y = (/** @type {number} */ row) => Math.round((row * height) / rows)
  /** @type {(colour: string, by: number, top: number, left: number, bottom: number, right: number) => void} */
  const frame = (colour, by, top, left, bottom, right) => {
    const least = dot / 2 // so that a frame at the edge is whole
    const x = Math.max(least, left - by)
    const y = Math.max(least, top - by)
    context.strokeStyle = colour
    context.lineWidth = dot
    context.strokeRect(x, y, Math.min(width - least, right + by) - x, Math.min(height - least, bottom + by) - y)
  }
  context.clearRect(0, 0, width, height)
  if (row !== null) frame(accent, dot / 2, y(row), 0, y(row + 1), width)
  if (chosen) {
    const { row, column } = chosen
    frame(paper, 2.5 * dot, y(row), x(column), y(row + 1), x(column + 1))
    frame(accent, 1.5 * dot, y(row), x(column), y(row + 1), x(column + 1))
    frame(accent, 0.5 * dot, y(row), x(column), y(row + 1), x(column + 1))
  }
  if (!pointed) return
  context.globalAlpha = 0.5
  frame(accent, dot / 2, 0, x(pointed.column), height, x(pointed.column + 1))
  frame(accent, dot / 2, y(pointed.row), 0, y(pointed.row + 1), width)
  context.globalAlpha = 1
}
