/**
 * The address: the part behind # holds the state, so that a view can be shared and comes back after a reload.
 *
 * Anybody can write an address. So each value is checked, and one that makes no sense is as if it were not there.
 */

import { ofBrowser } from "./language.js"
import { MOST } from "./phrase.js"
import { DEFAULTS, ownSettings } from "./state.js"
import { isOut, moved } from "./taken_out.js"

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Shared} Shared */

const LONG = 1000 // characters

/** @type {(least: number, most: number) => (text: string) => number | undefined} */
const whole = (least, most) => (text) => within(/^\d{1,16}$/.test(text), Number(text), least, most)
/** @type {(most: number) => (text: string) => number | undefined} */
const decimal = (most) => (text) => within(/^\d{1,4}(\.\d{1,6})?$/.test(text), Number(text), 0, most)
/** @type {(...words: string[]) => (text: string) => any} */
const oneOf =
  (...words) =>
  (text) =>
    words.includes(text) ? text : undefined
/**
 * A step of the diagram. In older addresses some of the names have a space: "token ids", "blocks.0 after".
 * @type {(text: string) => string | undefined}
 */
const stepOf = (text) => {
  return /^[\w. ]{1,60}$/.test(text) ? text.replace("token ", "token_").replace(" ", ".") : undefined
}
/** @type {(text: string) => boolean | undefined} */
const yes = (text) => (text === "1" ? true : undefined)

/** @type {(text: string) => string | undefined} */
const nameOf = (text) => (/^[\w-]{1,60}$/.test(text) ? text : undefined)

/** @type {Record<keyof Shared, (text: string) => any>} what a value may be, else undefined */
const RULES = {
  machine: nameOf,
  moment: whole(0, Number.MAX_SAFE_INTEGER),
  text: (text) => (text.length <= 2 * MOST ? text : undefined),
  position: whole(0, MOST),
  pinned: yes,
  key: whole(0, MOST),
  step: stepOf,
  layer: whole(0, 1000),
  head: whole(0, 1000),
  out: (text) => (isOut(text) ? text : undefined),
  shade: oneOf("attention", "surprise", "change", "quoted"),
  scale: oneOf("linear", "log"),
  skipFirst: yes,
  temperature: decimal(2),
  topK: whole(0, 1_000_000),
  topP: decimal(1),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  written: whole(0, Number.MAX_SAFE_INTEGER),
  walk: whole(1, 7),
  beside: nameOf,
  language: oneOf("en", "es"),
}

/**
 * Read what an address says. What it does not say is not in the result.
 * @param {string} hash
 * @returns {Partial<Shared>}
 */
export function read(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""))
  const values = Object.entries(RULES).map(([name, rule]) => {
    const text = parameters.get(name)
    return [name, text === null ? undefined : rule(text)]
  })
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

/**
 * Whether a state can be written: of a long text it must be known which part of it the machine sees.
 * @param {State} state
 */
export function isSettled({ text, reading }) {
  return text.length <= LONG || reading?.typed === text
}

/**
 * Write a state as an address. Of a long phrase only what the machine sees is in it: no address may be as long as
 * a text. It begins with a token, and the places are those of the tokens from there on.
 * @param {State} state
 * @returns {string} with its #
 */
export function write(state) {
  const { reading, description } = state
  const isLong = reading?.typed === state.text && (reading.start > 0 || state.text.length > LONG)
  const begin = isLong ? reading.start : 0
  /** @type {Partial<Shared>} */
  const values = {
    ...state,
    text: isLong ? [...reading.text].slice(reading.tokens[begin].from).join("") : state.text,
    position: state.position - begin,
    key: state.key === null ? null : state.key - begin,
    out: moved(state.out, -begin),
  }
  const usual = usualOf(description)
  const parameters = new URLSearchParams()
  for (const name of /** @type {(keyof Shared)[]} */ (Object.keys(RULES))) {
    const value = values[name]
    if (value === null || value === undefined || (value === usual[name] && name !== "text")) continue
    parameters.set(name, value === true ? "1" : String(value))
  }
  return `#${parameters}`
}

/**
 * What an address that says nothing stands for.
 * @param {State["description"]} description of the open machine
 * @returns {Shared}
 */
export function usualOf(description) {
  return { ...DEFAULTS, ...(description ? ownSettings(description) : {}), language: ofBrowser() }
}

/**
 * @param {boolean} isNumber
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function within(isNumber, value, least, most) {
  return isNumber && value >= least && value <= most ? value : undefined
}
