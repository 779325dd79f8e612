/**
 * The loss as it falls, against what far simpler methods make of the same text.
 */

import { drawn, element } from "../widgets/elements.js"
import { written } from "../widgets/numbers.js"
import { keyOf } from "./keys.js"

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {import("./learning.js").Point} Point */

const [WIDTH, HEIGHT] = [640, 300]
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 8, 8, 34]
const BINS = 160 // the losses of batches are averaged in so many parts of the way
const ROOM = 1.12 // above guessing evenly, what is worse leaves the picture

export class Chart {
  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.drawing = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "learn-chart" })
    this.key = element("p", { class: "kinds quiet learn-key" })
    this.element = element("div", {}, this.drawing, this.key)
  }

  /**
   * @param {Learning[]} learnings
   * @param {string[]} names of each, where there are several
   */
  show(learnings, names) {
    const { t, store } = this.app
    const steps = Math.max(...learnings.map(({ description }) => description?.steps ?? 1))
    const { yardsticks } = learnings[0]
    const even = yardsticks?.even ?? 5
    const curves = learnings.map(({ losses, heldOut }) => ({ batches: averaged(losses, steps), heldOut }))
    const all = curves.flatMap(({ batches, heldOut }) => [...batches, ...heldOut].map(({ loss }) => loss))
    const least = Math.min(yardsticks?.pairs ?? even, ...all)
    const [low, high] = [0.92 * least, ROOM * even]
    const x = (/** @type {number} */ step) => LEFT + (step / steps) * (WIDTH - LEFT - RIGHT)
    const y = (/** @type {number} */ loss) => {
      const at = (high - Math.min(loss, high)) / (high - low)
      return TOP + at * (HEIGHT - TOP - BOTTOM)
    }
    const line = (/** @type {Point[]} */ points) => {
      return points
        .map(({ step, loss }, i) => `${i ? "L" : "M"}${x(step).toFixed(1)} ${y(loss).toFixed(1)}`)
        .join("")
    }
    const number = written(store.state.language, 1)
    const parts = []
    for (let tick = Math.ceil(2 * low) / 2; tick < high; tick += 0.5) {
      parts.push(
        drawn("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick), class: "learn-grid" }),
        drawn("text", { x: LEFT - 6, y: y(tick) + 4, class: "learn-end" }, number(tick)),
      )
    }
    for (const part of [0, 0.25, 0.5, 0.75, 1]) {
      const step = Math.round(part * steps)
      const of = part === 0 ? "" : part === 1 ? "learn-end" : "learn-middle"
      parts.push(
        drawn("text", { x: x(step), y: HEIGHT - 16, class: of }, step.toLocaleString(store.state.language)),
      )
    }
    parts.push(drawn("text", { x: WIDTH - RIGHT, y: HEIGHT - 2, class: "learn-end" }, t("learn_axis")))
    for (const [name, nats] of Object.entries(yardsticks ?? {})) {
      const below = name === "pairs" // its words stand to the left, below the curve that comes down from there
      const place = below ? { x: LEFT + 4, y: y(nats) + 13 } : { x: WIDTH - RIGHT - 4, y: y(nats) - 5 }
      parts.push(
        drawn("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(nats), y2: y(nats), class: "learn-yardstick" }),
        drawn("text", { ...place, class: below ? "" : "learn-end" }, t(keyOf(`yardstick_${name}`))),
      )
    }
    curves.forEach(({ batches, heldOut }, i) => {
      const own = drawn("g", { class: `learn-curve-${i}` })
      own.append(drawn("path", { d: line(batches), class: "learn-batches" }))
      own.append(drawn("path", { d: line(heldOut), class: "learn-held-out" }))
      own.append(...heldOut.map(({ step, loss }) => drawn("circle", { cx: x(step), cy: y(loss), r: 3 })))
      parts.push(own)
    })
    this.drawing.replaceChildren(...parts)
    this.key.replaceChildren(
      ...learnings.flatMap((_, i) => {
        const of = names.length > 1 ? `${names[i]}: ` : ""
        return ["batches", "held_out"].map((kind) => {
          return element("span", { class: `learn-curve-${i} learn-key-${kind}` }, `${of}${t(keyOf(kind))}`)
        })
      }),
    )
  }

  /** @param {string} words what the picture shows, for whoever does not see it */
  name(words) {
    this.drawing.setAttribute("aria-label", words)
  }
}

/**
 * The losses of batches jump: their means over parts of the way.
 * @param {Point[]} points
 * @param {number} steps
 * @returns {Point[]}
 */
export function averaged(points, steps) {
  const width = Math.max(1, steps / BINS)
  /** @type {Map<number, {step: number, sum: number, count: number}>} */
  const bins = new Map()
  for (const { step, loss } of points) {
    const at = Math.floor((step - 1) / width)
    const bin = bins.get(at) ?? { step: 0, sum: 0, count: 0 }
    bins.set(at, { step, sum: bin.sum + loss, count: bin.count + 1 })
  }
  return [...bins.values()].map(({ step, sum, count }) => ({ step, loss: sum / count }))
}
