/**
 * Writing: the samples of a run, what a machine with these weights writes from a few words. With the same seed the
 * same text as in Python (generation/writer.py).
 */

import { Philox } from "../philox.js"
import { draw, probabilities } from "../sampling.js"
import { Reader } from "../step.js"

/**
 * @param {import("../transformer.js").Transformer} transformer
 * @param {import("../tokenizer.js").Tokenizer} tokenizer
 * @param {string} prompt
 * @param {number} length in characters
 * @param {import("../config.js").SamplingConfig} sampling
 * @param {number} seed
 * @returns {string} what comes after the prompt
 */
export function write(transformer, tokenizer, prompt, length, sampling, seed) {
  const reader = new Reader(transformer)
  const random = new Philox(seed)
  const ids = [...tokenizer.encode(prompt)]
  /** @type {string[]} */
  const characters = []
  while (characters.length < length) {
    const { start, logits } = reader.follow(Int32Array.from(ids))
    const id = draw(probabilities(logits, sampling, ids.slice(start)), random.uniform())
    ids.push(id)
    characters.push(...tokenizer.pieces[id])
  }
  return characters.slice(0, length).join("")
}
