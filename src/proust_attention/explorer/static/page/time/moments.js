/**
 * The moments: what is known of them, and handing the weights of the chosen one to the engine.
 *
 * Nothing is fetched before a moment is wanted; then moments.json (explorer/moments.py), the weights that are
 * wanted, and, when those have been read, the weights of the moments around. Whoever moves fast gets the last that
 * was wanted. Of a machine that is still being trained the list is fetched now and then, for it grows.
 */

import { machineFolder } from "../core/machine_folder.js"

/** @typedef {import("../core/state.js").State} State */
/** @typedef {{prompt: string, text: string}} Sample */
/** @typedef {{step: number, weights: string, loss: number | null, sample: Sample | null}} Moment */
/**
 * @typedef {object} Training as moments.json has it
 * @property {number} at
 * @property {Moment[]} moments
 * @property {[step: number, loss: number][]} curve held out, nats a character
 * @property {{step?: number, nats?: number}} retrained
 * @property {boolean} growing
 */

const OPENED = "model.safetensors" // the weights that the engine has from the beginning
const AROUND = 12 // moments at most that are made ready: fewer than the engine keeps
const NUMBERS = 8_000_000 // and so many numbers at most
const OFTEN = 3000 // milliseconds, between two looks at a machine that is still being trained

export class Moments {
  /** @type {Training | null} of the machine that is open */
  training = null
  /** @type {number | null} the moment whose weights the engine has */
  present = null
  /** @type {State["description"]} as the engine gave it last, if nobody has opened another machine */
  description = null
  /** The one around whose moment others were made ready. @type {State["description"]} */
  prepared = null
  busy = false

  /**
   * @param {import("../core/app.js").App} app
   * @param {() => void} show is called when more is known
   */
  constructor(app, show) {
    this.app = app
    this.show = show
    app.store.on(["description", "moment"], () => void this.follow())
    app.store.on(["reading"], () => void this.prepare())
    setInterval(() => {
      const { moments } = app.store.state
      if (moments?.grow && !document.hidden) void this.load().catch(() => {}) // it is looked for again soon
    }, OFTEN)
  }

  /** Bring the engine to the moment that is wanted, whatever is wanted meanwhile. */
  async follow() {
    if (this.busy) return
    this.busy = true
    const { store } = this.app
    for (;;) {
      const { description, machine, moment } = store.state
      if (description !== this.description) {
        Object.assign(this, { description, present: null, training: null }) // another machine, as it was opened
        this.show()
      }
      if (!description || !machine || moment === this.present) break
      await this.take(machine, moment)
    }
    this.busy = false
  }

  /**
   * @param {string} machine
   * @param {number | null} moment
   */
  async take(machine, moment) {
    const { engine, store } = this.app
    const { description } = this
    try {
      const weights = await this.weightsOf(moment)
      if (weights === null) return this.stay(description) // there is no such moment, or not any more
      const taken = await engine.request("moment", { address: machineFolder(machine), weights })
      if (store.state.description !== description) return // another machine was opened
      Object.assign(this, { description: taken, present: moment })
      store.set({ description: taken })
    } catch (error) {
      this.stay(description, error)
    }
  }

  /**
   * Stay at the present moment, and say so, unless another machine was opened.
   * @param {State["description"]} description of the machine of which another moment was wanted
   * @param {unknown} [error] why it cannot be shown, where that is known
   */
  stay(description, error) {
    const { store, notice } = this.app
    if (store.state.description !== description) return
    store.set({ moment: this.present })
    notice("moment_refused", error)
  }

  /**
   * Make ready the moments around the one that is shown, one after the other, as long as no other is wanted. What
   * cannot be had is told when it is wanted.
   */
  async prepare() {
    const { engine, store } = this.app
    const { description } = this
    const { machine, moments } = store.state
    if (this.present === null || this.prepared === description || !machine || !moments) return
    this.prepared = description
    const here = moments.steps.indexOf(this.present)
    const byDistance = moments.steps
      .map((step, i) => ({ step, distance: Math.abs(i - here) }))
      .sort((one, other) => one.distance - other.distance)
    const count = Math.min(AROUND, Math.floor(NUMBERS / (description?.parameters ?? NUMBERS)))
    for (const { step } of byDistance.slice(1, count + 1)) {
      if (this.busy || this.description !== description) return
      const weights = await this.weightsOf(step).catch(() => null)
      if (weights === null || weights.startsWith(OPENED)) continue // a run may yet find better ones
      await engine.request("prepare", { address: machineFolder(machine), weights }).catch(() => {})
    }
  }

  /**
   * The file of a moment's weights; null if there is no such moment.
   * @param {number | null} moment
   */
  async weightsOf(moment) {
    const { moments } = this.app.store.state
    if (moment === null || moment === moments?.at) return OPENED
    const training = this.training ?? (await this.load())
    const found = training?.moments.find(({ step }) => step === moment)
    if (!found) return null
    return found.weights === OPENED ? `${OPENED}?step=${moment}` : found.weights // better ones than were opened
  }

  /**
   * Fetch what is known of the training of the machine that is open.
   * @returns {Promise<Training | null>} null: another one has been opened meanwhile
   */
  async load() {
    const { store } = this.app
    const { machine, moments } = store.state
    if (!machine || !moments) return null
    const response = await fetch(`${machineFolder(machine)}moments.json`)
    if (!response.ok) throw new Error(`moments.json: ${response.status}`)
    /** @type {Training} */
    const training = await response.json()
    if (store.state.machine !== machine) return null
    this.training = training
    const steps = [...new Set([...training.moments.map(({ step }) => step), moments.at])].sort((a, b) => a - b)
    const isMore = steps.join() !== moments.steps.join() || training.growing !== moments.grow
    if (isMore) store.set({ moments: { steps, at: moments.at, grow: training.growing } })
    this.show()
    return training
  }
}
