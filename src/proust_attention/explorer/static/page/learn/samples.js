/**
 * What it writes at each kept moment, the newest first: noise, then letters, then words. From each one can go
 * back.
 */

import { element } from "../widgets/elements.js"

/** @typedef {import("./learning.js").Learning} Learning */

export class Samples {
  /**
   * @param {import("../core/app.js").App} app
   * @param {(step: number) => void} back goes back to a moment
   */
  constructor(app, back) {
    this.app = app
    this.back = back
    this.element = element("ol", { class: "learn-samples", reversed: true })
    this.shown = ""
  }

  /** @param {Learning} learning */
  show({ samples, moments, step }) {
    const { t, store } = this.app
    const here = moments.includes(step) ? step : -1 // else every step would make the list anew
    const is = [store.state.language, samples.map((one) => one.step), moments, here].join(" ")
    if (is === this.shown) return
    this.shown = is
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.step : undefined
    const lines = samples.map((sample) => {
      const title = element("span", { class: "learn-at" }, t("learn_at_step", { step: sample.step }))
      const text = element("q", {}, element("span", { class: "quiet" }, sample.prompt), sample.text)
      const line = element("li", { value: sample.step }, title, text)
      if (moments.includes(sample.step) && sample.step !== step) {
        const hint = t("learn_back_hint", { step: sample.step })
        const button = element("button", { type: "button", class: "chip", "data-step": sample.step, title: hint })
        button.append(t("learn_back"))
        button.setAttribute("aria-label", t("learn_back_to", { step: sample.step }))
        button.addEventListener("click", () => this.back(sample.step))
        title.append(" ", button)
      }
      return line
    })
    this.element.replaceChildren(...lines.reverse())
    const again = focused && this.element.querySelector(`[data-step="${focused}"]`)
    if (again instanceof HTMLElement) again.focus()
  }
}
