/**
 * Interventions: what happens to an array on its way, when somebody reaches in.
 *
 * # Class Notes
 *
 * Every part lets each array that it computes pass a hook. A hook does nothing, unless an intervention has the
 * name of its array (parts.js); then the machine goes on with what the intervention made of it:
 *
 *     y = x · m                 {factor: m}             0 takes out what it meets, 1 leaves it
 *     y = v where w, else x     {value: v, where: w}    without w: everywhere
 *
 * A value may be what the array was when the machine read another text: that is called patching. A head is K
 * neighbouring columns of `joined`, the heads side by side: to take it out is to multiply these by 0 before W_O
 * mixes them. An edge (layer, head, query t, key s) is one number of `weights`.
 *
 * Each of m, v and w is a single number (w: true or false), or numbers in a row that fill the last axis, the last
 * two, and so on up to the whole array; they are repeated along the axes before. Of `joined`, (B, T, D), D numbers
 * say the same at every position, and T·D numbers speak of each position by itself.
 *
 *     { "blocks.0.feed_forward.output": { factor: 0 },            the whole layer is taken out
 *       "blocks.1.attention.joined": { factor: [1, 1, 0, 0] } }   D = 4: the second of two heads is
 *
 * These are plain names and numbers, so that they can be posted to a worker. Within a thread, an intervention may
 * be a function of the array too: the trace is made of such. And it may have a `gradient`, a function that
 * receives the gradient with respect to the array, as it comes by in the backward pass (backward.js).
 *
 * The gradient. Whatever was made of it, y depends on x number by number, so that with m = dy/dx
 *
 *     dx = dy · m               a factor: m itself;   a value: 0 where it was put, 1 elsewhere
 *
 * Of a function nothing is known: only one that returns its array as it is has the right gradient, m = 1.
 */

import { MachineError, quoted } from "./errors.js"
import { like } from "./floats.js"
import { machine, shapeOf } from "./parts.js"

/** @typedef {number | ArrayLike<number>} Numbers */
/** @typedef {boolean | ArrayLike<boolean | number>} Where */
/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {{factor: Numbers} | {value: Numbers, where?: Where}} Plain an intervention that can be posted */
/** @typedef {(x: Floats) => Floats} Made it leaves its x as it is, and returns as many numbers */
/** @typedef {Partial<Plain> & {gradient: (d_x: Floats) => void}} Watched plain or none, and who gets dL/dx */
/** @typedef {Plain | Made | Watched} Intervention */
/** @typedef {Record<string, Intervention> | Map<string, Intervention>} Interventions by the names of arrays */
/**
 * @typedef {object} Change
 * @property {Made} made
 * @property {ArrayLike<number> | null} slope dy/dx, repeated along the axes before; null: 1
 * @property {(d_x: Floats) => void} [gradient]
 */
/** @typedef {Map<string, Change>} Changes */

/** The hooks of a part, by the short names of its arrays. */
export class Hooks {
  /**
   * @param {string} part such as "blocks.0.attention"; "" for the whole machine
   * @param {Changes | null} changes
   */
  constructor(part, changes) {
    this.part = part
    this.changes = changes
  }

  /**
   * Return what becomes of an array.
   * @param {string} name
   * @param {Floats} x
   */
  pass(name, x) {
    return this.at(name)?.made(x) ?? x
  }

  /**
   * Return the gradient with respect to the array before the hook.
   * @param {string} name
   * @param {Floats} d_y
   */
  backward(name, d_y) {
    const change = this.at(name)
    const d_x = change?.slope ? times(d_y, change.slope) : d_y // y = x · m, or a constant
    change?.gradient?.(d_x)
    return d_x
  }

  /** @param {string} name */
  at(name) {
    return this.changes?.get(this.part ? `${this.part}.${name}` : name)
  }
}

/**
 * @param {Floats} x
 * @param {ArrayLike<number>} factor repeated along the axes before
 */
function times(x, factor) {
  const y = like(x)
  const n = factor.length
  for (let from = 0; from < y.length; from += n) {
    for (let i = 0; i < n; i++) y[from + i] = x[from + i] * factor[i]
  }
  return y
}

/**
 * Check interventions, and make functions of them.
 * @param {Interventions} interventions
 * @param {import("./config.js").ModelConfig} config
 * @param {number} T how many positions are read
 * @param {number} B of how many texts
 * @returns {Changes}
 * @throws {MachineError} if a name is that of no array (it would do nothing, and nobody would notice), or if the
 *   numbers do not fit
 */
export function changesOf(interventions, config, T, B = 1) {
  const declared = new Map(machine(config).arrays.map((array) => [array.name, array]))
  const given = interventions instanceof Map ? [...interventions] : Object.entries(interventions)
  return new Map(
    given.map(([name, intervention]) => {
      const array = declared.get(name)
      if (!array) throw new MachineError("array_unknown", { name: quoted(name) })
      return [name, changeOf(name, intervention, shapeOf(array, config, T, B))]
    }),
  )
}

/**
 * @param {string} name
 * @param {any} intervention
 * @param {number[]} shape
 * @returns {Change}
 */
function changeOf(name, intervention, shape) {
  if (typeof intervention === "function") return { made: intervention, slope: null }
  if (intervention?.gradient) {
    const { gradient, ...plain } = intervention
    const isNone = Object.keys(plain).length === 0
    return { ...(isNone ? { made: (x) => x, slope: null } : changeOf(name, plain, shape)), gradient }
  }
  const keys = Object.keys(intervention ?? {})
    .sort()
    .join()
  if (keys === "factor") {
    const factor = fitted(name, intervention.factor, shape)
    return { made: (x) => times(x, factor), slope: factor }
  }
  if (keys === "value" || keys === "value,where") {
    const value = fitted(name, intervention.value, shape)
    const where = fitted(name, intervention.where ?? true, shape)
    return {
      made: (x) => x.map((number, i) => (where[i % where.length] ? value[i % value.length] : number)),
      slope: Float32Array.from(where, (there) => (there ? 0 : 1)),
    }
  }
  throw new MachineError("intervention_wrong", { name })
}

/**
 * Return numbers as an array, if they fill the last axes of a shape.
 * @param {string} name
 * @param {any} given
 * @param {number[]} shape
 * @returns {ArrayLike<any>}
 */
function fitted(name, given, shape) {
  const numbers = isNumber(given) ? [given] : given
  const foreign = new MachineError("intervention_foreign", { name })
  if (typeof numbers?.length !== "number") throw foreign
  const counts = new Set([1, ...shape.map((_, axis) => shape.slice(axis).reduce((all, size) => all * size))])
  if (!counts.has(numbers.length)) {
    const fit = [...counts].sort((one, other) => one - other)
    throw new MachineError("intervention_misfit", { name, count: numbers.length, shape: shape.join(", "), fit })
  }
  if (!ArrayBuffer.isView(numbers) && !Array.from(numbers).every(isNumber)) throw foreign
  return numbers
}

/** @param {unknown} one */
function isNumber(one) {
  return typeof one === "number" || typeof one === "boolean"
}
