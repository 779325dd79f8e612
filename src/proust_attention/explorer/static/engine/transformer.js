/**
 * Transformer: the whole machine, from symbols to what may come next.
 *
 * # Class Notes
 *
 *     ids (T,) -> embedding -> block 0 ... block L-1 -> final norm -> output projection -> logits (T, V)
 *
 * At every position t the machine gives V numbers, the logits: one for each symbol that could stand at t + 1.
 * softmax makes probabilities of them. Nothing is hidden: `forward` returns all that was computed on the way.
 *
 * This is the third twin, after numpy_model and torch_model: file by file the same, forward only, one text (B =
 * 1). Sums are taken in float64 or float32, what is kept is float32.
 */

import * as attention from "./attention.js"
import * as block from "./block.js"
import { headWidth } from "./config.js"
import * as embedding from "./embedding.js"
import { MachineError } from "./errors.js"
import * as layerNorm from "./layer_norm.js"
import * as parameters from "./parameters.js"
import { rotary, sinusoidal } from "./positions.js"
import { product } from "./product.js"

/**
 * @typedef {object} Saved
 * @property {Int32Array} tokenIds (T,)
 * @property {block.Saved<attention.Saved>[]} blocks
 * @property {Float32Array} normed (T, D)
 */

export class Transformer {
  /**
   * Take the weights (not copied).
   * @param {import("./config.js").ModelConfig} config
   * @param {Map<string, import("./safetensors.js").Weight>} weights
   * @throws {MachineError} if they do not fit `config`
   */
  constructor(config, weights) {
    parameters.check(config, weights)
    const turned = config.positions === "rotary"
    this.config = config
    this.parts = parameters.arrange(config, weights)
    this.positions = turned ? null : sinusoidal(config.context_length, config.d_model)
    this.rotation = turned ? rotary(config.context_length, headWidth(config)) : null
  }

  /**
   * Return the logits, and all that was computed on the way.
   * @param {Int32Array} tokenIds (T,)
   * @returns {{logits: Float32Array, saved: Saved}} logits: (T, V)
   * @throws {MachineError} where T exceeds the context length
   */
  forward(tokenIds) {
    const { config, parts } = this
    checkIds(tokenIds, config)
    let x = embedding.forward(tokenIds, parts.embedding, config.d_model, this.positions)  // (T,) -> (T, D)
    const blocks = []
    for (const weights of parts.blocks) {
      const saved = block.forward(x, weights, config, (x) => {  // (T, D) -> (T, D)
        return attention.forward(x, weights.attention, config, this.rotation)
      })
      blocks.push(saved)
      x = saved.after
    }
    const { normed, logits } = this.foretell(x)
    return { logits, saved: { tokenIds, blocks, normed } }
  }

  /**
   * The end of the way: final norm and output projection.
   * @param {Float32Array} x (T, D)
   */
  foretell(x) {
    const normed = layerNorm.forward(x, this.parts.final_norm)
    const logits = product(normed, this.parts.output_projection, this.config.d_model, this.config.vocab_size)
    return { normed, logits }  // (T, D) @ (D, V) -> (T, V)
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
