/**
 * The engine: what the worker does, without the worker. It holds one machine, the arrays of its last forward, and
 * a key-value cache to write with. Of that machine it keeps the moments of its training that were asked for.
 *
 * A machine that cannot be opened leaves the one before it in place.
 */

import { asTyped } from "./alphabet.js"
import { windowStart } from "./context.js"
import { MachineError, quoted } from "./errors.js"
import { Machine } from "./machine.js"
import { Reader } from "./step.js"
import { idsOf, tokensOf } from "./tokenizer.js"
import { forwardSteps } from "./trace.js"

/** @typedef {import("./protocol.js").Requests} Requests */
/** @typedef {import("./protocol.js").Responses} Responses */

const KEPT = 16 // moments

export class Engine {
  /** @type {{machine: Machine, reader: Reader} | null} */
  opened = null
  /** @type {Map<string, import("./trace.js").Step>} */
  steps = new Map()
  /** @type {import("./backward.js").Backward | null} what the last backward kept */
  backwards = null
  /** Where the machine was fetched from, and as what. @type {{address: string, machine: Machine} | null} */
  fetched = null
  /** @type {Map<string, Machine>} by the addresses of their weights */
  moments = new Map()

  /** @param {Requests["open"]} request */
  async open({ files }) {
    const machine = await Machine.open(files)
    this.fetched = null
    this.moments = new Map()
    return this.hold(machine)
  }

  /** @param {Requests["fetch"]} request address: absolute */
  async fetch({ address }) {
    const machine = await Machine.fetch(address)
    this.fetched = { address, machine }
    this.moments = new Map()
    return this.hold(machine)
  }

  /** @param {Requests["moment"]} request address: absolute */
  async moment(request) {
    const machine = await this.momentOf(request)
    return this.hold(machine, this.steps) // what was read is still that
  }

  /** @param {Requests["prepare"]} request address: absolute */
  async prepare(request) {
    await this.momentOf(request)
    return {}
  }

  /**
   * The machine with the weights of a moment, which are kept for the next time.
   * @param {Requests["moment"]} request
   */
  async momentOf({ address, weights }) {
    const { fetched, moments } = this
    if (fetched?.address !== address) throw new MachineError("machine_other")
    const file = new URL(weights, address).href
    const known = weights === "model.safetensors" ? fetched.machine : moments.get(file)
    const machine = known ?? (await fetched.machine.withWeights(file))
    if (machine !== fetched.machine) {
      moments.delete(file)
      moments.set(file, machine) // the last used is the last in line
      if (moments.size > KEPT) moments.delete(/** @type {string} */ (moments.keys().next().value))
    }
    return machine
  }

  /**
   * @param {Requests["forward"]} request
   * @returns {Responses["forward"]}
   */
  forward({ text, interventions }) {
    const { machine } = this.now()
    const typed = asTyped(text)
    const ids = idsOf(machine.tokenizer, typed)
    const start = windowStart(ids.length, machine.config.context_length)
    const window = ids.slice(start)
    const steps = forwardSteps(machine.transformer, window, interventions)
    this.steps = new Map(steps.map((step) => [step.name, step]))
    const outlines = steps.map(({ name, formula, axes, shape }) => ({ name, formula, axes, shape }))
    return { start, tokens: tokensOf(machine.tokenizer, typed), ids: window.slice(), steps: outlines }
  }

  /**
   * @param {Requests["intermediate"]} request
   * @returns {Responses["intermediate"]}
   */
  intermediate({ name }) {
    const step = this.steps.get(name)
    if (!step) throw new MachineError("step_unknown", { name: quoted(name) })
    return { ...step, data: step.data.slice() }
  }

  /**
   * @param {Requests["step"]} request
   * @returns {Responses["step"]}
   */
  step({ text }) {
    const { machine, reader } = this.now()
    const ids = idsOf(machine.tokenizer, asTyped(text))
    const { start, logits } = reader.follow(ids)
    return { start, ids: ids.slice(start), logits }
  }

  /**
   * @param {Requests["predict"]} request
   * @returns {Responses["predict"]}
   */
  predict({ ids, interventions }) {
    const [logits] = this.now().machine.transformer.forward(ids, interventions)
    return { logits: /** @type {Float32Array} */ (logits) }
  }

  /**
   * The window of a text as one exercise a token: to predict the one behind it.
   * @param {Requests["backward"]} request
   * @returns {Promise<Responses["backward"]>}
   */
  async backward({ text }) {
    const { Backward } = await import("./backward.js") // few open the page for it
    const { machine } = this.now()
    const ids = idsOf(machine.tokenizer, asTyped(text))
    const window = ids.slice(windowStart(ids.length, machine.config.context_length))
    if (window.length < 2) throw new MachineError("batch_short")
    const batch = { inputs: window.slice(0, -1), targets: window.slice(1) }
    this.backwards = new Backward(machine.config, machine.weights, batch, batch.inputs.length)
    return this.backwards.outline()
  }

  /**
   * @param {Machine} machine
   * @param {Engine["steps"]} steps of the last forward
   */
  hold(machine, steps = new Map()) {
    this.opened = { machine, reader: new Reader(machine.transformer) }
    this.backwards = null
    this.steps = steps
    return machine.describe()
  }

  now() {
    if (!this.opened) throw new MachineError("machine_none")
    return this.opened
  }

  taken() {
    if (!this.backwards) throw new MachineError("batch_none")
    return this.backwards
  }
}
