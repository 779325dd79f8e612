/**
 * Room: how much memory a training takes, reckoned before any is taken. The twin of training/memory.py.
 *
 * A browser gives a page some gigabytes, and ends the page without a word where it takes more. What counts is
 * about (12 D + 6 F + 3 H T) L numbers for each token of a batch, and of the weights: them, their gradients,
 * what the optimizer remembers, the best of them, and all of that once more for every moment that can be gone
 * back to; and what is kept to be used again (scratch.js).
 */

import { MachineError } from "../errors.js"
import { count } from "../parameters.js"
import * as scratch from "../scratch.js"

const NUMBER = 4 // bytes of a float32
const KEPT = 5 // arrays for each weight: it, its gradient, two moments, the best
const KEPT_IN_A_MOMENT = 3
const MOST = 1.5e9 // bytes

/**
 * Refuse settings that need more than a page should take.
 * @param {import("../config.js").ModelConfig} model
 * @param {import("./settings.js").TrainingConfig} training
 * @throws {MachineError}
 */
export function requireRoom(model, training) {
  const wanted = bytes(model, training)
  if (wanted <= MOST) return
  const [needed, most] = [wanted, MOST].map((size) => Math.round(size / 1e8) / 10)
  throw new MachineError("training_large", { needed, most })
}

/**
 * About how many bytes a training takes.
 * @param {import("../config.js").ModelConfig} model
 * @param {import("./settings.js").TrainingConfig} training
 */
function bytes(model, { batch_size: B, samples }) {
  const { d_model: D, d_ff: F, n_heads: H, n_layers: L, context_length: T, vocab_size: V } = model
  const aToken = L * (12 * D + 6 * F + 3 * H * T) + 3 * V
  return scratch.MOST + NUMBER * ((KEPT + KEPT_IN_A_MOMENT * (samples + 1)) * count(model) + B * T * aToken)
}
