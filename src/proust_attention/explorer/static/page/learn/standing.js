/**
 * Where a machine that learns stands, in words: its loss beside those of far simpler methods; why it broke,
 * where it did; that it does not get on, where it does not.
 */

import { written } from "../widgets/numbers.js"
import { keyOf } from "./keys.js"

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {import("../core/app.js").App} App */

const RECENT = 20 // steps whose mean is its loss now
const ABOUT = 0.03 // a loss by so much of another one's is about the same
const PATIENCE = 60 // steps after which a machine should have learned more than how many characters there are

/**
 * The mean loss of the last steps; where none is known (of a run that was opened), the last on held-out text;
 * null if there is none at all.
 * @param {Learning} learning
 */
export function lossNow({ losses, heldOut }) {
  const last = losses.length ? losses.slice(-RECENT) : heldOut.slice(-1)
  return last.length ? last.reduce((sum, { loss }) => sum + loss, 0) / last.length : null
}

/**
 * How its loss compares with the yardsticks.
 * @param {Learning} learning
 * @param {App} app
 */
export function compared(learning, { t, store }) {
  const { yardsticks, description, final } = learning
  const loss = final ?? lossNow(learning)
  if (loss === null || !yardsticks || !description) return t("learn_not_begun")
  const number = written(store.state.language, 2)
  const { even, frequencies, pairs } = yardsticks
  const choices = Math.exp(loss)
  const known = loss > frequencies ? comparedWithEven(loss, even) : loss > pairs ? "frequencies" : "pairs"
  const as = written(store.state.language, choices < 10 ? 1 : 0)(choices)
  const figures = {
    loss: number(loss),
    even: number(even),
    frequencies: number(frequencies),
    pairs: number(pairs),
  }
  const first = final === null ? "learn_loss" : "learn_final"
  return `${t(first, { ...figures, choices: as })} ${t(keyOf(`knows_${known}`), figures)}`
}

/**
 * How a loss compares with that of guessing evenly. A machine of random numbers is a little above or below it.
 * @param {number} loss
 * @param {number} even
 */
function comparedWithEven(loss, even) {
  if (Math.abs(loss - even) < ABOUT * even) return "chance"
  return loss > even ? "nothing" : "even"
}

/**
 * What went wrong, if something did.
 * @param {Learning} learning
 * @param {App} app
 */
export function trouble(learning, { t, store }) {
  const { standing, description, losses, yardsticks, step } = learning
  if (standing === "ended") return t("learn_ended")
  if (!description || !yardsticks) return ""
  const number = written(store.state.language, 2)
  const rate = description.training.learning_rate.toLocaleString(store.state.language, {
    maximumSignificantDigits: 6,
    ...(description.training.learning_rate >= 1e6 ? { notation: "scientific" } : {}),
  })
  const values = { rate, even: number(yardsticks.even), step }
  if (standing === "broken") {
    const last = losses.slice(-4).map(({ loss }) => (loss < 1e4 ? number(loss) : loss.toExponential(0)))
    return t("learn_broken", { ...values, last: last.length ? last.join(" → ") : "–" })
  }
  const loss = lossNow(learning)
  if (losses.length < PATIENCE || loss === null || loss < (1 - ABOUT) * yardsticks.even) return ""
  return t("learn_stuck", values)
}
