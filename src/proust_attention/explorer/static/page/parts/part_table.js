/**
 * The table of the parts: each with the box that takes it out, and with what it is worth.
 */

import { namesIn, partOf } from "../core/taken_out.js"
import { element } from "../widgets/elements.js"
import { signed, written } from "../widgets/numbers.js"

/** @typedef {Record<"row" | "cost" | "change" | "bar", HTMLElement> & {box: HTMLInputElement}} Line */

const DIGITS = 3

export class PartTable {
  /** @type {Map<string, Line>} by the names of the parts */
  lines = new Map()

  /**
   * @param {import("../core/app.js").App} app
   * @param {(name: string) => void} toggle
   */
  constructor(app, toggle) {
    this.app = app
    this.toggle = toggle
    this.element = element("table", { class: "parts-table" })
  }

  /**
   * Make its lines anew.
   * @param {string[]} names of the parts
   */
  make(names) {
    const { t } = this.app
    const columns = [t("parts_part"), t("parts_without"), t("parts_change")]
    const heads = columns.map((column) => element("th", { scope: "col" }, column))
    this.lines = new Map(names.map((name) => [name, this.line(name)]))
    this.element.replaceChildren(
      element("caption", {}, t("parts_caption")),
      element("thead", {}, element("tr", {}, ...heads, element("td"))),
      element("tbody", {}, ...Array.from(this.lines.values(), ({ row }) => row)),
    )
  }

  /** @param {string} name */
  line(name) {
    const { layer, head } = partOf(name)
    const { t } = this.app
    const words = head === null ? t("parts_feed_forward", { layer }) : t("parts_head", { layer, head })
    const box = element("input", { type: "checkbox" })
    box.addEventListener("change", () => this.toggle(name))
    const cost = element("td")
    const change = element("td")
    const bar = element("span", { class: "parts-bar" })
    const label = element("label", {}, box, element("span", {}, words))
    const track = element("td", { class: "parts-track", "aria-hidden": "true" }, bar)
    const row = element("tr", { "data-part": name }, element("th", { scope: "row" }, label), cost, change, track)
    return { row, box, cost, change, bar }
  }

  /** @param {string} out what is taken out: its boxes are empty */
  mark(out) {
    const names = namesIn(out)
    for (const [name, { row, box }] of this.lines) {
      box.checked = !names.includes(name)
      row.classList.toggle("out", names.includes(name))
    }
  }

  /** @param {import("./worth.js").Costs} costs */
  show(costs) {
    const number = written(this.app.store.state.language, DIGITS)
    const whole = costs.get("") ?? NaN
    const known = [...this.lines.keys()].flatMap((name) => costs.get(name) ?? [])
    const most = Math.max(...known.map((cost) => Math.abs(cost - whole)), 0.001)
    for (const [name, { cost, change, bar }] of this.lines) {
      const found = costs.get(name)
      const difference = (found ?? NaN) - whole
      cost.textContent = found === undefined ? "…" : number(found)
      change.textContent = found === undefined ? "" : signed(number, difference)
      bar.style.width = found === undefined ? "0" : `${(100 * Math.abs(difference)) / most}%`
      bar.classList.toggle("less", difference < 0)
    }
  }
}
