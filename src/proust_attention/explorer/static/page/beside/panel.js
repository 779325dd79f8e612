/**
 * Two machines: a second one beside the first, on the same text. What comes next by both, the surprise by both,
 * and where they differ most. All of it is by characters, since their tokens may be of different kinds.
 */

import { isOfMachine, rowOf } from "../core/reader.js"
import { called } from "../core/symbols.js"
import { element } from "../widgets/elements.js"
import { natsOfSpan, nextCharacters, unitsOf } from "./aligned.js"
import { Differences } from "./differences.js"
import { NextTable } from "./next_table.js"
import { Second } from "./second.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

const REST = 200 // milliseconds: the text is read when nobody types

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const help = element("p")
  const words = element("span")
  const menu = element("select", { id: "beside-machine" })
  const table = new NextTable(app)
  const differences = new Differences(app, names)
  const legend = element("p", { class: "kinds quiet" })
  const body = element(
    "div",
    { class: "beside-body", hidden: true },
    element("div", {}, legend, table.element),
    element("div", {}, ...differences.elements),
  )
  host.append(help, element("label", { class: "settings" }, words, menu), body)
  /** @type {Second | null} */
  let second = null
  /** @type {string | null} the machine that is being opened */
  let opening = null
  let waiting = 0
  let looking = false

  menu.addEventListener("change", () => store.set({ beside: menu.value || null }))
  app.onLanguage(() => {
    help.textContent = t("beside_help")
    words.textContent = t("beside_machine")
  })
  store.on(["offered", "beside", "language", "unit"], showMenu)
  store.on(["offered", "beside"], () => void choose())
  store.on(["reading", "writing"], read)
  store.on(["reading", "position", "language", "unit", "machine", "moment"], () => void look())
  store.on(["surprise", "language", "unit", "machine", "moment"], compare)

  /** The names of both, as they stand over columns. */
  function names() {
    const { machine, moment } = store.state
    const first = machine ?? t("beside_by_hand")
    return [moment === null ? first : `${first}@${moment}`, second?.name ?? ""]
  }

  function showMenu() {
    const { offered, beside } = store.state
    const options = offered.map(({ name, title }) => element("option", { value: name }, title))
    menu.replaceChildren(element("option", { value: "" }, t("beside_none")), ...options)
    menu.value = beside ?? ""
  }

  /** Open the machine that is chosen, or close the one that is not any more. */
  async function choose() {
    const { beside, offered } = store.state
    if (!offered.length || beside === (opening ?? second?.name ?? null)) return
    second?.close()
    second = null
    body.hidden = true
    opening = beside
    if (beside === null) return
    if (!offered.some(({ name }) => name === beside)) return store.set({ beside: null })
    try {
      const opened = await Second.open(beside, compare)
      if (store.state.beside !== beside || opening !== beside) return opened.close() // another one was chosen
      second = opened
      opening = null
      read()
    } catch (error) {
      if (opening === beside) {
        opening = null
        store.set({ beside: null })
        app.notice("beside_refused", error, { name: beside })
      }
    }
  }

  /** Have the second machine read what the first has read, when nobody types. */
  function read() {
    clearTimeout(waiting)
    const { state } = store
    const { reading, writing } = state
    if (!second || !reading || writing || !isOfMachine(state, reading)) return
    const one = second
    waiting = setTimeout(() => {
      void one.follow(reading).catch((error) => fail(one, error))
      compare() // what stands there may be of another machine
      void look()
    }, REST)
  }

  /** Show what comes next behind the token that is looked at, whatever is looked at meanwhile. */
  async function look() {
    if (looking) return
    looking = true
    while (await isLate());
    looking = false
  }

  /** Show what comes next, unless something else is looked at by now. Whether that is so. */
  async function isLate() {
    const one = second
    const read = one?.read
    const { reading, position } = store.state
    if (!one || !read || read.reading !== reading) return false
    const logits = await app.intermediate("logits")
    const behind = await one.next(read, reading.tokens[position].to).catch((error) => fail(one, error))
    const { state } = store
    if (one !== second || state.reading !== reading || state.position !== position) return true
    if (!logits) return false
    const { pieces, start, tokens } = reading
    const V = pieces.length
    const row = rowOf(logits.data, V, position - start)
    const caption = t("beside_after", { token: called(app, tokens[position].text), place: position + 1 })
    const both = names()
    const theirs = behind ? nextCharacters(behind, one.description.pieces) : null
    table.show(caption, both, nextCharacters(row, pieces), theirs)
    showLegend(both)
    body.hidden = false
    return false
  }

  /** @param {string[]} both */
  function showLegend(both) {
    const kinds = both.map((name, i) => element("span", { class: i ? "beside-second" : "beside-first" }, name))
    legend.replaceChildren(kinds[0], " ", kinds[1])
  }

  function compare() {
    const { surprise } = store.state
    const read = second?.read
    if (!second || !read || !surprise || surprise.reading !== read.reading) return
    const other = second.surprise?.nats ?? new Float64Array(read.tokens.length).fill(NaN)
    const units = unitsOf(read.reading.tokens, read.tokens, read.ends).map((unit) => {
      return { unit, first: natsOfSpan(surprise.nats, unit.first), second: natsOfSpan(other, unit.second) }
    })
    const count = (/** @type {Float64Array} */ nats) => nats.slice(1).findIndex(Number.isNaN)
    differences.show(units, count(surprise.nats) < 0 && count(other) < 0)
  }

  /**
   * @param {Second} one
   * @param {unknown} error
   */
  function fail(one, error) {
    if (one === second) app.notice("beside_failed", error, { name: one.name }) // else it is closed
  }
}
