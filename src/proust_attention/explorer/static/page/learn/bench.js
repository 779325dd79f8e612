/**
 * The bench of one machine: where it stands, in words, what it writes, how its parts are pulled, where it looks.
 */

import { reasonOf } from "../core/reason.js"
import { element, say } from "../widgets/elements.js"
import { Gradients } from "./gradients.js"
import { Learning } from "./learning.js"
import { Maps } from "./maps.js"
import { Samples } from "./samples.js"
import { compared, trouble } from "./standing.js"

/** @typedef {import("../core/app.js").App} App */

export class Bench {
  /**
   * @param {App} app
   * @param {() => void} changed is called when there is something new to show
   * @param {(step: number) => void} back goes back to a kept moment
   */
  constructor(app, changed, back) {
    this.app = app
    this.learning = new Learning(changed)
    this.title = element("h3", { hidden: true })
    this.words = element("p", { class: "learn-words", role: "status" })
    this.trouble = element("p", { class: "learn-trouble", role: "alert" })
    this.kept = element("p", { class: "quiet learn-kept" })
    this.samples = new Samples(app, back)
    this.samplesTitle = element("h4", { hidden: true })
    this.gradients = new Gradients(app)
    this.maps = new Maps(app)
    this.element = element("div", { class: "learn-bench" })
    this.element.append(this.title, this.words, this.trouble, this.kept, this.samplesTitle, this.samples.element)
    this.element.append(this.gradients.element, this.maps.element)
    this.mapped = 0 // so many samples had come when the maps were asked for
  }

  /** @param {string} title "": it stands alone */
  show(title) {
    const { learning, app } = this
    this.title.hidden = title === ""
    this.title.textContent = title
    this.words.setAttribute("aria-live", learning.standing === "training" ? "off" : "polite") // not at every step
    say(this.words, compared(learning, app))
    say(this.trouble, trouble(learning, app))
    say(this.kept, this.keptWords())
    this.samplesTitle.hidden = !learning.samples.length
    say(this.samplesTitle, app.t("learn_samples"))
    this.samples.show(learning)
    this.gradients.show(learning)
  }

  keptWords() {
    const { t, store } = this.app
    const { kept, unkept, description } = this.learning
    if (unkept !== null) {
      const reason = reasonOf(unkept, store.state.language)
      return t(kept === null ? "learn_unkept" : "learn_unkept_since", { reason, kept: kept ?? 0 })
    }
    return description && kept !== null ? t("learn_kept", { kept }) : ""
  }

  /** Show the maps of the present weights, when the machine has written a sample, or waits. */
  async follow() {
    const { learning, maps } = this
    const { samples, standing, description } = learning
    if (!description || standing === "ended" || standing === "broken") return
    if (standing === "training" && samples.length === this.mapped) return
    this.mapped = samples.length
    await maps.load(learning)
  }
}
