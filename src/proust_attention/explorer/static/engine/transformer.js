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
 * This is the third twin, after numpy_model and torch_model: file by file the same, forward only, one text (B =
 * 1). Sums are taken in float64 or float32, what is kept is float32.
 */

import * as attention from "./attention.js"
import * as block from "./block.js"
import { headWidth } from "./config.js"
import * as embedding from "./embedding.js"
import { MachineError } from "./errors.js"
import { changesOf, hooks } from "./interventions.js"
import * as layerNorm from "./layer_norm.js"
import * as parameters from "./parameters.js"
import { blockNames } from "./parts.js"
import { rotary, sinusoidal } from "./positions.js"
import { product } from "./product.js"

export class Transformer {
  /**
   * Take the weights (not copied).
   * @param {import("./config.js").ModelConfig} config
   * @param {Map<string, import("./safetensors.js").Weight>} weights
   * @throws {MachineError} if they do not fit `config`
   */
  constructor(config, weights) {
    parameters.check(config, weights)
    const rotates = config.positions === "rotary"
    this.config = config
    this.parts = parameters.arrange(config, weights)
    this.positions = rotates ? null : sinusoidal(config.context_length, config.d_model)
    this.rotation = rotates ? rotary(config.context_length, headWidth(config)) : null
  }

  /**
   * Return the logits.
   * @param {Int32Array} tokenIds (T,)
   * @param {import("./interventions.js").Interventions} interventions what becomes of arrays, by their names
   * @returns {Float32Array} (T, V)
   * @throws {MachineError} where T exceeds the context length, or an intervention fits no array
   */
  forward(tokenIds, interventions = {}) {
    const { config, parts, rotation } = this
    checkIds(tokenIds, config)
    const changes = changesOf(interventions, config, tokenIds.length)
    let x = embedding.forward(tokenIds, parts.embedding, config.d_model, this.positions, 0, changes)
    for (const [layer, name] of blockNames(config).entries()) {  // (T, D) -> (T, D)
      const weights = parts.blocks[layer]
      /** @param {Float32Array} x */
      const attend = (x) => {
        return attention.forward(x, weights.attention, config, rotation, changes, `${name}.attention`)
      }
      x = block.forward(x, weights, config, attend, changes, name)
    }
    return this.predict(x, changes)
  }

  /**
   * The end of the way: final norm and output projection.
   * @param {Float32Array} x (T, D)
   * @param {import("./interventions.js").Changes | null} changes
   * @returns {Float32Array} (T, V)
   */
  predict(x, changes = null) {
    const { config, parts } = this
    const hook = hooks("", changes)
    const normed = hook("final_norm", layerNorm.forward(x, parts.final_norm, config))
    const logits = product(normed, parts.output_projection, config.d_model, config.vocab_size)
    return hook("logits", logits)  // (T, D) @ (D, V) -> (T, V)
  }
}

/**
 * @param {Int32Array} tokenIds
 * @param {import("./config.js").ModelConfig} config
 */
function checkIds(tokenIds, config) {
  const T = tokenIds.length
  if (T === 0) throw new MachineError("there is no text to read: at least one character is needed")
  if (T > config.context_length) {
    throw new MachineError(`${T} symbols are more than the machine sees at once: ${config.context_length}`)
  }
  if (!tokenIds.every((id) => id >= 0 && id < config.vocab_size)) {
    throw new MachineError(`an id is none of this machine's symbols: they go from 0 to ${config.vocab_size - 1}`)
  }
}
