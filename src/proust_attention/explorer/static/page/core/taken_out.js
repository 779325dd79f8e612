/**
 * What is taken out of the machine: heads, feed-forward layers, edges of a map; as the state and the address name
 * them, and as interventions of the engine (engine/interventions.js). Numbers count from 0, as in the names of
 * arrays:
 *
 *     "0.1"          head 1 of layer 0: its columns of `joined` times 0
 *     "1.f"          the feed-forward layer of layer 1: its output times 0
 *     "0.1.12.3"     the edge of head 1 in layer 0 from place 12 to place 3: this weight times 0
 *
 * Several stand side by side, with commas between them.
 */

import { headWidth } from "../../engine/config.js"

/** @typedef {import("../../engine/config.js").ModelConfig} ModelConfig */
/** @typedef {{layer: number, head: number | null, query?: number, key?: number}} Part head null: feed-forward */

const PART = /^\d{1,3}\.(?:f|\d{1,3}(?:\.\d{1,5}\.\d{1,5})?)$/
const MOST = 200 // in an address

/**
 * Whether a text of an address names parts, of whatever machine.
 * @param {string} out
 */
export function isOut(out) {
  const names = out.split(",")
  const isPart = (/** @type {string} */ name) => PART.test(name) && nameOf(partOf(name)) === name // no "00.1"
  return names.length <= MOST && names.every(isPart)
}

/**
 * @param {string} name
 * @returns {Part}
 */
export function partOf(name) {
  const [layer, what, query, key] = name.split(".")
  const edge = query === undefined ? {} : { query: Number(query), key: Number(key) }
  return { layer: Number(layer), head: what === "f" ? null : Number(what), ...edge }
}

/** @param {Part} part */
export function nameOf({ layer, head, query, key }) {
  return [layer, head ?? "f", query, key].filter((one) => one !== undefined).join(".")
}

/** @param {string} out */
export function namesIn(out) {
  return out ? out.split(",") : []
}

/**
 * Take a part out, or put it in again.
 * @param {string} out
 * @param {string} name
 */
export function toggled(out, name) {
  const names = namesIn(out)
  return (names.includes(name) ? names.filter((one) => one !== name) : [...names, name].sort()).join(",")
}

/**
 * The names of all heads and feed-forward layers of a machine.
 * @param {ModelConfig} config
 */
export function namesOf({ n_layers, n_heads }) {
  const parts = [...Array.from({ length: n_heads }, (_, head) => head), null]
  return Array.from({ length: n_layers }, (_, layer) => parts.map((head) => nameOf({ layer, head }))).flat()
}

/**
 * Move the places of edges.
 * @param {string} out
 * @param {number} by
 */
export function moved(out, by) {
  const names = namesIn(out).map((name) => {
    const part = partOf(name)
    if (part.query === undefined || part.key === undefined) return name
    return part.key + by < 0 ? "" : nameOf({ ...part, query: part.query + by, key: part.key + by })
  })
  return names.filter(Boolean).join(",")
}

/**
 * Return the interventions that take parts out of a machine while it reads a window. What it does not have, or
 * what lies outside the window, changes nothing.
 * @param {string} out
 * @param {ModelConfig} config
 * @param {number} start the place at which the window begins
 * @param {number} T its length
 * @returns {Record<string, {factor: number | Float32Array}>}
 */
export function interventionsOf(out, config, start, T) {
  const { d_model: D, n_heads: H, n_layers: L } = config
  const K = headWidth(config)
  /** @type {Record<string, {factor: number | Float32Array}>} */
  const found = {}
  /** @type {(name: string, size: number) => Float32Array} */
  const factors = (name, size) => {
    found[name] ??= { factor: new Float32Array(size).fill(1) }
    return /** @type {Float32Array} */ (found[name].factor)
  }
  for (const { layer, head, query, key } of namesIn(out).map(partOf)) {
    if (layer >= L || (head ?? 0) >= H) continue
    const attention = `blocks.${layer}.attention`
    if (head === null) found[`blocks.${layer}.feed_forward.output`] = { factor: 0 }
    else if (query === undefined || key === undefined) {
      factors(`${attention}.joined`, D).fill(0, head * K, (head + 1) * K)
    } else if (query >= start && key >= start && query < start + T && key <= query) {
      factors(`${attention}.weights`, H * T * T)[(head * T + query - start) * T + key - start] = 0
    }
  }
  return found
}
