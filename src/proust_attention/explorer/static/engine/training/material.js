/**
 * Material: what a run works on, cut up: its batches, the windows that test it, the words that its samples begin
 * with. The twin of training/material.py and of the losses in evaluation/loss.py.
 *
 * The text is cut at the same character whatever its tokens are, and losses are in nats a character: so machines
 * on characters and on pieces can be compared.
 */

import { Batches, cut, evenlySpread, gather, requireWindow } from "./batches.js"

const WINDOWS_AT_ONCE = 8

/** @typedef {import("../tokenizer.js").Tokenizer} Tokenizer */
/** @typedef {(batch: import("./batches.js").Batch, T: number) => number} Evaluate the mean loss, nats a token */

export class Material {
  /**
   * @param {import("../config.js").ModelConfig} model
   * @param {import("./settings.js").TrainingConfig} training
   * @param {Tokenizer} tokenizer
   * @param {Int32Array} ids (N,) of the whole text
   * @throws {import("../errors.js").MachineError} if it is too short for these settings
   */
  constructor(model, training, tokenizer, ids) {
    const { held_out_fraction, batch_size, window_order, seed, evaluation_windows } = training
    const T = model.context_length
    this.T = T
    this.pieces = tokenizer.pieces
    this.lengths = Int32Array.from(tokenizer.pieces, (piece) => [...piece].length)
    const place = this.placeOf(ids, held_out_fraction)
    this.batches = new Batches(ids.subarray(0, place), T, batch_size, window_order, seed)
    /** How many characters a token of the training part stands for, on average. */
    this.charactersAToken = this.count(this.batches.ids) / this.batches.ids.length
    this.heldOut = ids.subarray(place)
    requireWindow("part_held_out", this.heldOut.length, T)
    this.windows = evenlySpread(this.heldOut.length, T, evaluation_windows)
    this.prompt = openingWords(Array.from(this.heldOut.subarray(0, 200), (id) => this.pieces[id]).join(""))
  }

  /**
   * Return how many characters so many tokens are.
   * @param {Int32Array} ids
   */
  count(ids) {
    let characters = 0
    for (let i = 0; i < ids.length; i++) characters += this.lengths[ids[i]]
    return characters
  }

  /**
   * Return the place of the first held-out token; an id on both sides of the cut is held out.
   * @param {Int32Array} ids
   * @param {number} fraction
   */
  placeOf(ids, fraction) {
    let left = cut(this.count(ids), fraction)
    let place = 0
    while (place < ids.length && this.lengths[ids[place]] <= left) left -= this.lengths[ids[place++]]
    return place
  }

  /**
   * Return the mean loss over windows of the held-out text, nats a character, and how many characters were scored.
   * @param {Evaluate} evaluate
   * @param {Int32Array} starts
   */
  meanLoss(evaluate, starts) {
    let total = 0
    let characters = 0
    for (let first = 0; first < starts.length; first += WINDOWS_AT_ONCE) {
      const some = starts.subarray(first, first + WINDOWS_AT_ONCE)
      const batch = gather(this.heldOut, some, this.T)
      total += batch.targets.length * evaluate(batch, this.T)
      characters += this.count(batch.targets)
    }
    return { loss: total / characters, characters }
  }

  /**
   * The same of the whole held-out text: what is left at the end is a window that is shorter.
   * @param {Evaluate} evaluate
   */
  wholeLoss(evaluate) {
    const { heldOut, T } = this
    const windows = Math.ceil((heldOut.length - T) / T)
    const { loss, characters } = this.meanLoss(
      evaluate,
      Int32Array.from({ length: windows }, (_, i) => i * T),
    )
    const rest = heldOut.length - 1 - windows * T
    if (rest === 0) return { loss, characters }
    const batch = gather(heldOut, Int32Array.of(windows * T), rest)
    const more = this.count(batch.targets)
    const all = characters + more
    return { loss: (loss * characters + rest * evaluate(batch, rest)) / all, characters: all }
  }
}

/**
 * Encode a text so that no token lies across the cut, and the held-out part begins with its first character alone:
 * nothing predicts a first token, so that with every tokenizer the same characters are scored.
 * @param {string} text
 * @param {number} heldOutFraction
 * @param {Tokenizer} tokenizer
 */
export function encodeParts(text, heldOutFraction, tokenizer) {
  const characters = [...text]
  const place = cut(characters.length, heldOutFraction)
  const parts = [characters.slice(0, place), characters.slice(place, place + 1), characters.slice(place + 1)]
  const ids = parts.map((part) => tokenizer.encode(part.join("")))
  const all = new Int32Array(ids.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const one of ids) {
    all.set(one, at)
    at += one.length
  }
  return all
}

/**
 * Return the first whole words of a text whose first word may be cut.
 * @param {string} text
 */
function openingWords(text) {
  return /(?<=\s)\S+(\s+\S+){0,2}/u.exec(text)?.[0] ?? [...text][0]
}
