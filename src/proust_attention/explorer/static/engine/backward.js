/**
 * Backward: one batch forward and backward, and every number on the way kept. What the page takes apart.
 *
 * # Class Notes
 *
 * A gradient is found in two ways that know nothing of each other:
 *
 *     derived        by the backward pass
 *     difference     (L(w + h) - L(w - h)) / 2h          the loss, when this one weight moves a little
 *
 * Both in float64, on the plain product: in float32 a difference of two losses that agree to six digits would have
 * one digit left. Where the step makes some z of max(z, 0) change its sign, the difference looks at two sides of a
 * corner: how many do is said with it.
 *
 * And the derived one is written out: it is a sum over the rows of the batch (way_back.js).
 */

import * as crossEntropy from "./cross_entropy.js"
import { randomMasks } from "./dropout.js"
import { MachineError, quoted } from "./errors.js"
import { squares } from "./floats.js"
import { machine, shapeOf } from "./parts.js"
import { packed } from "./training/arrays.js"
import { Transformer } from "./transformer.js"
import { wayBack } from "./way_back.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {import("./training/batches.js").Batch} Batch */
/** @typedef {{seed: number, step: number}} Dropped the step of which masks of dropout are */
/**
 * @typedef {object} Outline a batch, and the gradients of all that it went through
 * @property {Int32Array} inputs (B·T,)
 * @property {Int32Array} targets (B·T,)
 * @property {number} T how many tokens each text has
 * @property {number} loss the mean over the batch, nats a token
 * @property {number} norm of all gradients of weights, laid end to end
 * @property {GradientOutline[]} steps in the order in which they arise
 */
/** @typedef {import("./way_back.js").Step & {shape: number[], norm: number}} GradientOutline no numbers yet */
/** @typedef {{shape: number[], data: Float64Array}} Gradient */
/**
 * @typedef {{kind: "gradient", name: string} | {kind: "witness", name: string, place: number} | {kind: "batch"}}
 *   Question see protocol.js
 */
/**
 * @typedef {object} Witnessed one number of a weight's gradient
 * @property {number} weight
 * @property {number} derived
 * @property {number} difference
 * @property {number} corners so many hidden numbers changed their sign between the two losses
 * @property {Int32Array} rows (n,) those of the batch that the sum goes over
 * @property {Float64Array} x (n,) what the weight met in each
 * @property {Float64Array} d (n,) what arrived there: derived = Σ x·d
 */

const H = 1e-5
const EMBEDDING = "embedding.token_embedding"

