/**
 * What comes next, by two machines: the likeliest characters of either, each with a bar and a figure of both.
 */

import { nameOf, spoken, visible } from "../core/symbols.js"
import { element } from "../widgets/elements.js"
import { chance } from "../widgets/numbers.js"

/** @typedef {Map<string, number>} Chances by character */

const MOST = 10

export class NextTable {
  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.words = element("caption")
    this.heads = element("tr")
    this.rows = element("tbody")
    this.element = element(
      "table",
      { class: "beside-next" },
      this.words,
      element("thead", {}, this.heads),
      this.rows,
    )
  }

  /**
   * @param {string} caption
   * @param {string[]} names of the two machines
   * @param {Chances} first
   * @param {Chances | null} second null: it has read nothing of the text so far
   */
  show(caption, names, first, second) {
    const { t } = this.app
    this.words.textContent = caption
    const columns = [t("beside_character"), ...names].map((name) => element("th", { scope: "col" }, name))
    this.heads.replaceChildren(columns[0], element("td"), columns[1], columns[2])
    const larger = (/** @type {string} */ one) => Math.max(first.get(one) ?? 0, second?.get(one) ?? 0)
    const all = [...new Set([...first.keys(), ...(second?.keys() ?? [])])]
    const shown = all.sort((one, other) => larger(other) - larger(one)).slice(0, MOST)
    const longest = larger(shown[0])
    this.rows.replaceChildren(...shown.map((one) => this.row(one, first, second, longest)))
  }

  /**
   * @param {string} character
   * @param {Chances} first
   * @param {Chances | null} second
   * @param {number} longest
   */
  row(character, first, second, longest) {
    const { language } = this.app.store.state
    const track = element("span", { class: "track" })
    const figures = [first, second].map((chances, i) => {
      const p = chances?.get(character)
      const bar = element("span", { class: i ? "beside-second" : "beside-first" })
      bar.style.width = `${(100 * (p ?? 0)) / longest}%`
      track.append(bar)
      return element("td", { class: "figure" }, p === undefined ? "–" : chance(p, language))
    })
    const label = spoken(this.app, character) || false
    const symbol = element("span", { class: nameOf(character) ? "unseen" : "", "aria-hidden": label !== false })
    symbol.append(visible(character))
    const head = element("th", { scope: "row", class: "symbol" }, symbol)
    if (label) head.append(element("span", { class: "spoken" }, label))
    return element(
      "tr",
      {},
      head,
      element("td", { class: "beside-track", "aria-hidden": "true" }, track),
      ...figures,
    )
  }
}
