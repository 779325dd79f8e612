/**
 * The differences: the text, each unit shaded by which machine expected it better, and by how much; and the places
 * where they differ most, which lead there.
 */

import { called, spoken, visible } from "../core/symbols.js"
import { BIT } from "../core/surprise.js"
import { element, say } from "../widgets/elements.js"
import { flowing, parts } from "../widgets/flowing.js"
import { mark } from "../widgets/listbox.js"
import { written } from "../widgets/numbers.js"

/** @typedef {import("./aligned.js").Unit} Unit */
/** @typedef {{unit: Unit, first: number, second: number}} Compared nats of both; NaN: not known */

const MOST = 5 // places are named
const DARKEST = 6 // bits of difference, from which on a shade is the darkest

export class Differences {
  /** @type {Compared[]} */
  all = []
  at = 0
  language = ""

  /**
   * @param {import("../core/app.js").App} app
   * @param {() => string[]} names of the two machines
   */
  constructor(app, names) {
    this.app = app
    this.names = names
    this.mean = element("p", { role: "status", class: "beside-mean" })
    this.list = flowing("beside-text", {
      at: () => this.at,
      look: (index) => this.look(index),
      choose: (index) => this.lead(index),
    })
    this.colours = element("p", { class: "quiet" })
    this.sentence = element("p", { class: "quiet beside-sentence", role: "status" })
    this.intro = element("p", { class: "beside-most" })
    this.places = element("div", { class: "beside-places", role: "group" })
  }

  get elements() {
    return [this.mean, this.list, this.colours, this.sentence, this.intro, this.places]
  }

  /**
   * @param {Compared[]} all
   * @param {boolean} isWhole everything is read
   */
  show(all, isWhole) {
    const { t, store } = this.app
    const { language } = store.state
    const isSame =
      language === this.language &&
      all.length === this.all.length &&
      all.every(({ unit }, i) => unit.text === this.all[i].unit.text)
    Object.assign(this, { all, language })
    this.list.setAttribute("aria-label", t("beside_list"))
    if (!isSame || this.list.children.length !== all.length) this.draw()
    this.paint()
    const known = all.filter(({ first, second }) => !Number.isNaN(first + second))
    const characters = known.reduce((sum, { unit }) => sum + [...unit.text].length, 0)
    const bits = written(language, 2)
    const mean = (/** @type {"first" | "second"} */ of) =>
      bits(known.reduce((sum, one) => sum + one[of], 0) / characters / BIT)
    const [one, other] = this.names()
    this.colours.textContent = t("beside_colours", { one, other })
    this.mean.setAttribute("aria-live", isWhole ? "polite" : "off")
    this.mean.textContent = characters
      ? t("beside_mean", { one, other, first: mean("first"), second: mean("second") })
      : t("beside_nothing")
    const most = [...known].sort((a, b) => Math.abs(b.second - b.first) - Math.abs(a.second - a.first))
    this.intro.textContent = most.length ? t("beside_most") : ""
    this.places.setAttribute("aria-label", t("beside_most"))
    this.places.replaceChildren(...most.slice(0, MOST).map((compared) => this.place(compared)))
  }

  draw() {
    const texts = this.all.map(({ unit }) => unit.text)
    this.list.replaceChildren(...parts(texts, "d", (text) => spoken(this.app, text)))
    this.at = Math.min(this.at, Math.max(0, this.all.length - 1))
    this.sentence.textContent = ""
  }

  paint() {
    this.all.forEach(({ first, second }, at) => {
      const one = /** @type {HTMLElement} */ (this.list.children[at])
      const bits = (second - first) / BIT
      if (Number.isNaN(bits)) delete one.dataset.bits
      else one.dataset.bits = bits.toFixed(4)
      one.classList.toggle("of-first", bits > 0)
      one.style.setProperty("--weight", Math.min(1, Math.abs(bits || 0) / DARKEST).toFixed(3))
    })
  }

  /** @param {Compared} compared */
  place(compared) {
    const { unit } = compared
    const words = this.app.t("beside_place", { token: called(this.app, unit.text), place: unit.first.from + 1 })
    const made = element("button", { type: "button", class: "chip" }, words)
    made.addEventListener("click", () => this.lead(this.all.indexOf(compared)))
    return made
  }

  /** @param {number} at */
  look(at) {
    const found = this.all[at]
    if (!found) return
    this.at = at
    mark(this.list, at)
    const { t, store } = this.app
    const bits = written(store.state.language, 1)
    const [one, other] = this.names()
    const values = { token: `«${visible(found.unit.text)}»`, one, other }
    const isKnown = !Number.isNaN(found.first + found.second)
    const said = isKnown
      ? t("beside_unit", { ...values, first: bits(found.first / BIT), second: bits(found.second / BIT) })
      : t("beside_unit_unknown", values)
    say(this.sentence, said)
  }

  /**
   * Lead to what was expected in the place of a unit: behind the token before it.
   * @param {number} at
   */
  lead(at) {
    const { store } = this.app
    const found = this.all[at]
    const position = (found?.unit.first.from ?? 0) - 1
    this.look(at)
    if (!found || !store.state.reading || position < store.state.reading.start) return
    store.set({ position, pinned: true, key: null })
  }
}