export class Backward {
  /**
   * @param {import("./config.js").ModelConfig} config
   * @param {Map<string, import("./parameters.js").Weight>} weights of any type; they are copied
   * @param {Batch} batch
   * @param {number} T how many tokens each text has
   * @param {Dropped | null} dropped null: nothing is
   * @throws {MachineError} what the machine's forward throws
   */
  constructor(config, weights, batch, T, dropped = null) {
    this.config = config
    this.batch = batch
    this.T = T
    this.dropped = dropped
    this.masks = dropped ? randomMasks(config, dropped.seed, dropped.step, T, batch.inputs.length / T) : {}
    this.weights = new Map(
      [...weights].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }]),
    )
    this.transformer = new Transformer(config, this.weights)
    /** @type {Map<string, Floats>} with respect to arrays and weights, by their names */
    this.gradients = new Map()
    /** @type {Map<string, [x: Floats | null, d: Floats]>} */
    this.factors = new Map()
    this.loss = this.walk()
  }

  /** Go forward and back; keep what comes by. */
  walk() {
    const { config, masks, transformer } = this
    const watched = machine(config).arrays.map(({ name }) => {
      return [name, { ...masks[name], gradient: (/** @type {Floats} */ d) => this.gradients.set(name, d) }]
    })
    const { loss, saved, savedLoss } = this.forward(Object.fromEntries(watched))
    for (const part of transformer.backwardParts(saved, crossEntropy.backward(savedLoss))) {
      for (const [own, d] of Object.entries(part.weights)) {
        const name = own ? `${part.name}.${own}` : part.name
        this.gradients.set(name, d)
        this.factors.set(name, part.factors[own])
      }
    }
    return loss
  }

  /** @param {import("./interventions.js").Interventions} interventions */
  forward(interventions = this.masks) {
    const { inputs, targets } = this.batch
    const [logits, saved] = this.transformer.forward(inputs, interventions, this.T)
    const [loss, savedLoss] = crossEntropy.forward(logits, targets)
    return { loss, saved, savedLoss }
  }

  /** @returns {Outline} */
  outline() {
    const { config, loss, T, gradients } = this
    const { inputs, targets } = this.batch
    const steps = wayBack(config).map((step) => {
      const shape = shapeOf(step, config, T, inputs.length / T)
      return { ...step, shape, norm: Math.sqrt(squares(/** @type {Floats} */ (gradients.get(step.name)))) }
    })
    const norm = Math.hypot(...steps.filter(({ factors }) => factors).map((step) => step.norm))
    return { inputs: inputs.slice(), targets: targets.slice(), T, loss, norm, steps }
  }

  /**
   * Respond to what both workers are asked of a batch that was taken apart.
   * @param {Question} question
   */
  async answer(question) {
    switch (question.kind) {
      case "gradient":
        return this.gradient(question.name)
      case "witness":
        return this.witness(question.name, question.place)
      case "batch":
        return { file: await this.file() }
    }
  }

  /**
   * Return the gradient with respect to an array or a weight.
   * @param {string} name
   * @returns {Gradient}
   */
  gradient(name) {
    const { config, T, batch } = this
    const step = wayBack(config).find((one) => one.name === name)
    if (!step) throw new MachineError("gradient_unknown", { name: quoted(name) })
    const data = /** @type {Float64Array} */ (this.gradients.get(name))
    return { shape: shapeOf(step, config, T, batch.inputs.length / T), data: data.slice() }
  }

  /**
   * Return one number of a weight's gradient in two ways, and the terms that it is the sum of.
   * @param {string} name
   * @param {number} place in it, row behind row
   * @returns {Witnessed}
   * @throws {MachineError} if there is no such number
   */
  witness(name, place) {
    const data = this.weights.get(name)?.data
    if (!data || !Number.isInteger(place) || place < 0 || place >= data.length) {
      throw new MachineError("number_unknown", { place, name: quoted(name) })
    }
    const weight = data[place]
    const [above, below] = [H, -H].map((move) => {
      data[place] = weight + move
      return this.forward()
    })
    data[place] = weight
    const derived = /** @type {Floats} */ (this.gradients.get(name))[place]
    const difference = (above.loss - below.loss) / (2 * H)
    return { weight, derived, difference, corners: corners(above.saved, below.saved), ...this.terms(name, place) }
  }

  /** Return the weights and the batch as one file, from which explorer/witness.py takes the same gradients. */
  async file() {
    const { config: model, T, dropped } = this
    const { inputs, targets } = this.batch
    const batch = JSON.stringify({ model, inputs: [...inputs], targets: [...targets], T, dropped })
    return packed(this.weights, { batch })
  }

  /**
   * @param {string} name
   * @param {number} place
   */
  terms(name, place) {
    const { inputs } = this.batch
    const [x, d] = /** @type {[Floats | null, Floats]} */ (this.factors.get(name))
    const columns = d.length / inputs.length
    const isMatrix = this.weights.get(name)?.shape.length === 2
    const [i, j] = isMatrix ? [Math.floor(place / columns), place % columns] : [place, place]
    const isTable = name === EMBEDDING
    const rows = Int32Array.from(inputs.keys()).filter((row) => !isTable || inputs[row] === i)
    const width = x ? x.length / inputs.length : 0
    const other = isTable ? Math.sqrt(columns) : 1
    return {
      rows,
      x: Float64Array.from(rows, (row) => (x ? x[row * width + i] : other)),
      d: Float64Array.from(rows, (row) => d[row * columns + j]),
    }
  }
}

/**
 * Count the hidden numbers that are above 0 in one forward and not in the other.
 * @param {import("./transformer.js").Saved} one
 * @param {import("./transformer.js").Saved} other
 */
function corners(one, other) {
  let count = 0
  one.blocks.forEach(({ feed_forward: { positive } }, layer) => {
    const beside = other.blocks[layer].feed_forward.positive
    for (let i = 0; i < positive.length; i++) if (positive[i] > 0 !== beside[i] > 0) count++
  })
  return count
}
