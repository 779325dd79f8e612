/**
 * The parts: heads, feed-forward layers and edges can be taken out of the machine and put in again, and a table
 * says what each is worth on this text.
 */

import { isOfMachine } from "../core/reader.js"
import { BIT } from "../core/surprise.js"
import { namesOf, toggled } from "../core/taken_out.js"
import { element, say } from "../widgets/elements.js"
import { signed, written } from "../widgets/numbers.js"
import { Edges } from "./edges.js"
import { PartTable } from "./part_table.js"
import { texts as sentences } from "./texts.js"
import { Worth } from "./worth.js"

export const texts = [sentences]

const REST = 200 // milliseconds: the table is computed when nobody types

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const help = element("p")
  const loss = element("p", { class: "parts-loss", role: "status" })
  const all = element("button", { type: "button", class: "parts-all" })
  const table = new PartTable(app, (name) => store.set({ out: toggled(store.state.out, name) }))
  const edges = new Edges(app)
  const worth = new Worth(app, show)
  host.append(help, loss, table.element, edges.element, all)
  all.addEventListener("click", () => {
    store.set({ out: "" })
    table.element.querySelector("input")?.focus() // the button is about to go
  })
  let waiting = 0
  let made = ""

  store.on(["reading", "writing", "description"], (state) => {
    const { reading, writing } = state
    clearTimeout(waiting)
    worth.stop()
    if (!reading || writing || !isOfMachine(state, reading)) return
    make()
    const fail = (/** @type {unknown} */ error) => {
      if (isOfMachine(store.state, reading)) app.notice("cannot_read", error)
    }
    waiting = setTimeout(() => void worth.compute(reading).catch(fail), REST)
  })
  store.on(["out", "reading", "position", "key", "layer", "head", "language"], ({ out }) => {
    table.mark(out)
    edges.show()
    all.hidden = out === ""
  })
  app.onLanguage(() => {
    help.textContent = t("parts_help")
    all.textContent = t("parts_all")
    made = ""
    make()
    show(worth.costs)
  })

  function make() {
    const { reading, out } = store.state
    const names = reading ? namesOf(reading.config) : []
    if (made === names.join()) return
    made = names.join()
    table.make(names)
    table.mark(out)
  }

  /** @param {import("./worth.js").Costs} costs */
  function show(costs) {
    table.show(costs)
    const said = words(costs)
    say(loss, said)
  }

  /** @param {import("./worth.js").Costs} costs */
  function words(costs) {
    const { language, reading } = store.state
    if (!reading) return ""
    if (reading.ids.length < 2) return t("parts_too_short")
    const number = written(language, 3)
    const whole = costs.get("")
    const now = costs.get(reading.out)
    if (whole === undefined || now === undefined) return ""
    if (!reading.out) return t("parts_loss", { whole: number(whole), bits: number(whole / BIT) })
    const values = { whole: number(whole), now: number(now), change: signed(number, now - whole) }
    return t("parts_loss_out", values)
  }
}
