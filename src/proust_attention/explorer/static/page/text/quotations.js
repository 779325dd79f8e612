/**
 * Quotations: where the text is to be shaded by what it quotes, fetch the text that the machine learned, once, and
 * keep `quoted` what the present reading has in common with it.
 */

import { isOfMachine } from "../core/reader.js"
import { visible } from "../core/symbols.js"
import { Learned } from "./learned.js"

/** @typedef {import("../core/state.js").Quoted} Quoted */

const SHOWN = 100 // characters of a run

/** @param {import("../core/app.js").App} app */
export function mountQuotations({ store, notice }) {
  /** @type {Map<string, Promise<Learned>>} by the name of the machine: the last one only, for they are large */
  const learned = new Map()
  store.on(["reading", "shade", "machine", "quotes", "description"], async (state) => {
    const { reading, shade, machine, quotes } = state
    if (shade !== "quoted" || !reading || !machine || !quotes || !isOfMachine(state, reading)) return
    try {
      const coming = learned.get(machine) ?? Learned.fetch(machine)
      learned.clear()
      learned.set(machine, coming)
      const text = await coming
      if (store.state.reading === reading) store.set({ quoted: { reading, ...found(text, reading) } })
    } catch (error) {
      learned.delete(machine) // it can be tried again
      if (store.state.machine === machine) notice("quoted_failed", error)
    }
  })
}

/**
 * What the window of a reading quotes: for each token the longest run that one of its characters stands in.
 * @param {Learned} learned
 * @param {import("../core/state.js").Reading} reading
 */
function found(learned, { text, tokens, start }) {
  const begin = tokens[start].from
  const runs = learned.runs([...text].slice(begin).join(""))
  /** @type {Quoted["runs"]} */
  const ofTokens = tokens.map(({ from, to }) => {
    const own = from < begin ? [] : runs.slice(from - begin, to - begin)
    const run = own.reduce((one, other) => ((other?.length ?? 0) > (one?.length ?? 0) ? other : one), null)
    return run && { ...run, from: run.from + begin, ...learned.at(run.place) }
  })
  return { runs: ofTokens, real: learned.real, from: learned.from }
}

/**
 * How dark a run is: one that half of the characters of real pages stand in is clear, one that is longer than any
 * on 19 of 20 of them as dark as can be.
 * @param {Quoted} quoted
 * @param {number} place
 */
export function darkness({ runs, real: { median, long } }, place) {
  return Math.min(1, Math.max(0, ((runs[place]?.length ?? 0) - median) / Math.max(1, long + 1 - median)))
}

/**
 * In words where a token of the text comes from, and what that is worth.
 * @param {import("../core/app.js").App} app
 * @param {Quoted} quoted
 * @param {number} place
 */
export function inWords({ t }, { reading, runs, real, from }, place) {
  const run = runs[place]
  if (!run) return t("quoted_nowhere", { token: visible(reading.tokens[place].text) })
  const characters = [...reading.text].slice(run.from, run.from + run.length)
  const words = characters.slice(0, SHOWN).join("").replaceAll("\n", "↵")
  const { length, source, offset } = run
  return [
    t("quoted_run", { run: characters.length > SHOWN ? `${words}…` : words, length, source, offset }),
    t("quoted_real", { median: real.median, long: real.long }),
    from ? t("quoted_from", { machine: from }) : "",
  ]
    .filter(Boolean)
    .join(" ")
}
