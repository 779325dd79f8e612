/**
 * Learning: one machine that learns in its worker, and what has been seen of it so far.
 */

import { MachineError } from "../../engine/errors.js"
import { TrainingClient } from "../../engine/training/client.js"

/** @typedef {import("../../engine/training/protocol.js").Description} Description */
/** @typedef {import("../../engine/training/protocol.js").Event} Event */
/** @typedef {import("../../engine/training/yardsticks.js").Yardsticks} Yardsticks */
/** @typedef {{step: number, loss: number}} Point nats a character */
/** @typedef {{step: number, prompt: string, text: string}} Sample */
/** @typedef {Record<string, {gradient: number, weight: number, update_ratio: number}>} Groups */
/** @typedef {"waiting" | "training" | "broken" | "done" | "ended"} Standing */

const EVERY = 10 // seconds between two times that it is kept
const SOON = 700 // milliseconds after which what was done by hand is kept

export class Learning {
  /** @type {TrainingClient | null} */
  client = null
  /** @type {Description | null} */
  description = null
  /** @type {Standing} */
  standing = "waiting"
  step = 0
  /** @type {Point[]} of the batches */
  losses = []
  /** @type {Point[]} of the text that it never trains on */
  heldOut = []
  /** @type {number | null} the loss on the whole held-out text, at the end */
  final = null
  /** @type {Sample[]} */
  samples = []
  /** @type {{step: number, groups: Groups} | null} how the parts moved in the last step that was logged */
  moved = null
  /** @type {number[]} the steps to which one can go back */
  moments = []
  /** @type {Yardsticks | null} */
  yardsticks = null
  /** Under which name it is kept; "": not at all. */
  name = ""
  /** @type {number | null} the step that is kept */
  kept = null
  /** @type {unknown} why it cannot be kept, or null */
  unkept = null
  heard = 0 // when something came from the worker for the last time
  waiting = 0

  /** @param {() => void} changed is called when there is something new to show */
  constructor(changed) {
    this.changed = changed
  }

  /**
   * Begin a run, which takes the place of the one before; or go on with one: of files, or of those that are kept.
   * @template {"begin" | "open" | "take"} K
   * @param {K} kind
   * @param {import("../../engine/training/protocol.js").Requests[K]} given
   * @param {string} name under which it is kept from now on
   */
  async hold(kind, given, name) {
    this.client ??= new TrainingClient((event) => this.hear(event))
    const description = /** @type {Description} */ (await this.client.request(kind, given))
    const before = this.name
    this.name = name
    this.kept = this.unkept = this.moved = null
    this.losses = []
    this.fill(description)
    this.yardsticks = await this.client.request("yardsticks", {})
    if (kind === "begin" && before) await this.client.request("forget", { name: before }).catch(() => {})
    await this.keep()
    this.changed()
  }

  /** @param {number} rest in milliseconds, after each step */
  async start(rest) {
    clearTimeout(this.waiting)
    this.standing = "training"
    this.heard = performance.now()
    this.changed()
    await this.ask("start", { rest })
  }

  async pause() {
    const { step } = await this.ask("pause", {})
    this.step = step
    if (this.standing === "training") this.standing = "waiting"
    this.keepSoon()
    this.changed()
  }

  async one() {
    try {
      const { events } = await this.ask("step", {})
      events.forEach((event) => this.hear(event))
      if (this.final !== null) this.standing = "done"
      this.keepSoon()
    } catch (error) {
      if (!(error instanceof MachineError)) throw error
      this.standing = "broken"
    }
    this.changed()
  }

  /** @param {number} step of a kept moment */
  async back(step) {
    this.fill(await this.ask("back", { step }))
    this.keepSoon()
    this.changed()
  }

  /** Keep it in the browser's storage, now and from time to time while it trains. */
  async keep() {
    clearTimeout(this.waiting)
    if (!this.name || this.standing === "broken") return
    try {
      const { step } = await this.ask("keep", { name: this.name, every: EVERY })
      this.kept = step
      this.unkept = null
    } catch (error) {
      this.unkept = error
    }
    this.changed()
  }

  keepSoon() {
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => void this.keep(), SOON)
  }

  /** Be without a worker. */
  close() {
    clearTimeout(this.waiting)
    this.client?.close()
    this.client = null
  }

  /** End the worker, which may still be at work. */
  end() {
    this.close()
    this.standing = "ended"
    this.changed()
  }

  /**
   * Make a request of the run.
   * @template {import("../../engine/training/protocol.js").Kind} K
   * @param {K} kind
   * @param {import("../../engine/training/protocol.js").Requests[K]} given
   */
  ask(kind, given) {
    if (!this.client) throw new MachineError("run_none")
    return this.client.request(kind, given)
  }

  /** @param {Description} description of where it stands */
  fill(description) {
    const { step, steps, metrics, samples, moments, finished } = description
    this.description = description
    this.standing = finished ? "done" : "waiting"
    this.step = step
    const finer = this.losses.filter((point) => point.step <= step)
    const ofKind = (/** @type {string} */ kind) => metrics.filter((record) => record.kind === kind)
    this.losses = finer.length ? finer : ofKind("step").map((one) => ({ step: one.step, loss: one.loss }))
    this.heldOut = ofKind("evaluation").map((one) => ({ step: one.step, loss: one.held_out_loss }))
    this.final = ofKind("final").find((one) => one.step >= steps)?.held_out_loss ?? null
    this.samples = [...samples]
    this.moments = [...moments]
    const last = ofKind("step").findLast(({ groups }) => groups)
    this.moved = last ? { step: last.step, groups: last.groups } : null
  }

  /** @param {Event} event */
  hear(event) {
    this.heard = performance.now()
    switch (event.kind) {
      case "step":
        this.step = event.step
        this.losses.push({ step: event.step, loss: event.loss })
        if (event.groups) this.moved = { step: event.step, groups: event.groups }
        break
      case "evaluation":
        this.heldOut.push({ step: event.step, loss: event.held_out_loss })
        break
      case "sample":
        this.samples.push({ step: event.step, prompt: event.prompt, text: event.text })
        this.moments = [...this.moments.filter((step) => step !== event.step), event.step]
        break
      case "final":
        this.final = event.held_out_loss
        break
      case "paused":
        this.step = event.step
        if (this.standing === "training") this.standing = event.finished ? "done" : "waiting"
        break
      case "broken":
        this.step = event.step
        this.standing = "broken"
        break
      case "kept":
        this.kept = event.step
        this.unkept = null
        break
      case "unkept":
        this.unkept = errorOf(event)
        break
      case "ended":
        return this.end()
    }
    this.changed()
  }
}

/**
 * The error that an event tells of.
 * @param {import("../../engine/training/protocol.js").Trouble} trouble
 */
function errorOf({ sentence, refusal }) {
  return refusal ? new MachineError(refusal.code, refusal.values) : new Error(sentence)
}
