/**
 * The settings of training, as they stand in the group `training` of a config.json: the twin of TrainingConfig.
 *
 * What is left out has the article's value, as in Python.
 */

import { choice, group, number, whole } from "../config.js"
import { MachineError } from "../errors.js"

/**
 * @typedef {object} TrainingConfig
 * @property {number | null} steps null: one pass over the text, before it is settled
 * @property {number} batch_size B, windows in a step
 * @property {import("./batches.js").Order} window_order
 * @property {"adamw" | "muon"} optimizer
 * @property {number} learning_rate AdamW's highest
 * @property {number} muon_learning_rate Muon's highest
 * @property {number} muon_momentum
 * @property {"cosine" | "linear"} decay
 * @property {number} warmup_steps
 * @property {number} beta_1
 * @property {number} beta_2
 * @property {number} weight_decay
 * @property {number} max_gradient_norm
 * @property {number} held_out_fraction
 * @property {number} evaluations
 * @property {number} evaluation_windows
 * @property {number} samples
 * @property {number} sample_length
 * @property {number} minutes_between_saves
 * @property {number} continued_from
 * @property {string} timetable
 * @property {"normal" | "scaled"} initialisation
 * @property {string} precision
 * @property {number} seed
 */

const LARGEST = 1_000_000
const LONGEST = 1_000_000_000

/** @type {(most: number, usual: number) => import("../config.js").Rule} */
const positive = (most, usual) => ({
  usual,
  allowed: { code: "number_above", values: { most } },
  holds: (value) => typeof value === "number" && value > 0 && value <= most,
})
/** @type {(usual: number) => import("../config.js").Rule} */
const memory = (usual) => ({
  usual,
  allowed: { code: "number_below_one" },
  holds: (value) => typeof value === "number" && value >= 0 && value < 1,
})
const steps = whole(1, LONGEST)
/** @type {import("../config.js").Rule} */
const timetable = { usual: "", allowed: { code: "any_text" }, holds: (value) => typeof value === "string" }

/** @type {Record<keyof TrainingConfig, import("../config.js").Rule>} */
const TRAINING = {
  steps: { ...steps, usual: null, holds: (value) => value === null || steps.holds(value) },
  batch_size: whole(1, LARGEST, 32),
  window_order: choice("every-offset", "random-phase"),
  optimizer: choice("adamw", "muon"),
  learning_rate: positive(1e100, 3e-4),
  muon_learning_rate: positive(1e100, 0.02),
  muon_momentum: memory(0.95),
  decay: choice("cosine", "linear"),
  warmup_steps: whole(0, LONGEST, 500),
  beta_1: memory(0.9),
  beta_2: memory(0.95),
  weight_decay: number(0, 1e6, 0.01),
  max_gradient_norm: positive(1e30, 1),
  held_out_fraction: positive(0.95, 0.1),
  evaluations: whole(1, LARGEST, 20),
  evaluation_windows: whole(1, LARGEST, 64),
  samples: whole(1, 1000, 6),
  sample_length: whole(1, LARGEST, 200),
  minutes_between_saves: positive(LARGEST, 2),
  continued_from: whole(0, LONGEST, 0),
  timetable,
  initialisation: choice("normal", "scaled"),
  precision: choice("float32", "bfloat16", "auto"),
  seed: whole(0, Number.MAX_SAFE_INTEGER, 0),
}

/**
 * Check the settings of a training.
 * @param {unknown} given the group `training` of a config.json
 * @returns {TrainingConfig}
 * @throws {MachineError} where one is damaged, or asks for what is not done here
 */
export function trainingOf(given) {
  const training = /** @type {TrainingConfig} */ (group("training", TRAINING, given ?? {}))
  if (training.precision === "bfloat16") {
    throw new MachineError("training_bfloat16")
  }
  if (training.timetable) {
    throw new MachineError("training_minutes")
  }
  return { ...training, precision: "float32" }
}
