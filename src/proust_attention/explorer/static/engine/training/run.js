/**
 * A run: one training from wherever it stands, the twin of training/loop.py and observer.py.
 *
 * # Class Notes
 *
 *     for step in range(steps):
 *       learner.step(batches.at(step), step)         forward, loss, backward, step (learner.js)
 *
 * That is the training. At steps known beforehand (plan.js) the run also takes the loss on the text that it never
 * trains on, and keeps the weights if it is the lowest so far; at others the machine writes a sample, and the
 * moment is kept, so that one can go back to it. A step whose loss or gradient is not finite is not made.
 *
 * Everything that decides the weights is a function of (settings, seed, step): so the state is the weights, what
 * the optimizer remembers and a few counters, and a run that goes on from it does what it would have done.
 */

import { fromTable } from "../config.js"
import { MachineError } from "../errors.js"
import { moved } from "./groups.js"
import { Broken, Learner } from "./learner.js"
import { Material } from "./material.js"
import { planOf } from "./plan.js"
import { trainingOf } from "./settings.js"
import { write } from "./writing.js"

/** @typedef {import("../parameters.js").Weight} Weight */
/** @typedef {Map<string, Weight>} Weights */
/**
 * @typedef {object} Origin what a run was begun with
 * @property {any} config the table of its config.json
 * @property {import("../tokenizer.js").Tokenizer} tokenizer
 * @property {Record<string, unknown>} corpus what is known of the text
 * @property {Record<string, unknown>} began how it began
 * @property {Int32Array} ids (N,) the text
 * @property {Map<number, Uint8Array<ArrayBuffer>>} snapshots files of weights that it was opened with, by steps
 */
/** @typedef {{step: number, best_loss: number, losses_sum: number, losses_count: number}} Counters */
/** @typedef {{counters: Counters, weights: Weights, kept: Weights}} State everything that a resume needs */
/** @typedef {{weights: Weights, loss: number}} Best the best weights so far, by the held-out loss */
/** @typedef {{state: State, best: Best}} Moment */
/** @typedef {Record<string, any> & {kind: "step" | "evaluation" | "sample" | "final"}} Event */

const HOPELESS = 3 // times the loss of a machine that takes all tokens for equally likely
const IN_A_ROW = 2 // log points beyond that, and the run ends

export class Run {
  /**
   * @param {Origin} origin
   * @param {Weights} weights which are changed in place
   * @throws {MachineError} where settings and text do not fit
   */
  constructor(origin, weights) {
    const { model, sampling } = fromTable(origin.config)
    const training = trainingOf(origin.config.training)
    this.origin = origin
    this.sampling = sampling
    this.material = new Material(model, training, origin.tokenizer, origin.ids)
    const steps = training.steps ?? this.material.batches.stepsPerPass
    this.learner = new Learner(model, { ...training, steps }, weights)
    this.steps = steps
    this.plan = planOf(this.learner.training)
    /** @type {Counters} */
    this.counters = { step: 0, best_loss: Infinity, losses_sum: 0, losses_count: 0 }
    /** @type {Best} */
    this.best = { weights: copied(weights), loss: Infinity }
    this.hopeless = 0 // so many log points in a row
    this.calm = true // whether neither the last step nor the last log point was beyond the bound
    /** @type {Record<string, any>[]} */
    this.metrics = []
    /** @type {{step: number, prompt: string, text: string}[]} */
    this.samples = []
    /** @type {Map<number, Moment>} the moments to which one can go back, by their steps */
    this.moments = new Map()
  }

  /** Whether all steps are done, and the final figure is taken. */
  get finished() {
    return this.metrics.some(({ kind, step }) => kind === "final" && step >= this.steps)
  }

  /**
   * Make one step, and what the plan says of it; at step 0, before it, take the loss of chance.
   * @returns {Event[]} what happened
   * @throws {Broken} where the training has gone wrong; of what is not finite, the weights are those before
   */
  advance() {
    if (this.finished) throw new MachineError("run_done", { steps: this.steps })
    const events = this.counters.step === 0 && !this.moments.has(0) ? [this.evaluate(), this.sample()] : []
    if (this.counters.step < this.steps) {
      // an opened run may only lack its final figure
      events.push(this.learn())
      if (this.plan.evaluateAt.has(this.counters.step)) events.push(this.evaluate())
      if (this.plan.sampleAt.has(this.counters.step)) events.push(this.sample())
    }
    if (this.counters.step === this.steps) events.push(this.finish())
    return events
  }

