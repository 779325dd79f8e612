/**
 * The source: which step is taken apart, and by whose worker. What was taken apart is forgotten when the text, the
 * machine or the run has gone on.
 */

import { element } from "../widgets/elements.js"

/** @typedef {import("../../engine/backward.js").Outline} Outline */
/**
 * @typedef {object} Taken a step that was taken apart
 * @property {Outline} outline
 * @property {(name: string) => Promise<import("../../engine/backward.js").Gradient>} gradient
 * @property {(name: string, place: number) => Promise<import("../../engine/backward.js").Witnessed>} witness
 * @property {() => Promise<Uint8Array<ArrayBuffer>>} file the batch and the weights, for a witness elsewhere
 * @property {string[]} pieces the text of each id
 * @property {number} first the place of its first token in the text of the page
 */

export class Source {
  /** @type {Taken | null} */
  taken = null
  begun = 0
  ofRun = false

  /**
   * @param {import("../core/app.js").App} app
   * @param {() => void} changed is called when another step is taken apart, or none any more
   */
  constructor(app, changed) {
    this.app = app
    this.changed = changed
    this.button = element("button", { type: "button", class: "gradient-begin", disabled: true })
    this.choice = element("fieldset", { class: "gradient-choice settings", hidden: true })
    this.legend = element("legend")
    this.words = [false, true].map(() => element("span"))
    this.boxes = this.words.map((words, ofRun) => {
      const box = element("input", { type: "radio", name: "gradient-source", checked: !ofRun })
      box.addEventListener("change", () => {
        this.ofRun = ofRun === 1
        this.forget()
      })
      return { box, label: element("label", {}, box, words) }
    })
    this.choice.append(this.legend, ...this.boxes.map(({ label }) => label))
    this.element = element("div", { class: "gradient-source" }, this.choice, this.button)
    this.button.addEventListener("click", () => void this.take())
    const { store } = app
    store.on(["reading", "description", "paused"], ({ paused }) => {
      this.choice.hidden = !paused
      if (!paused) this.ofRun = false
      for (const [i, { box }] of this.boxes.entries()) box.checked = this.ofRun === (i === 1)
      this.forget()
    })
    app.onLanguage(() => this.name())
  }

  name() {
    const { t, store } = this.app
    const { paused, reading } = store.state
    this.legend.textContent = t("gradient_which")
    this.words[0].textContent = t("gradient_text")
    this.words[1].textContent = t("gradient_run", { step: (paused?.step ?? 0) + 1 })
    const hasText = (reading?.ids.length ?? 0) > 1
    const isThere = this.ofRun ? paused !== null : hasText
    this.button.disabled = !isThere
    this.button.textContent = t(isThere || !reading ? "gradient_begin" : "gradient_too_short")
  }

  forget() {
    this.begun++
    const { taken } = this
    this.taken = null
    this.name()
    if (taken) this.changed()
  }

  async take() {
    const { app } = this
    const mine = ++this.begun
    this.button.disabled = true
    this.button.textContent = app.t("gradient_busy")
    try {
      const taken = this.ofRun ? await this.ofTheRun() : await this.ofTheText()
      if (mine !== this.begun) return
      this.taken = taken
      this.changed()
    } catch (error) {
      if (mine === this.begun) app.notice("cannot_read", error)
    } finally {
      if (mine === this.begun) this.name()
    }
  }

  /** @returns {Promise<Taken | null>} */
  async ofTheText() {
    const { engine, store } = this.app
    const { reading } = store.state
    if (!reading) return null
    const outline = await engine.request("backward", { text: reading.text })
    return { outline, pieces: reading.pieces, first: reading.start, ...askedOf(engine) }
  }

  /** @returns {Promise<Taken | null>} */
  async ofTheRun() {
    const { paused } = this.app.store.state
    if (!paused) return null
    const { training, pieces } = paused
    const outline = await training.request("backward", {})
    return { outline, pieces, first: 0, ...askedOf(training) }
  }
}

/**
 * What is asked of the worker that has taken a step apart: of either in the same way.
 * @param {{request: (kind: any, given: any) => Promise<any>}} client of that worker
 * @returns {Pick<Taken, "gradient" | "witness" | "file">}
 */
function askedOf(client) {
  return {
    gradient: (name) => client.request("gradient", { name }),
    witness: (name, place) => client.request("witness", { name, place }),
    file: async () => (await client.request("batch", {})).file,
  }
}
