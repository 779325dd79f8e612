/**
 * One number of a weight's gradient: what its witnesses say, and the sum that it is, written out.
 *
 * The derived one is the backward pass's, the difference is taken there and then: two losses, with this one weight
 * moved a little up and down. Where `proust explore` has served the page, NumPy and PyTorch compute the same batch
 * beside it (served.js). Terms are shown with ten digits after the point, the largest first.
 */

import { element } from "../widgets/elements.js"
import { written } from "../widgets/numbers.js"
import { table } from "../widgets/table.js"
import { rowName } from "./names.js"
import { engines, witnesses } from "./served.js"

/** @typedef {import("../core/language.js").Key} Key */
/** @typedef {import("../widgets/table.js").Row} Row */
/** @typedef {import("./names.js").Taken} Taken */
/** @typedef {import("./names.js").Step} Step */
/** @typedef {import("../../engine/backward.js").Witnessed} Witnessed */
/** @typedef {{numpy: number | null, torch: number | null}} Served null: it is not finite */

const REST = 150 // milliseconds: while an arrow key is held down nothing is computed
const SINGLE = 40 // so many terms are shown one by one, the others together
const DIGITS = 10

export class Cell {
  waiting = 0
  begun = 0

  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.witnesses = element("div", { class: "gradient-witnesses" })
    this.terms = element("div", { class: "gradient-terms" })
    this.element = element("div", { class: "gradient-cell" }, this.witnesses, this.terms)
  }

  /**
   * @param {Taken} taken
   * @param {Step} step
   * @param {number | null} place in the weight; null: it is no weight
   */
  show(taken, step, place) {
    this.leave()
    this.element.hidden = place === null
    this.element.setAttribute("aria-busy", "true")
    if (place !== null) this.waiting = setTimeout(() => void this.compute(taken, step, place), REST)
  }

  /** Leave what is being computed. */
  leave() {
    clearTimeout(this.waiting)
    this.begun++
  }

  /**
   * @param {Taken} taken
   * @param {Step} step
   * @param {number} place
   */
  async compute(taken, step, place) {
    const mine = this.begun
    try {
      const found = await taken.witness(step.name, place)
      const beside = await engines()
      if (mine !== this.begun) return
      this.putTerms(taken, step, found)
      this.putWitnesses(step, found, beside, null)
      if (beside.length) {
        const served = await witnesses(taken, step.name, place)
        if (mine === this.begun) this.putWitnesses(step, found, beside, served)
      }
    } catch (error) {
      if (mine === this.begun) this.app.notice("cannot_read", error)
    } finally {
      if (mine === this.begun) this.element.setAttribute("aria-busy", "false")
    }
  }

  /**
   * @param {Step} step
   * @param {Witnessed} found
   * @param {string[]} beside the engines beside the page
   * @param {Served | null} served null: not there yet
   */
  putWitnesses({ name }, { weight, derived, difference, corners }, beside, served) {
    const { t, store } = this.app
    const { language } = store.state
    const number = written(language, DIGITS)
    const apart = new Intl.NumberFormat(language, { notation: "scientific", maximumSignificantDigits: 2 })
    /** @type {(key: Key, value: number | null | undefined) => Row} */
    const row = (key, value) => ({
      head: t(key),
      cells:
        value == null
          ? [value === null ? "—" : "…", ""]
          : [number(value), apart.format(Math.abs(value - derived))],
    })
    const rows = [
      { head: t("witness_derived"), cells: [number(derived), ""] },
      row("witness_difference", difference),
      ...(beside.includes("numpy") ? [row("witness_numpy", served?.numpy)] : []),
      ...(beside.includes("torch") ? [row("witness_torch", served?.torch)] : []),
    ]
    const columns = [t("witness_who"), t("witness_value"), t("witness_apart")]
    this.witnesses.replaceChildren(
      table(t("witness_table", { name, weight: number(weight) }), columns, rows),
      ...(corners ? [element("p", { class: "quiet" }, t("witness_corners", { corners }))] : []),
      ...(beside.length ? [] : [element("p", { class: "quiet" }, t("witness_alone"))]),
    )
  }

  /**
   * @param {Taken} taken
   * @param {Step} step
   * @param {Witnessed} found
   */
  putTerms(taken, { factors }, { rows, x, d, derived }) {
    if (!factors) return
    const { t, store } = this.app
    const number = written(store.state.language, DIGITS)
    const products = x.map((one, i) => one * d[i])
    const order = [...products.keys()].sort((one, other) => Math.abs(products[other]) - Math.abs(products[one]))
    const rest = order.slice(SINGLE)
    const lines = order.slice(0, SINGLE).map((i) => {
      return { head: rowName(this.app, taken, rows[i]), cells: [number(x[i]), number(d[i]), number(products[i])] }
    })
    const others = rest.reduce((sum, i) => sum + products[i], 0)
    if (rest.length)
      lines.push({ head: t("terms_others", { count: rest.length }), cells: ["", "", number(others)] })
    const columns = [t("terms_row"), factors.x, factors.d, `${factors.x} · ${factors.d}`]
    const sums = [{ head: "Σ", cells: ["", "", number(derived)] }]
    const content = rows.length ? [table(t("terms_table"), columns, lines, sums)] : []
    this.terms.replaceChildren(
      element("h3", {}, t("terms_title")),
      element("p", {}, t(rows.length ? "terms_help" : "terms_none", { count: rows.length })),
      ...content,
    )
  }
}
