/**
 * A step: one more symbol into the cache, the logits of the next one out.
 *
 * # Class Notes
 *
 * The formulas are those of a whole window, for what is new alone: its query meets all keys so far, and softmax
 * mixes all values so far. The numbers are the same, but for the rounding of sums taken in another order.
 *
 * A Reader follows a text wherever it goes. What the text has in common with what was read last stays; the rest is
 * read. So a text that grows costs a step a symbol, and to step back, or to branch off, costs no more than what is
 * new. When the context overflows, the window begins at another place (context.js), and is read again.
 */

import { look, project } from "./attention.js"
import * as block from "./block.js"
import { Cache } from "./cache.js"
import { windowStart } from "./context.js"
import * as embedding from "./embedding.js"
import { MachineError } from "./errors.js"
import { addRow, product } from "./product.js"

/** @typedef {import("./transformer.js").Transformer} Transformer */
/** @typedef {{logits: Float32Array, attentionWeights: Float32Array[]}} Stepped of each layer, (H, S) */

/**
 * Read some symbols, behind those in the cache.
 * @param {Transformer} transformer
 * @param {Cache} cache
 * @param {Int32Array} ids (T,)
 * @returns {Stepped}
 */
export function read(transformer, cache, ids) {
  const { config, parts, positions } = transformer
  const first = cache.length
  cache.ids.set(ids, first)
  cache.length += ids.length
  let x = embedding.forward(ids, parts.embedding, config.d_model, positions, first)  // (T,) -> (T, D)
  const attentionWeights = parts.blocks.map((weights, layer) => {
    const last = new Float32Array(config.n_heads * cache.length)  // (H, S)
    x = block.forward(x, weights, config, (x) => attend(transformer, cache, layer, x, last))
    return last
  })
  const logits = transformer.predict(x.subarray(-config.d_model))  // (1, D) -> (1, V)
  return { logits, attentionWeights }
}

/**
 * Attend from the newest positions to all in the cache.
 * @param {Transformer} transformer
 * @param {Cache} cache
 * @param {number} layer
 * @param {Float32Array} x (T, D)
 * @param {Float32Array} attentionWeights (H, S): here stay those of the last position
 * @returns {Float32Array} (T, D)
 */
function attend({ config, parts, rotation }, cache, layer, x, attentionWeights) {
  const weights = parts.blocks[layer].attention
  const { d_model: D, n_heads: H } = config
  const T = x.length / D, S = cache.length, K = cache.K
  const first = S - T
  const { query, key, value } = project(x, weights, config, rotation, first)
  cache.keep(layer, first, key, value)
  const joined = new Float32Array(T * D)
  for (let h = 0; h < H; h++) {
    const head = cache.at(h, 0), row = h * S
    for (let t = 0; t < T; t++) {
      look(query, (h * T + t) * K, cache.keys[layer], head, first + t + 1, K, attentionWeights, row)
      addRow(attentionWeights, row, first + t + 1, cache.values[layer], head, K, joined, t * D + h * K)
    }
  }
  return product(joined, weights.W_O, D, D)
}

export class Reader {
  /** @param {Transformer} transformer */
  constructor(transformer) {
    this.transformer = transformer
    this.cache = new Cache(transformer.config)
    this.start = 0
  }

  /**
   * Return the logits of the symbol behind a text, and where its last symbol looks.
   * @param {Int32Array} ids the whole text, of any length
   * @returns {Stepped & {start: number}} start: the place of the first symbol that was looked at
   */
  follow(ids) {
    if (ids.length === 0) throw new MachineError("there is no text to read: at least one character is needed")
    const { cache, transformer } = this
    const start = windowStart(ids.length, transformer.config.context_length)
    const window = ids.subarray(start)
    let common = 0
    if (start === this.start) {
      const most = Math.min(cache.length, window.length - 1)  // the last one is read in any case, for its logits
      while (common < most && cache.ids[common] === window[common]) common++
    }
    this.start = start
    cache.length = common
    return { start, ...read(transformer, cache, window.subarray(common)) }
  }
}
