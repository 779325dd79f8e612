/**
 * The controls of a training: start and pause, one step, another machine, how fast; and the line that says where
 * it is.
 */

import { sentence } from "../core/language.js"
import { unitOf } from "../core/state.js"
import { element } from "../widgets/elements.js"
import { significant } from "../widgets/numbers.js"
import { keyOf } from "./keys.js"

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {{go: () => void, one: () => void, anew: () => void, end: () => void}} Acts */

const PATIENCE = 400 // milliseconds after which one is told that something is done
const PACES = { full: 0, some: 200, slow: 1000 } // milliseconds between two steps

export class Controls {
  /**
   * @param {import("../core/app.js").App} app
   * @param {Acts} acts
   */
  constructor(app, { go, one, anew, end }) {
    this.app = app
    this.go = element("button", { type: "button", class: "first learn-go" })
    this.one = element("button", { type: "button", class: "learn-one" })
    this.anew = element("button", { type: "button", class: "learn-anew", hidden: true })
    this.end = element("button", { type: "button", hidden: true })
    this.pace = element("select", { id: "learn-pace" })
    this.paceLabel = element("label", { for: "learn-pace" })
    for (const name of Object.keys(PACES)) this.pace.append(element("option", { value: name }))
    this.where = element("p", { class: "learn-where" })
    this.note = element("p", { class: "quiet", role: "status" })
    const buttons = element("div", { class: "learn-buttons" }, this.go, this.one, this.anew)
    buttons.append(element("span", {}, this.paceLabel, " ", this.pace))
    this.element = element("div", {}, buttons, this.where, this.note, this.end)
    this.go.addEventListener("click", go)
    this.one.addEventListener("click", one)
    this.anew.addEventListener("click", anew)
    this.end.addEventListener("click", end)
    this.patience = 0
    /** @type {{key: import("../core/language.js").Key | "", values?: import("../core/language.js").Values}} */
    this.said = { key: "" }
    /** @type {{at: number, step: number}[]} when the last steps were made */
    this.times = []
    app.onLanguage(() => {
      for (const option of this.pace.options) option.textContent = app.t(keyOf(`pace_${option.value}`))
      this.paceLabel.textContent = app.t("learn_pace")
      this.one.textContent = app.t("learn_one")
      this.end.textContent = app.t("learn_end")
      this.say(this.said.key, this.said.values)
    })
  }

  /** How long to wait between two steps, in milliseconds. */
  rest() {
    return PACES[/** @type {keyof typeof PACES} */ (this.pace.value)]
  }

  /** @param {boolean} busy something was requested and is not done */
  busy(busy) {
    clearTimeout(this.patience)
    if (busy) this.patience = setTimeout(() => this.say("learn_working"), PATIENCE)
    else if (this.said.key === "learn_working") this.say("")
  }

  /**
   * Say something beside.
   * @param {import("../core/language.js").Key | ""} key
   * @param {import("../core/language.js").Values} [values]
   */
  say(key, values) {
    this.said = { key, values }
    this.note.textContent = key && this.app.t(key, values)
  }

  /** @param {boolean} silent nothing has come for a while */
  silent(silent) {
    if (silent === !this.end.hidden) return
    this.end.hidden = !silent
    this.say(silent ? "learn_silent" : "")
  }

  /**
   * @param {import("./machines.js").Machines} machines
   * @param {boolean} changed whether settings or text are others than those of the run
   */
  show({ present, first, training }, changed) {
    const { t } = this.app
    const { description, kept } = first
    const ended = !training && first.standing === "ended"
    const waits = present.some(({ standing }) => standing === "waiting")
    const next = !description ? "start" : training ? "pause" : ended ? "take" : "go"
    this.go.textContent = t(keyOf(next), { kept: kept ?? 0 })
    this.go.disabled = description !== null && !training && !waits && !(ended && kept !== null)
    this.one.disabled = description !== null && (training || !waits)
    this.anew.hidden = !description
    this.anew.disabled = training
    this.anew.textContent = t(changed ? "learn_anew_changed" : "learn_anew")
    this.anew.title = t("learn_anew_hint")
    this.where.textContent = description ? this.words(first) : ""
  }

  /** @param {Learning} learning */
  words({ description, step, standing }) {
    if (!description) return ""
    const { t, store } = this.app
    const { steps, parameters, pieces, training } = description
    const pass = significant(store.state.language)(step / description.stepsPerPass)
    const seen = step * training.batch_size * description.model.context_length
    const values = { step, steps, pass, parameters, symbols: pieces.length, seen }
    const ofRun = { language: store.state.language, unit: unitOf(description) }
    const sentences = [
      sentence(ofRun, "learn_where", values),
      standing === "training" ? this.speed(step) : t(keyOf(`is_${standing}`)),
    ]
    if (step === 0) sentences.push(sentence(ofRun, "learn_size", values))
    if (!description.kernel) sentences.push(t("learn_no_kernel"))
    return sentences.filter(Boolean).join(" ")
  }

  /** @param {number} step */
  speed(step) {
    const now = performance.now()
    const { times } = this
    if (times.length && times[times.length - 1].step > step) times.length = 0
    if (times[times.length - 1]?.step !== step) times.push({ at: now, step })
    while (times.length > 2 && now - times[0].at > 4000) times.shift()
    const [first] = times
    if (now - first.at < 500) return ""
    const speed = (1000 * (step - first.step)) / (now - first.at)
    return this.app.t("learn_speed", { speed: significant(this.app.store.state.language)(speed) })
  }
}
