/**
 * The marks on a grid: the row that is looked at, the chosen cell, and a cross through the one that is pointed at.
 */

/** @typedef {{row: number, column: number}} Place */
/** @typedef {{row: number | null, chosen: Place | null, pointed: Place | null}} Marks row: the one looked at */

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
  const accent = style.getPropertyValue("--mark"), paper = style.getPropertyValue("--paper")
  const dot = Math.max(1, Math.round(devicePixelRatio))
  const x = (/** @type {number} */ column) => Math.round((column * width) / columns)
  const y = (/** @type {number} */ row) => Math.round((row * height) / rows)
  /** @type {(colour: string, by: number, top: number, left: number, bottom: number, right: number) => void} */
  const frame = (colour, by, top, left, bottom, right) => {
    context.strokeStyle = colour
    context.lineWidth = dot
    context.strokeRect(left - by, top - by, right - left + 2 * by, bottom - top + 2 * by)
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
  context.fillStyle = accent
  context.globalAlpha = 0.3
  context.fillRect(x(pointed.column), 0, Math.max(dot, x(pointed.column + 1) - x(pointed.column)), height)
  context.fillRect(0, y(pointed.row), width, Math.max(dot, y(pointed.row + 1) - y(pointed.row)))
  context.globalAlpha = 1
}
