/**
 * The trainer: what the training worker does, without the worker. It holds one run, and goes on with it step by
 * step until it is told to pause.
 *
 * A run that cannot be opened leaves the one before it in place.
 */

import { asTyped } from "../alphabet.js"
import { Backward } from "../backward.js"
import { posted } from "../calls.js"
import { MachineError } from "../errors.js"
import { count } from "../parameters.js"
import { usesKernel } from "../product.js"
import { forwardSteps } from "../trace.js"
import { begin } from "./beginning.js"
import { claim } from "./claim.js"
import { filesOf, machineOf } from "./folder.js"
import { fromFiles } from "./opening.js"
import * as storage from "./storage.js"
import { yardsticks } from "./yardsticks.js"

/** @typedef {import("./protocol.js").Requests} Requests */
/** @typedef {import("./protocol.js").Event} Event */

const MAPPED = 48 // tokens whose maps are shown: more would be too small to see

export class Trainer {
  /**
   * @param {(event: Event) => void} report
   * @param {() => Promise<void>} turn resolves when everything else that waits has had its turn
   */
  constructor(report, turn) {
    this.report = report
    this.turn = turn
    /** @type {import("./run.js").Run | null} */
    this.run = null
    /** @type {object | null} the loop that makes steps; null: it is paused */
    this.loop = null
    /** @type {{name: string, every: number, last: number} | null} under which name, every so many seconds */
    this.keeping = null
    /** @type {{run: import("./run.js").Run, step: number, backward: Backward} | null} that was looked at */
    this.apart = null
  }

  /** @param {Requests["begin"]} request */
  async begin({ text, settings, tokenizer }) {
    return this.hold(await begin(asTyped(text), settings, tokenizer))
  }

  /** @param {Requests["open"]} request */
  async open({ files }) {
    return this.hold(await fromFiles(files))
  }

  /** @param {Requests["take"]} request */
  async take({ name }) {
    await claim(name)
    return this.hold(await fromFiles(await storage.take(name)))
  }

  /** @param {Requests["start"]} request */
  start({ steps = Infinity, rest = 0 }) {
    this.now()
    this.apart = null // it would take memory
    if (!this.loop) {
      this.loop = {}
      void this.goOn(this.loop, steps, rest)
    }
    return null
  }

  pause() {
    this.loop = null
    return { step: this.now().counters.step }
  }

  step() {
    this.loop = null
    return { events: this.now().advance() }
  }

  /** @param {Requests["back"]} request */
  back({ step }) {
    this.loop = null
    this.now().back(step)
    return this.describe()
  }

  yardsticks() {
    const { material, origin } = this.now()
    return yardsticks(material, origin.tokenizer.alphabet.symbols.length)
  }

  /** @returns {import("./protocol.js").Maps} */
  maps() {
    const { learner, material } = this.now()
    const ids = material.heldOut.slice(0, Math.min(material.T, MAPPED))
    const steps = forwardSteps(learner.transformer, ids).filter(({ name }) => name.endsWith("attention.weights"))
    return {
      tokens: Array.from(ids, (id) => material.pieces[id]),
      weights: steps.map(({ data }) => /** @type {Float32Array} */ (data)),
    }
  }

  backward() {
    return this.taken().outline()
  }

  /** The batch of the next step, taken apart: once, as long as the run stays where it is. */
  taken() {
    const run = this.now()
    const { model, training, weights } = run.learner
    const { step } = run.counters
    if (this.apart?.run !== run || this.apart.step !== step) {
      const { seed } = training
      const batch = run.material.batches.at(step)
      this.apart = {
        run,
        step,
        backward: new Backward(model, weights, batch, model.context_length, { seed, step }),
      }
    }
    return this.apart.backward
  }

  async machine() {
    return { files: await machineOf(this.now()) }
  }

  async files() {
    return { files: await filesOf(this.now()) }
  }

  /** @param {Requests["keep"]} request */
  async keep({ name, every = 0 }) {
    await claim(name)
    this.keeping = every ? { name, every, last: performance.now() } : null
    const state = this.now().state()
    await storage.keep(name, await filesOf(this.now(), state))
    return { step: state.counters.step }
  }

  /**
   * Make steps until there are no more, or the loop is another: one that was paused and at once started again.
   * @param {object} own
   * @param {number} steps
   * @param {number} rest in milliseconds, after each step
   */
  async goOn(own, steps, rest) {
    const run = this.now()
    for (let left = steps; left > 0 && this.loop === own && !run.finished; left--) {
      const due = this.keeping && performance.now() - this.keeping.last >= 1000 * this.keeping.every
      const before = due ? run.state() : null
      try {
        run.advance().forEach(this.report)
      } catch (error) {
        this.loop = null
        this.report({ kind: "broken", step: run.counters.step, ...told(error) })
        return
      }
      if (before && run.calm) await this.keepState(run, before)
      if (rest) await new Promise((resolve) => setTimeout(resolve, rest))
      await this.turn()
    }
    if (run.finished && run.calm) await this.keepState(run, run.state())
    if (this.loop ? this.loop !== own : run !== this.run) return // something else goes on, or waits
    this.loop = null
    this.report({ kind: "paused", step: run.counters.step, finished: run.finished })
  }

  /**
   * Keep a state, if that was asked for, of weights whose loss is known to be sound: a step takes the loss of
   * those before it, and the end that of the last.
   * @param {import("./run.js").Run} run
   * @param {import("./run.js").State} state
   */
  async keepState(run, state) {
    const { keeping } = this
    if (!keeping || run !== this.run) return
    keeping.last = performance.now()
    try {
      await storage.keep(keeping.name, await filesOf(run, state))
      this.report({ kind: "kept", step: state.counters.step })
    } catch (error) {
      this.report({ kind: "unkept", step: run.counters.step, ...told(error) })
    }
  }

  /** @param {import("./run.js").Run} run */
  hold(run) {
    this.loop = null
    this.keeping = null
    this.run = run
    return this.describe()
  }

  /** @returns {import("./protocol.js").Description} */
  describe() {
    const run = this.now()
    const { steps, metrics, samples, finished } = run
    const { model, training } = run.learner
    return {
      ...{ model, training, steps, metrics, samples, finished },
      step: run.counters.step,
      pieces: run.origin.tokenizer.pieces,
      parameters: count(model),
      stepsPerPass: run.material.batches.stepsPerPass,
      moments: [...run.moments.keys()],
      kernel: usesKernel(),
    }
  }

  now() {
    if (!this.run) throw new MachineError("run_none")
    return this.run
  }
}

/**
 * What an event says of an error.
 * @param {unknown} error
 */
function told(error) {
  if (error instanceof MachineError) return { sentence: error.message, refusal: error.refusal }
  return { sentence: String(posted(error)), refusal: null }
}
