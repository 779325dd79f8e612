/**
 * The key-value cache: the keys and values of what was read, kept so that they are computed once.
 *
 * # Class Notes
 *
 * A position looks only at those before it, so nothing that comes later can change its vectors, in any layer. Of a
 * position that has been read, those that come later need two things in each layer, its key and its value; so
 * these are kept, and a step computes one position only. To step back is to forget the last positions: `length`
 * says how many count, and what lies behind is written over. The whole of the notes stands in
 * generation/readers/cache.py.
 */

import { headWidth } from "./config.js"

export class Cache {
  /** @param {import("./config.js").ModelConfig} config */
  constructor(config) {
    const size = config.d_model * config.context_length
    this.heads = config.n_heads
    this.K = headWidth(config)
    this.contextLength = config.context_length
    /** Of each layer, as they meet queries (normalised, rotated), (H, context, K). */
    this.keys = Array.from({ length: config.n_layers }, () => new Float32Array(size))
    this.values = Array.from({ length: config.n_layers }, () => new Float32Array(size))
    /** The ids of the positions that were read. */
    this.ids = new Int32Array(config.context_length)
    this.length = 0
  }

  /**
   * Where the key or value of a head and position begins.
   * @param {number} head
   * @param {number} position
   */
  at(head, position) {
    return (head * this.contextLength + position) * this.K
  }

  /**
   * Keep the keys and values of T positions in a layer.
   * @param {number} layer
   * @param {number} first the position of the first of the T
   * @param {import("./floats.js").Floats} key (H, T, K)
   * @param {import("./floats.js").Floats} value (H, T, K)
   */
  keep(layer, first, key, value) {
    const size = key.length / this.heads // T·K
    for (let head = 0; head < this.heads; head++) {
      this.keys[layer].set(key.subarray(head * size, (head + 1) * size), this.at(head, first))
      this.values[layer].set(value.subarray(head * size, (head + 1) * size), this.at(head, first))
    }
  }
}
