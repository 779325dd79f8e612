/**
 * Transformer: the whole machine, from symbols to what may come next.
 *
 * # Class Notes
 *
 *     ids (T,) -> embedding -> block 0 ... block L-1 -> final norm -> output projection -> logits (T, V)
 *
 * At every position t the machine gives V numbers, the logits: one for each symbol that could stand at t + 1.
 * softmax makes probabilities of them. Nothing is hidden: every array on the way passes a hook (interventions.js),
 * where it can be looked at, and changed.
 *
 * This is the third twin, after numpy_model and torch_model: file by file the same, forward and backward. An array
 * of B texts of T tokens has B·T rows, one text behind the other. Sums are taken in float64 or float32, what is
 * kept is of the type of the weights.
 *
 * The gradient. By the chain rule what arrives at the logits goes back through the parts in the reverse order;
 * each gives the gradients of its own weights on the way, and knows only itself. `forward` returns what `backward`
 * needs.
 */

import * as attention from "./attention.js"
import * as block from "./block.js"
import { headWidth } from "./config.js"
import * as embedding from "./embedding.js"
import { MachineError } from "./errors.js"
import { changesOf, Hooks } from "./interventions.js"
import * as layerNorm from "./layer_norm.js"
import * as parameters from "./parameters.js"
import { blockNames } from "./parts.js"
import { rotary, sinusoidal } from "./positions.js"
import { product, timesTransposed, transposedTimes } from "./product.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {{normed: Floats, final_norm: layerNorm.Saved, hooks: Hooks}} Predicted */
/**
 * @typedef {object} PartGradients of one part
 * @property {string} name
 * @property {Floats | null} d_x with respect to its input
 * @property {Record<string, Floats>} weights "": a part's only one
 * @property {import("./product.js").Factors} factors of which each of these gradients is made
 */
/** @typedef {{embedding: embedding.Saved, blocks: block.Saved[], predicted: Predicted}} Saved */

export class Transformer {
  /**
   * Take the weights (not copied).
   * @param {import("./config.js").ModelConfig} config
   * @param {Map<string, parameters.Weight>} weights
   * @throws {MachineError} if they do not fit `config`
   */
  constructor(config, weights) {
    parameters.check(config, weights)
    const rotates = config.positions === "rotary"
    this.config = config
    this.parts = parameters.arrange(config, weights)
    const type = this.parts.output_projection
    this.positions = rotates ? null : sinusoidal(config.context_length, config.d_model, type)
    this.rotation = rotates ? rotary(config.context_length, headWidth(config), type) : null
  }

  /**
   * Return the logits, and what the backward needs.
   * @param {Int32Array} tokenIds (B·T,)
   * @param {import("./interventions.js").Interventions} interventions what becomes of arrays, by their names
   * @param {number} T how many tokens each text has; left out: there is one text
   * @returns {[logits: Floats, saved: Saved]} logits: (B·T, V)
   * @throws {MachineError} where T exceeds the context length, or an intervention fits no array
   */
  forward(tokenIds, interventions = {}, T = tokenIds.length) {
    const { config, parts, rotation } = this
    checkIds(tokenIds, config, T)
    const changes = changesOf(interventions, config, T, tokenIds.length / T)
    const { d_model } = config
    let [x, embedded] = embedding.forward(tokenIds, parts.embedding, d_model, this.positions, T, 0, changes)
    /** @type {block.Saved[]} */
    const blocks = []
    for (const [layer, name] of blockNames(config).entries()) {
      // (B·T, D) -> (B·T, D)
      const weights = parts.blocks[layer]
      /** @param {Floats} x */
      const attend = (x) => {
        return attention.forward(x, weights.attention, config, T, rotation, changes, `${name}.attention`)
      }
      ;[x, blocks[layer]] = block.forward(x, weights, config, attend, changes, name)
    }
    const [logits, predicted] = this.predict(x, changes)
    return [logits, { embedding: embedded, blocks, predicted }]
  }

  /**
   * Return the gradient of every weight, by the names of parameters.js and in their order.
   * @param {Saved} saved
   * @param {Floats} d_logits (B·T, V)
   * @returns {Map<string, Floats>}
   */
  backward(saved, d_logits) {
    /** @type {Map<string, Floats>} */
    const gradients = new Map()
    for (const { name, weights } of this.backwardParts(saved, d_logits)) {
      for (const [weight, d] of Object.entries(weights)) gradients.set(weight ? `${name}.${weight}` : name, d)
    }
    return new Map(
      [...parameters.shapes(this.config).keys()].map((name) => {
        return [name, /** @type {Floats} */ (gradients.get(name))]
      }),
    )
  }

  /**
   * Yield of each part, from the last, its name and the gradients with respect to its input and weights.
   * @param {Saved} saved
   * @param {Floats} d_logits (B·T, V)
   * @returns {Generator<PartGradients>}
   */
  *backwardParts({ embedding: embedded, blocks, predicted }, d_logits) {
    const { config, parts } = this
    const { d_model: D, vocab_size: V } = config
    const { normed, final_norm, hooks } = predicted
    d_logits = hooks.backward("logits", d_logits) // hooks.pass("logits", ...)
    const d_projection = transposedTimes(normed, d_logits, D, V) // product(normed, output_projection)
    const d_normed = timesTransposed(d_logits, parts.output_projection, V, D) // (B·T, V) @ (V, D) -> (B·T, D)
    const weights = { "": d_projection }
    yield { name: "output_projection", d_x: d_normed, weights, factors: { "": [normed, d_logits] } }
    const d_final = hooks.backward("final_norm", d_normed) // hooks.pass("final_norm", y)
    let [d_x, ...found] = layerNorm.backward(final_norm, d_final) // y = final_norm(x)
    yield { name: "final_norm", d_x, weights: found[0], factors: found[1] }
    for (const [layer, name] of [...blockNames(config).entries()].reverse()) {
      ;[d_x, ...found] = block.backward(blocks[layer], d_x) // x = block(x)
      yield { name, d_x, weights: found[0], factors: found[1] }
    }
    found = embedding.backward(embedded, d_x) // x = embedding(tokenIds)
    yield { name: "embedding", d_x: null, weights: found[0], factors: found[1] }
  }

  /**
   * The end of the way: final norm and output projection.
   * @param {Floats} x (B·T, D)
   * @param {import("./interventions.js").Changes | null} changes
   * @returns {[logits: Floats, saved: Predicted]} logits: (B·T, V)
   */
  predict(x, changes = null) {
    const { config, parts } = this
    const hooks = new Hooks("", changes)
    const [y, final_norm] = layerNorm.forward(x, parts.final_norm, config)
    const normed = hooks.pass("final_norm", y)
    const logits = product(normed, parts.output_projection, config.d_model, config.vocab_size)
    return [hooks.pass("logits", logits), { normed, final_norm, hooks }] // (B·T, D) @ (D, V) -> (B·T, V)
  }
}

/**
 * @param {Int32Array} tokenIds
 * @param {import("./config.js").ModelConfig} config
 * @param {number} T
 */
function checkIds(tokenIds, config, T) {
  if (T === 0) throw new MachineError("text_none")
  if (T > config.context_length) {
    throw new MachineError("text_long", { count: T, most: config.context_length })
  }
  if (!tokenIds.every((id) => id >= 0 && id < config.vocab_size)) {
    throw new MachineError("id_unknown", { last: config.vocab_size - 1 })
  }
}
