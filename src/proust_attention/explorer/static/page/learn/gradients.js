/**
 * The gradient of every layer: how strongly the loss pulls at each part of the machine, and how far that part
 * moved.
 */

import { element } from "../widgets/elements.js"
import { significant } from "../widgets/numbers.js"
import { keyOf } from "./keys.js"

/** @typedef {import("./learning.js").Learning} Learning */

const LEAST = 1e-4 // a bar begins here, and is ten times as long for each factor of a thousand
const MOST = 1e2

export class Gradients {
  /** @param {import("../core/app.js").App} app */
  constructor(app) {
    this.app = app
    this.caption = element("caption")
    this.heads = ["part", "norm", "bar", "moved"].map((name) =>
      element("th", { scope: "col", class: `of-${name}` }),
    )
    this.body = element("tbody")
    this.element = element("table", { class: "learn-gradients", hidden: true })
    this.element.append(this.caption, element("thead", {}, element("tr", {}, ...this.heads)), this.body)
    /** @type {Map<string, {norm: HTMLElement, bar: HTMLElement, moved: HTMLElement}>} */
    this.rows = new Map()
    this.names = ""
  }

  /** @param {Learning} learning */
  show({ moved }) {
    const { t, store } = this.app
    this.element.hidden = !moved
    if (!moved) return
    const { language } = store.state
    const number = significant(language)
    const names = `${language} ${Object.keys(moved.groups).join()}`
    if (names !== this.names) this.make(Object.keys(moved.groups))
    this.names = names
    this.caption.textContent = t("learn_gradients", { step: moved.step })
    for (const [name, { gradient, update_ratio: ratio }] of Object.entries(moved.groups)) {
      const row = this.rows.get(name)
      if (!row) continue
      row.norm.textContent = number(gradient)
      row.moved.textContent = `${number(100 * ratio)} %`
      const along = Math.log(Math.max(gradient, LEAST) / LEAST) / Math.log(MOST / LEAST)
      row.bar.style.width = `${(100 * Math.min(1, along)).toFixed(1)}%`
    }
  }

  /** @param {string[]} groups */
  make(groups) {
    const { t } = this.app
    this.heads.forEach((head, i) => {
      head.textContent = i === 2 ? "" : t(keyOf(["part", "norm", "", "moved"][i]))
    })
    this.rows.clear()
    const lines = groups.map((name) => {
      const row = { norm: element("td"), bar: element("span", { class: "learn-bar" }), moved: element("td") }
      this.rows.set(name, row)
      const track = element("td", { class: "learn-track", "aria-hidden": "true" }, row.bar)
      return element("tr", {}, element("th", { scope: "row" }, this.called(name)), row.norm, track, row.moved)
    })
    this.body.replaceChildren(...lines)
  }

  /** @param {string} group such as blocks.0.attention */
  called(group) {
    const { t } = this.app
    const [, layer, part] = /^blocks\.(\d+)\.(\w+)$/.exec(group) ?? []
    return layer === undefined ? t(keyOf(`of_${group}`)) : t(keyOf(`of_${part}`), { layer: Number(layer) })
  }
}
