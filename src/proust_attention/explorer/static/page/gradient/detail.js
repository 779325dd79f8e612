/**
 * What is opened of the way back: its formula, its numbers as a picture, and of a weight the chosen number with
 * its witnesses and its terms.
 */

import { coloured, onColours } from "../widgets/colours.js"
import { element } from "../widgets/elements.js"
import { Grid } from "../widgets/grid.js"
import { Legend } from "../widgets/legend.js"
import { goTo } from "../widgets/movement.js"
import { significant } from "../widgets/numbers.js"
import { scaleOf } from "../widgets/scale.js"
import { Tip } from "../widgets/tip.js"
import { Cell } from "./cell.js"
import { isTooLarge, largest, layoutOf } from "./layout.js"
import { fullTitleOf, ownName, placeName } from "./names.js"

/** @typedef {import("../widgets/grid.js").Place} Place */
/** @typedef {import("../core/language.js").Key} Key */
/** @typedef {import("./names.js").Taken} Taken */
/** @typedef {{taken: Taken, step: import("./names.js").Step, layout: import("./layout.js").Layout}} Shown */

export class Detail {
  /** @type {Shown | null} */
  shown = null
  /** @type {Place} the chosen number */
  place = { row: 0, column: 0 }
  begun = 0

  /**
   * @param {import("../core/app.js").App} app
   * @param {() => void} back goes back to the button in the list
   */
  constructor(app, back) {
    this.app = app
    this.title = element("h3", { tabindex: -1 })
    this.back = element("button", { type: "button", class: "opened-back" })
    this.back.addEventListener("click", back)
    this.formula = element("p", { class: "formula" })
    this.about = element("p")
    this.grid = new Grid({
      point: (place, event) => this.point(place, event),
      choose: (place) => this.choose(place),
      leave: () => back(),
    })
    this.frame = element("div", { class: "gradient-picture" }, this.grid.element)
    this.sentence = element("p", { class: "gradient-sentence", role: "status" })
    this.legend = new Legend()
    this.cell = new Cell(app)
    this.tip = new Tip()
    this.element = element("div", { class: "opened gradient-detail", id: "gradient-detail", role: "region" })
    this.element.append(this.back, this.title, this.formula, this.about, this.frame, this.sentence)
    this.element.append(this.legend.element, this.cell.element)
    onColours(() => this.draw())
  }

  /**
   * Show one gradient of a step; its largest number is chosen, until another one is.
   * @param {Taken} taken
   * @param {string} name
   */
  async show(taken, name) {
    const mine = ++this.begun // the numbers of another one may be there sooner
    const step = taken.outline.steps.find((one) => one.name === name)
    if (!step) return
    try {
      const { data } = await taken.gradient(name)
      if (mine !== this.begun) return
      const isOther = this.shown?.taken !== taken || this.shown.step.name !== name
      this.shown = { taken, step, layout: layoutOf(step, data) }
      if (isOther) this.place = largest(this.shown.layout)
      this.say()
      this.draw()
      this.mark()
    } catch (error) {
      if (mine === this.begun) this.app.notice("cannot_read", error)
    }
  }

  /** Nothing is open any more; what is still being computed is of no use. */
  leave() {
    this.begun++
    this.shown = null
    this.cell.leave()
  }

  /** The words around the picture. */
  say() {
    const { t } = this.app
    const { step } = /** @type {Shown} */ (this.shown)
    const title = fullTitleOf(this.app, step)
    this.title.textContent = title
    this.element.setAttribute("aria-label", title)
    this.back.textContent = t("gradient_back")
    const { name, axes, shape, formula, factors } = step
    const isOfArray = !factors
    const letters = axes.split(" ").filter((axis) => axis !== "B" || shape[0] > 1)
    const sizes = shape.slice(shape.length - letters.length)
    this.formula.textContent = `${formula}     (${letters.join(", ")}) = (${sizes.join(", ")})`
    const met = factors && { x: t(metBy(name)), d: t(arrivesAt(name)), x_: factors.x, d_: factors.d }
    this.about.textContent = isOfArray ? t("gradient_of_array") : t("gradient_of_weight", met ?? {})
  }

  draw() {
    if (!this.shown) return
    const { layout, step } = this.shown
    const { t, store } = this.app
    const isPicture = !isTooLarge(layout)
    this.grid.element.hidden = !isPicture
    this.legend.element.hidden = !isPicture
    if (!isPicture) return
    const { numbers, rows, columns, width } = layout
    const { ramp, along, ends } = scaleOf(numbers)
    const [low, high] = ends.map(significant(store.state.language))
    this.legend.show(ramp, low, high)
    this.grid.element.style.setProperty("--rows", String(rows))
    this.grid.element.style.setProperty("--columns", String(columns))
    this.grid.name(t("gradient_picture", { title: fullTitleOf(this.app, step) }), t("heat_kind"))
    this.grid.show(coloured(numbers, ramp, along, columns), width)
  }

  /** Mark the chosen number; say it, and of a weight have it witnessed. */
  mark() {
    if (!this.shown) return
    const { taken, step, layout } = this.shown
    const { row, column } = this.place
    this.grid.mark({ row: null, chosen: this.place, pointed: null, from: this.place })
    this.sentence.textContent = this.words(this.place)
    this.cell.show(taken, step, step.factors ? row * layout.columns + column : null)
  }

  /** @param {Place} place */
  words(place) {
    const { taken, step, layout } = /** @type {Shown} */ (this.shown)
    const value = significant(this.app.store.state.language)(
      layout.numbers[place.row * layout.columns + place.column],
    )
    return `${placeName(this.app, taken, step, layout, place)}: ${value}`
  }

  /**
   * @param {Place | null} place
   * @param {PointerEvent} event
   */
  point(place, event) {
    this.grid.mark({ pointed: place })
    if (place && this.shown) this.tip.show(this.words(place), event)
    else this.tip.hide()
  }

  /** @param {Place} place */
  choose(place) {
    this.place = place
    this.mark()
  }

  /** Go to it; where it stands below the list, bring it into sight. */
  comeIntoView() {
    goTo(this.title, this.element)
  }
}

/**
 * The key of the sentence that says what a weight met.
 * @param {string} name
 * @returns {Key}
 */
function metBy(name) {
  const own = ownName(name)
  if (own === "gamma") return "met_normalised"
  if (own === "beta" || own.startsWith("b_")) return "met_nothing"
  if (own === "token_embedding") return "met_token"
  if (own === "output_projection") return "met_final"
  return own === "W_2" ? "met_hidden" : own === "W_O" ? "met_joined" : "met_stream"
}

/**
 * The key of the sentence that says what arrives where a weight was used.
 * @param {string} name
 * @returns {Key}
 */
function arrivesAt(name) {
  const own = ownName(name)
  if (own === "output_projection") return "arrives_logits"
  if (own === "token_embedding") return "arrives_embedding"
  if (own === "W_1" || own === "b_1") return "arrives_hidden"
  if (own === "W_Q" || own === "W_K" || own === "W_V") return `arrives_${own}`
  return "arrives_output"
}
