/**
 * The edges: the one that the chosen cell of a map is can be cut, so that its head hands nothing over from the
 * place that is looked at to the one that looks; and it can be joined again.
 */

import { cellOf, named } from "../core/cell.js"
import { nameOf, namesIn, partOf, toggled } from "../core/taken_out.js"
import { element } from "../widgets/elements.js"

export class Edges {
  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.cut = element("button", { type: "button", class: "parts-cut" })
    this.list = element("span", { class: "parts-edges" })
    this.element = element("p", { class: "parts-edge", tabindex: -1 }, this.cut, this.list)
    this.cut.addEventListener("click", () => this.toggle(this.chosen()))
  }

  /** The name of the edge that the chosen cell is; "" if none is chosen, or it lies behind the mask. */
  chosen() {
    const { state } = this.app.store
    const { reading } = state
    const cell = reading && cellOf(state, reading)
    if (!reading || !cell || cell.key === null || cell.key > cell.query) return ""
    const { layer, head, query, key } = cell
    return nameOf({ layer, head, query: query + reading.start, key: key + reading.start })
  }

  /** @param {string} name */
  toggle(name) {
    const { store } = this.app
    if (name) store.set({ out: toggled(store.state.out, name) })
  }

  show() {
    const { store, t } = this.app
    const cut = namesIn(store.state.out).filter((name) => partOf(name).query !== undefined)
    const chosen = this.chosen()
    const does = cut.includes(chosen) ? "parts_join" : "parts_cut"
    this.cut.disabled = !chosen
    this.cut.textContent = chosen ? t(does, this.values(chosen)) : t("parts_cut_none")
    this.list.replaceChildren(
      ...cut.map((name) => {
        const made = element("button", { type: "button", class: "chip" }, t("parts_mend", this.values(name)))
        made.addEventListener("click", () => {
          this.toggle(name)
          this.element.focus() // the button is about to go
        })
        return made
      }),
    )
  }

  /**
   * @param {string} name of an edge
   * @returns {import("../core/language.js").Values}
   */
  values(name) {
    const { layer, head, query = 0, key = 0 } = partOf(name)
    const { reading } = this.app.store.state
    const place = (/** @type {number} */ at) => {
      return reading?.tokens[at] ? named(reading, at - reading.start) : String(at + 1)
    }
    return { layer, head: head ?? 0, from: place(query), to: place(key) }
  }
}
