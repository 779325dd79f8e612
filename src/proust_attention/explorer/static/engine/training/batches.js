/**
 * Batches: which windows a step reads, a pure function of (seed, step): those of batches/ in Python.
 *
 * # Class Notes
 *
 * A window is T tokens to read and, one place further on, as many to predict. The text is cut in two, once and
 * without shuffling: the machine trains on the beginning and is tested on the end. A batch is B windows:
 *
 *     number, place = step divided by the steps of a pass, with remainder
 *     windows of the step = order(seed, number)[place · B : (place + 1) · B]
 *
 * Two orders: with "every-offset" a pass has a window at every place of the text, shuffled; with "random-phase"
 * the text is cut into windows side by side, beginning at a random offset below T, new in each pass, and shuffled.
 * Nothing is remembered between steps.
 */

import { MachineError } from "../errors.js"
import { Philox } from "../philox.js"

const WINDOWS = 1 // sets this use of a seed apart from the others: weights, dropout

/** @typedef {"every-offset" | "random-phase"} Order */
/** @typedef {{inputs: Int32Array, targets: Int32Array}} Batch (B·T,) each; targets[i] comes after inputs[i] */

export class Batches {
  /**
   * @param {Int32Array} ids (N,) of the part that trains
   * @param {number} contextLength
   * @param {number} batchSize
   * @param {Order} order
   * @param {number} seed
   * @throws {MachineError} where the text does not fill one of them
   */
  constructor(ids, contextLength, batchSize, order, seed) {
    requireWindow("part_training", ids.length, contextLength)
    const windows = countWindows(order, ids.length, contextLength)
    this.ids = ids
    this.contextLength = contextLength
    this.batchSize = batchSize
    this.order = order
    this.seed = seed
    this.stepsPerPass = Math.floor(windows / batchSize) // the remainder is dropped
    if (this.stepsPerPass === 0) {
      throw new MachineError("corpus_batch", { windows, length: contextLength, batch: batchSize })
    }
    /** The pass that is read: one over a long text has millions of windows, and is not drawn at each step. */
    this.drawn = /** @type {{number: number, starts: Int32Array}} */ ({ number: -1, starts: new Int32Array(0) })
  }

  /**
   * Return the batch of a step.
   * @param {number} step from 0
   * @returns {Batch}
   */
  at(step) {
    const number = Math.floor(step / this.stepsPerPass)
    const first = (step % this.stepsPerPass) * this.batchSize
    if (this.drawn.number !== number) {
      const { order, ids, contextLength, seed } = this
      this.drawn = { number, starts: inOrder(order, ids.length, contextLength, seed, number) }
    }
    return gather(this.ids, this.drawn.starts.subarray(first, first + this.batchSize), this.contextLength)
  }
}

/**
 * Cut the windows that begin at `starts` (B,) out of ids (N,).
 * @param {Int32Array} ids
 * @param {Int32Array} starts
 * @param {number} T
 * @returns {Batch}
 */
export function gather(ids, starts, T) {
  const inputs = new Int32Array(starts.length * T)
  const targets = new Int32Array(starts.length * T)
  starts.forEach((start, b) => {
    inputs.set(ids.subarray(start, start + T), b * T)
    targets.set(ids.subarray(start + 1, start + T + 1), b * T)
  })
  return { inputs, targets }
}

/**
 * Return the beginnings of the windows of a pass, shuffled.
 * @param {Order} order
 * @param {number} count how many ids there are
 * @param {number} T
 * @param {number} seed
 * @param {number} number of the pass
 * @returns {Int32Array}
 */
export function inOrder(order, count, T, seed, number) {
  const windows = countWindows(order, count, T)
  const random = new Philox(seed, [WINDOWS, number])
  if (order === "every-offset") return random.permutation(windows)
  const phase = random.below(Math.min(T, count - T))
  return random.permutation(windows).map((window) => phase + T * window)
}

/**
 * Return at most `most` beginnings, evenly over the text and without overlap: always the same.
 * @param {number} count how many ids there are
 * @param {number} T
 * @param {number} most
 */
export function evenlySpread(count, T, most) {
  const windows = Math.max(0, Math.min(most, Math.floor((count - 1) / T)))
  const step = (count - T - 1) / (windows - 1)
  const last = windows - 1
  return Int32Array.from({ length: windows }, (_, i) => {
    if (i === 0) return 0
    return i === last ? count - T - 1 : Math.floor(i * step) // the last exactly, whatever rounding does
  })
}

/**
 * Return the place of the first held-out character of a text.
 * @param {number} characters
 * @param {number} heldOutFraction
 */
export function cut(characters, heldOutFraction) {
  const held = characters * heldOutFraction
  const below = Math.floor(held)
  const even = below + (below % 2) // a half goes to the even number, as Python rounds
  return characters - (held - below === 0.5 ? even : Math.round(held))
}

/**
 * @param {"part_training" | "part_held_out"} part
 * @param {number} count how many ids it has
 * @param {number} contextLength
 */
export function requireWindow(part, count, contextLength) {
  if (count <= contextLength) {
    throw new MachineError("corpus_window", { part: { code: part }, count, length: contextLength })
  }
}

/**
 * @param {Order} order
 * @param {number} count
 * @param {number} T
 */
function countWindows(order, count, T) {
  const places = count - T
  return order === "every-offset" ? places : Math.max(1, Math.floor(places / T))
}
