/**
 * The workshop: a text, settings, and a machine that begins with random numbers and learns before one's eyes; or
 * two of them, side by side.
 */

import { MachineError } from "../../engine/errors.js"
import { reasonOf } from "../core/reason.js"
import { addTexts } from "../core/language.js"
import { element } from "../widgets/elements.js"
import { asGiven } from "../widgets/numbers.js"
import { Bench } from "./bench.js"
import { Chart } from "./chart.js"
import { Controls } from "./controls.js"
import { Form } from "./form.js"
import { Machines } from "./machines.js"
import { Rival } from "./rival.js"
import { RunMenu } from "./run_menu.js"
import { Source } from "./source.js"
import { texts } from "./workshop_texts.js"
import { keyOf } from "./keys.js"

/** @typedef {import("../core/app.js").App} App */

const RARELY = 120 // milliseconds between two drawings

export class Workshop {
  /** @param {App} app */
  constructor(app) {
    addTexts(texts)
    this.app = app
    this.drawing = 0
    this.working = false
    this.changed = false // whether settings or text are others than those of the run
    this.source = new Source(app, () => this.change())
    this.form = new Form(app, () => this.change())
    this.rival = new Rival(app, () => this.change())
    this.controls = new Controls(app, {
      go: () => this.attempt(() => this.go()),
      one: () => this.attempt(() => this.one()),
      anew: () => this.attempt(() => this.begin()),
      end: () => this.machines.end(),
    })
    const back = (/** @type {number} */ step) => void this.attempt(() => this.machines.back(step))
    this.benches = [0, 1].map(() => new Bench(app, () => this.showSoon(), back))
    this.machines = new Machines(this.benches.map(({ learning }) => learning))
    this.chart = new Chart(app)
    this.menu = new RunMenu(app, {
      learning: () => this.machines.first,
      open: (read) => this.attempt(async () => this.machines.open(await read())),
      attempt: (act) => this.attempt(act),
      readText: (file) => this.source.read(file),
    })
    this.refused = element("p", { class: "learn-refused", role: "alert" })
    /** @type {() => (Node | string)[]} why the last thing was refused, in the language of the page */
    this.why = () => []
    const settings = [this.source.element, this.form.element, this.rival.element]
    this.room = element("div", { class: "learn-benches" }, this.benches[0].element)
    const shown = [this.refused, this.chart.element, this.room, this.menu.element]
    const parts = [...settings, this.controls.element, ...shown]
    this.element = element("div", { class: "learn-workshop", tabindex: -1 }, ...parts)
    this.menu.takeDrops(this.element)
    app.onLanguage(() => {
      this.refused.replaceChildren(...this.why())
      this.show()
    })
    setInterval(() => this.controls.silent(this.machines.silent(this.controls.rest())), 1000)
    document.addEventListener("visibilitychange", () => {
      const went = this.machines.seen(document.visibilityState === "visible")
      if (went) this.controls.say("learn_was_hidden", went)
    })
  }

  /** Settings or text were changed: they hold for a machine that begins anew. */
  change() {
    this.changed = true
    this.show()
  }

  /**
   * Do something, and say why where it is refused.
   * @param {() => unknown} act
   */
  async attempt(act) {
    if (this.working) return // a second click
    this.working = true
    this.say(() => [])
    this.controls.busy(true)
    try {
      await act()
    } catch (error) {
      this.refuse(error)
    } finally {
      this.working = false
      this.controls.busy(false)
      this.show()
    }
  }

  /** @param {unknown} error */
  refuse(error) {
    const isForeseen = error instanceof MachineError
    if (!isForeseen) console.error(error)
    const { t, store } = this.app
    this.say(() => {
      const { language } = store.state
      const reason = element("q", { lang: isForeseen ? language : "en" }, reasonOf(error, language))
      return [t("learn_refused"), " ", reason]
    })
  }

  /** @param {() => (Node | string)[]} why something was refused */
  say(why) {
    this.why = why
    this.refused.replaceChildren(...why())
  }

  /** Start, pause, or go on: whatever is next. */
  async go() {
    const { machines } = this
    if (machines.training) return machines.pause()
    if (!machines.first.description && !(await this.begin())) return
    await machines.start(this.controls.rest())
  }

  async one() {
    if (this.machines.first.description || (await this.begin())) await this.machines.one()
  }

  /** Begin with a new machine, or with two; returns whether that was possible. */
  async begin() {
    const rival = this.rival.chosen()
    const wrong = [...this.form.wrong(), ...(rival?.value === null ? [rival.name] : [])]
    if (wrong.length) {
      const { t } = this.app
      this.say(() => [t("learn_wrong", { names: wrong.map((name) => t(keyOf(name))).join(", ") })])
      this.form.element.open = true
      return false
    }
    const settings = [this.form.settings()]
    if (rival?.value != null) settings.push(this.form.settings({ [rival.name]: rival.value }))
    await this.machines.begin(await this.source.text(), settings)
    this.changed = false
    return true
  }

  /** @param {string} name of a run that is kept */
  take(name) {
    return this.attempt(() => this.machines.take(name))
  }

  showSoon() {
    this.drawing ||= setTimeout(() => {
      this.drawing = 0
      this.show()
    }, RARELY)
  }

  show() {
    const { machines, benches } = this
    const { present, first } = machines
    this.controls.show(machines, this.changed)
    const names = present.map((learning) => (present.length > 1 ? this.named(learning) : ""))
    benches.forEach((bench, i) => {
      if (i >= present.length) return bench.element.remove()
      if (bench.element.parentElement !== this.room) this.room.append(bench.element)
      bench.show(names[i])
      void bench.follow().catch(() => {}) // the maps are those of before, until others come
    })
    this.chart.element.hidden = !first.description
    if (first.description) {
      this.chart.show(present, names)
      this.chart.name(
        benches
          .slice(0, present.length)
          .map(({ words }) => words.textContent)
          .join(" "),
      )
    }
    this.menu.show(first)
    this.share()
  }

  /**
   * What a machine is called beside another: its own value of what is other.
   * @param {import("./learning.js").Learning} learning
   */
  named({ description, step }) {
    const { t, store } = this.app
    const others = this.machines.different()
    if (!description || !others.length) return t("learn_at_step", { step })
    const number = asGiven(store.state.language)
    const values = others.map((name) => {
      const value = { ...description.model, ...description.training }[/** @type {"d_model"} */ (name)]
      const shown = typeof value === "number" ? number(value) : t(keyOf(value))
      return `${t(keyOf(name))} ${shown}`
    })
    return `${values.join(", ")}; ${t("learn_at_step", { step })}`
  }

  /** Tell the rest of the page of a training that waits. */
  share() {
    const { store } = this.app
    const { description, standing, step, client, moments } = this.machines.first
    const waits = (standing === "waiting" || standing === "done") && moments.length > 0
    if (!description || !client || !waits) return store.set({ paused: null })
    const { paused } = store.state
    const { pieces } = description
    if (paused?.pieces === pieces && paused.step === step) return
    store.set({ paused: { training: client, step, pieces } })
  }
}
