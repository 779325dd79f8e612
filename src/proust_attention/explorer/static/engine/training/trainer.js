/**
 * The trainer: what the training worker does, without the worker. It holds one run, and goes on with it step by
 * step until it is told to pause.
 *
 * A run that cannot be opened leaves the one before it in place.
 */

import { asTyped } from "../alphabet.js"
import { MachineError, quoted } from "../errors.js"
import { count } from "../parameters.js"
import { begin, filesOf, fromFiles, machineOf } from "./folder.js"
import * as storage from "./storage.js"
import { witness } from "./witness.js"

/** @typedef {import("./protocol.js").Requests} Requests */
/** @typedef {import("./protocol.js").Event} Event */

export class Trainer {
  /**
   * @param {(event: Event) => void} tell
   * @param {() => Promise<void>} turn resolves when everything else that waits has had its turn
   */
  constructor(tell, turn) {
    this.tell = tell
    this.turn = turn
    /** @type {import("./run.js").Run | null} */
    this.run = null
    this.going = false
    /** @type {{name: string, every: number, last: number} | null} under which name, every so many seconds */
    this.keeping = null
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
    return this.hold(await fromFiles(await storage.take(name)))
  }

  /** @param {Requests["start"]} request */
  start({ steps = Infinity }) {
    this.now()
    if (!this.going) {
      this.going = true
      void this.goOn(steps)
    }
    return null
  }

  pause() {
    this.going = false
    return { step: this.now().counters.step }
  }

  step() {
    this.going = false
    return { events: this.now().advance() }
  }

  /** @param {Requests["back"]} request */
  back({ step }) {
    this.going = false
    this.now().back(step)
    return this.describe()
  }

  /** @param {Requests["gradient"]} request */
  gradient({ name }) {
    const { learner, material, counters: { step } } = this.now()
    const shape = learner.weights.get(name)?.shape
    if (!shape) throw new MachineError(`this machine has no weight of the name ${quoted(name)}`)
    return { shape, data: learner.gradients(material.batches.at(step), step).gradients.get(name) }
  }

  /** @param {Requests["witness"]} request */
  witness({ name, place }) {
    return witness(this.now(), name, place)
  }

  async machine() {
    return { files: await machineOf(this.now()) }
  }

  async files() {
    return { files: await filesOf(this.now()) }
  }

  /** @param {Requests["keep"]} request */
  async keep({ name, every = 0 }) {
    this.keeping = every ? { name, every, last: performance.now() } : null
    await storage.keep(name, await filesOf(this.now()))
    return null
  }

  /** @param {number} steps */
  async goOn(steps) {
    const run = this.now()
    for (let left = steps; left > 0 && this.going && run === this.run && !run.finished; left--) {
      const due = this.keeping && performance.now() - this.keeping.last >= 1000 * this.keeping.every
      const before = due ? run.state() : null
      try {
        run.advance().forEach(this.tell)
      } catch (error) {
        this.going = false
        const what = error instanceof Error ? error.message : String(error)
        const sentence = error instanceof MachineError ? what : `the engine failed: ${what}`
        this.tell({ kind: "broken", step: run.counters.step, sentence })
        return
      }
      if (before && run.calm) await this.keepState(run, before)
      await this.turn()
    }
    if (run !== this.run) return
    this.going = false
    this.tell({ kind: "paused", step: run.counters.step, finished: run.finished })
  }

  /**
   * Keep a state that a step has shown to be sound: its loss is that of the weights before it.
   * @param {import("./run.js").Run} run
   * @param {import("./run.js").State} state
   */
  async keepState(run, state) {
    const { keeping } = this
    if (!keeping) return
    keeping.last = performance.now()
    try {
      await storage.keep(keeping.name, await filesOf(run, state))
    } catch (error) {
      if (!(error instanceof MachineError)) throw error
      this.tell({ kind: "unkept", step: run.counters.step, sentence: error.message })
    }
  }

  /** @param {import("./run.js").Run} run */
  hold(run) {
    this.going = false
    this.keeping = null
    this.run = run
    return this.describe()
  }

  /** @returns {import("./protocol.js").Description} */
  describe() {
    const run = this.now()
    const { steps, metrics, samples, finished } = run, { model, training } = run.learner
    return {
      ...{ model, training, steps, metrics, samples, finished },
      step: run.counters.step,
      pieces: run.origin.tokenizer.pieces,
      parameters: count(model),
      stepsPerPass: run.material.batches.stepsPerPass,
      moments: [...run.moments.keys()],
    }
  }

  now() {
    if (!this.run) throw new MachineError("no run was begun or opened yet")
    return this.run
  }
}
