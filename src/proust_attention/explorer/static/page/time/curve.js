/**
 * The curve of a training: the held-out loss by the steps that were done, with a mark at one of them. Steps are
 * laid out by their logarithm, for most is learned early.
 */

import { drawn, element } from "../widgets/elements.js"

const WIDTH = 300
const HEIGHT = 100

/** @typedef {[step: number, loss: number]} Point */

export class Curve {
  constructor() {
    this.line = drawn("polyline", { class: "time-line" })
    this.mark = drawn("line", { class: "time-mark", y1: 0, y2: HEIGHT })
    this.picture = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" })
    this.picture.append(this.line, this.mark)
    this.high = element("span", { class: "time-high" })
    this.low = element("span", { class: "time-low" })
    this.words = element("figcaption", { class: "quiet" })
    const plot = element("div", { class: "time-plot" }, this.high, this.low)
    plot.append(this.picture)
    this.element = element("figure", { class: "time-curve" }, plot, this.words)
  }

  /**
   * @param {Point[]} points at least one
   * @param {number} at the step that is marked
   * @param {(loss: number) => string} written
   */
  show(points, at, written) {
    const most = Math.max(at, ...points.map(([step]) => step))
    const losses = points.map(([, loss]) => loss)
    const [low, high] = [Math.min(...losses), Math.max(...losses)]
    const x = (/** @type {number} */ step) => (most ? (WIDTH * Math.log1p(step)) / Math.log1p(most) : 0)
    const y = (/** @type {number} */ loss) => (high > low ? (HEIGHT * (high - loss)) / (high - low) : HEIGHT / 2)
    this.line.setAttribute("points", points.map(([step, loss]) => `${x(step)},${y(loss)}`).join(" "))
    this.mark.setAttribute("transform", `translate(${x(at)})`)
    this.high.textContent = written(high)
    this.low.textContent = written(low)
  }

  /**
   * @param {string} caption
   * @param {string} label for who does not see it
   */
  say(caption, label) {
    this.words.textContent = caption
    this.picture.setAttribute("aria-label", label)
  }
}
