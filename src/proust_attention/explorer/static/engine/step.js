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
import { addRow } from "./plain_product.js"
import { product } from "./product.js"

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {import("./transformer.js").Transformer} Transformer */

/**
 * Read some symbols, behind those in the cache.
 * @param {Transformer} transformer
 * @param {Cache} cache
 * @param {Int32Array} ids (T,)
 * @returns {Floats} (V,) the logits behind the last of them
 */
function read(transformer, cache, ids) {
  const { config, parts, positions } = transformer
  const first = cache.length
  cache.ids.set(ids, first)
  cache.length += ids.length
  let [x] = embedding.forward(ids, parts.embedding, config.d_model, positions, ids.length, first) // -> (T, D)
  for (const [layer, weights] of parts.blocks.entries()) {
    // (T, D) -> (T, D)
    ;[x] = block.forward(x, weights, config, (x) => [attend(transformer, cache, layer, x), null])
  }
  return transformer.predict(x.subarray(-config.d_model))[0] // (1, D) -> (1, V)
}

/**
 * Attend from the newest positions to all in the cache.
 * @param {Transformer} transformer
 * @param {Cache} cache
 * @param {number} layer
 * @param {Floats} x (T, D)
 * @returns {Floats} (T, D)
 */
function attend({ config, parts, rotation }, cache, layer, x) {
  const weights = parts.blocks[layer].attention
  const { d_model: D, n_heads: H } = config
  const T = x.length / D
  const S = cache.length
  const K = cache.K
  const first = S - T
  const { query, key, value } = project(x, weights, config, T, rotation, first)
  cache.keep(layer, first, key, value)
  const row = new Float32Array(S)
  const joined = new Float32Array(T * D)
  for (let h = 0; h < H; h++) {
    const head = cache.at(h, 0)
    for (let t = 0; t < T; t++) {
      look(query, (h * T + t) * K, cache.keys[layer], head, first + t + 1, K, row, 0)
      addRow(row, 0, first + t + 1, cache.values[layer], head, K, joined, t * D + h * K)
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
   * Return the logits of the symbol behind a text.
   * @param {Int32Array} ids the whole text, of any length
   * @returns {{start: number, logits: Floats}} start: the place at which the window begins; logits: (V,)
   */
  follow(ids) {
    if (ids.length === 0) throw new MachineError("text_none")
    const { cache, transformer } = this
    const start = windowStart(ids.length, transformer.config.context_length)
    const window = ids.subarray(start)
    let common = 0
    if (start === this.start) {
      const most = Math.min(cache.length, window.length - 1) // the last one is read in any case, for its logits
      while (common < most && cache.ids[common] === window[common]) common++
    }
    this.start = start
    cache.length = common
    return { start, logits: read(transformer, cache, window.subarray(common)) }
  }
}
