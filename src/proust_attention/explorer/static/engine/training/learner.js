/**
 * The learner: a machine with its optimizer, the twin of training/numpy_engine.py.
 *
 * # Class Notes
 *
 * A batch becomes new weights in four steps:
 *
 *     forward    logits = machine(inputs)                   what may come next, at every place
 *     loss       the mean of -ln p(target)                  how surprised it was
 *     backward   the gradient of the loss with respect to every weight
 *     step       every weight moved against its gradient    by the optimizer, at the learning rate of the step
 *
 * Learning rate and dropout are functions of the settings and the number of the step. So the state is the weights
 * and what the optimizer remembers, and a learner that goes on from it does what it would have done.
 */

import * as crossEntropy from "../cross_entropy.js"
import { randomMasks } from "../dropout.js"
import { MachineError } from "../errors.js"
import { withScratch } from "../scratch.js"
import { Transformer } from "../transformer.js"
import { Optimizer } from "./optimizer.js"
import { lrScale } from "./schedules.js"

/** @typedef {import("../parameters.js").Weight} Weight */
/** @typedef {import("./batches.js").Batch} Batch */
/**
 * @typedef {object} Learned
 * @property {number} loss
 * @property {number} learningRate
 * @property {number} gradientNorm of the whole gradient, before clipping
 * @property {Map<string, number>} squares of the gradient of each weight, summed
 */

/** The training has gone wrong, and cannot go on from here. */
export class Broken extends MachineError {
  /** @param {number} step from 1 */
  constructor(step) {
    super("training_broke", { step })
    this.step = step
  }
}

export class Learner {
  /**
   * @param {import("../config.js").ModelConfig} model
   * @param {import("./settings.js").TrainingConfig} training whose steps are settled
   * @param {Map<string, Weight>} weights which are changed in place
   */
  constructor(model, training, weights) {
    this.model = model
    this.training = training
    this.weights = weights
    this.transformer = new Transformer(model, weights)
    this.optimizer = new Optimizer(weights, training)
  }

  /**
   * Learn from one batch.
   * @param {Batch} batch
   * @param {number} step from 0; it decides learning rate and dropout
   * @returns {Learned} loss: in nats a token, of the batch before the step, with dropout
   * @throws {Broken} where loss or gradient are not finite: nothing is moved then
   */
  step(batch, step) {
    return withScratch(() => {
      const { loss, gradients } = this.gradients(batch, step)
      if (!Number.isFinite(loss)) throw new Broken(step + 1)
      const scale = lrScale(step, this.training)
      const { norm, squares } = this.optimizer.step(gradients, scale)
      if (!Number.isFinite(norm)) throw new Broken(step + 1)
      return { loss, learningRate: scale * this.training.learning_rate, gradientNorm: norm, squares }
    })
  }

  /**
   * Return loss and gradients of a batch, and change nothing.
   * @param {Batch} batch
   * @param {number} step
   */
  gradients(batch, step) {
    const { loss, saved, savedLoss } = this.forward(batch, step)
    return { loss, gradients: this.transformer.backward(saved, crossEntropy.backward(savedLoss)) }
  }

  /**
   * Return the loss of a batch, nats a token, as the step sees it: with dropout.
   * @param {Batch} batch
   * @param {number} step
   */
  loss(batch, step) {
    return this.forward(batch, step).loss
  }

  /**
   * @param {Batch} batch
   * @param {number} step
   */
  forward({ inputs, targets }, step) {
    const { model, training, transformer } = this
    const T = model.context_length
    const masks = randomMasks(model, training.seed, step, T, inputs.length / T)
    const [logits, saved] = transformer.forward(inputs, masks, T)
    const [loss, savedLoss] = crossEntropy.forward(logits, targets)
    return { loss, saved, savedLoss }
  }

  /**
   * Return the mean loss of a batch in nats a token, without dropout and without learning.
   * @param {Batch} batch
   * @param {number} T how many tokens its windows have
   */
  evaluate({ inputs, targets }, T) {
    return withScratch(() => {
      const [logits] = this.transformer.forward(inputs, {}, T)
      return crossEntropy.forward(logits, targets)[0]
    })
  }
}