  /** @returns {Event} */
  learn() {
    const { learner, counters, material } = this
    const { step } = counters
    const watched = this.plan.logAt.has(step + 1)
    const before = new Map(watched ? [...learner.weights].map(([name, { data }]) => [name, data.slice()]) : [])
    const began = performance.now()
    const batch = material.batches.at(step)
    const { loss, learningRate, gradientNorm, squares } = learner.step(batch, step)
    const characters = material.count(batch.targets)
    const perCharacter = (loss * batch.targets.length) / characters
    counters.step++
    counters.losses_sum += perCharacter
    counters.losses_count++
    const seconds = Math.max(performance.now() - began, 1) / 1000 // the clock of a browser is coarse
    const figures = { loss: perCharacter, learning_rate: learningRate, gradient_norm: gradientNorm }
    const record = { kind: /** @type {const} */ ("step"), step: counters.step, ...figures }
    const within = perCharacter <= this.bound()
    if (watched) {
      const groups = moved(before, learner.weights, squares)
      Object.assign(record, { groups, characters_per_second: characters / seconds })
      this.metrics.push(record)
      this.hopeless = within ? 0 : this.hopeless + 1
      if (this.hopeless >= IN_A_ROW) throw new Broken(counters.step)
    }
    this.calm = within && this.hopeless === 0
    return record
  }

  /** The loss beyond which there is no hope. */
  bound() {
    const even = Math.log(this.material.pieces.length) / this.material.charactersAToken
    const first = this.metrics.find(({ kind }) => kind === "evaluation")
    return HOPELESS * Math.max(even, first?.held_out_loss ?? 0)
  }

  /** @returns {Event} */
  evaluate() {
    const { counters, material, learner } = this
    const { loss } = material.meanLoss((batch, T) => learner.evaluate(batch, T), material.windows)
    if (!Number.isFinite(loss)) throw new Broken(counters.step)
    const training_loss = counters.losses_count ? counters.losses_sum / counters.losses_count : null
    counters.losses_sum = counters.losses_count = 0
    const best = loss < counters.best_loss
    if (best) counters.best_loss = loss
    if (best && loss <= this.best.loss) {
      // of an opened run, the weights may be ahead of the state
      this.best = { weights: copied(learner.weights), loss }
    }
    const { step } = counters
    const record = { kind: /** @type {const} */ ("evaluation"), step, training_loss, held_out_loss: loss, best }
    this.metrics.push(record)
    return record
  }

  /** @returns {Event} */
  sample() {
    const {
      learner,
      material,
      sampling,
      origin: { tokenizer },
    } = this
    const { step } = this.counters
    const { prompt } = material
    const { sample_length } = learner.training
    try {
      const text = write(learner.transformer, tokenizer, prompt, sample_length, sampling, 0)
      this.samples.push({ step, prompt, text })
      this.moments.set(step, { state: this.state(), best: this.best })
      return { kind: "sample", step, prompt, text }
    } catch (error) {
      throw error instanceof MachineError ? new Broken(step) : error // its logits are not finite
    }
  }

  /**
   * Read the held-out part, once, with the weights that the run leaves behind.
   * @returns {Event}
   */
  finish() {
    const { model, training } = this.learner
    const best = new Learner(model, training, this.best.weights)
    const { loss, characters } = this.material.wholeLoss((batch, T) => best.evaluate(batch, T))
    const { step } = this.counters
    const record = { kind: /** @type {const} */ ("final"), step, held_out_loss: loss, characters }
    this.metrics.push(record)
    return record
  }

  /**
   * Return a copy of everything that a resume needs.
   * @returns {State}
   */
  state() {
    const { weights, optimizer } = this.learner
    return { counters: { ...this.counters }, weights: copied(weights), kept: copied(optimizer.state()) }
  }

  /**
   * Go on from a state; what is newer in logs and moments is forgotten.
   * @param {State} state
   * @throws {MachineError} if it is that of another machine
   */
  takeUp({ counters, weights, kept }) {
    const { learner } = this
    fill(learner.weights, weights)
    fill(learner.optimizer.state(), kept)
    learner.optimizer.stepsDone = counters.step
    this.counters = { ...counters }
    this.hopeless = 0
    this.metrics = this.metrics.filter(({ step }) => step <= counters.step)
    this.samples = this.samples.filter(({ step }) => step <= counters.step)
    for (const step of this.moments.keys()) if (step > counters.step) this.moments.delete(step)
  }

  /**
   * Go back to a kept moment.
   * @param {number} step
   * @throws {MachineError} if none was kept there
   */
  back(step) {
    const moment = this.moments.get(step)
    if (!moment) {
      throw new MachineError("moment_unknown", { step, kept: [...this.moments.keys()].join(", ") })
    }
    this.takeUp(moment.state)
    this.best = moment.best
  }
}

/**
 * @param {Weights} weights
 * @returns {Weights}
 */
export function copied(weights) {
  return new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]))
}

/**
 * @param {Weights} to
 * @param {Weights} from
 */
function fill(to, from) {
  for (const [name, { data }] of to) {
    const found = from.get(name)?.data
    if (!found) throw new MachineError("state_missing", { name })
    if (found.length !== data.length) {
      throw new MachineError("state_size", { name, found: found.length, right: data.length })
    }
    if (!found.every(Number.isFinite)) throw new MachineError("state_infinite", { name })
  }
  for (const [name, { data }] of to) data.set(/** @type {Weight} */ (from.get(name)).data)
}
