/**
 * An opened step: what it is, its numbers as a heat map or a table, and its Class Notes.
 */

import { blockOf, kindOf } from "../core/kind.js"
import { element } from "../widgets/elements.js"
import { goTo } from "../widgets/movement.js"
import { tickBox } from "../widgets/tick_box.js"
import { Heat } from "./heat/heat.js"
import { notesOf } from "./notes.js"
import { laidOut } from "./notes_text.js"
import { aboutOf, formulaOf, shapeOf } from "./steps.js"

export class Detail {
  /**
   * @param {import("../core/app.js").App} app
   * @param {() => void} back goes back to the step in the diagram
   */
  constructor(app, back) {
    this.app = app
    this.title = element("h3", { tabindex: -1 })
    this.formula = element("p", { class: "formula" })
    this.about = element("p")
    this.back = element("button", { type: "button", class: "opened-back" })
    this.back.addEventListener("click", back)
    this.heat = new Heat(app)
    this.asTable = tickBox((on) => this.heat.showAsTable(on))
    this.asTable.label.className = "settings"
    this.notes = element("div", { class: "notes" })
    this.element = element("div", { class: "opened diagram-detail", id: "diagram-detail", role: "region" })
    this.element.append(this.back, this.title, this.formula, this.about)
    this.element.append(this.asTable.label, this.heat.element, this.notes)
    this.noted = ""
  }

  /**
   * Show a step of the present reading.
   * @param {string} name
   */
  async show(name) {
    const {
      t,
      store: { state },
    } = this.app
    const { reading, language } = state
    const outline = reading?.steps.find((step) => step.name === name)
    if (!reading || !outline) return
    const kind = kindOf(name)
    const block = blockOf(name)
    const where = block === null ? [] : [t("diagram_in_block", { block })]
    const title = [t(`step_${kind}`), ...where].join(", ")
    this.title.textContent = title
    this.element.setAttribute("aria-label", title)
    this.formula.textContent = [formulaOf(outline.formula, t), shapeOf(outline)].filter(Boolean).join("     ")
    this.about.textContent = t(aboutOf(kind, reading.config))
    this.asTable.words.textContent = t("heat_as_table")
    this.back.textContent = t("diagram_back")
    await Promise.all([this.heat.show(name, title), this.note(kind, language)])
    this.asTable.box.disabled = this.heat.tooWide
  }

  /**
   * @param {import("./step_texts.js").Kind} kind
   * @param {import("../core/language.js").Language} language
   */
  async note(kind, language) {
    const { t, store } = this.app
    const config = store.state.reading?.config
    if (!config) return
    const is = [kind, language, JSON.stringify(config)].join(" ")
    if (is === this.noted) return // what the reader has unfolded stays so
    this.noted = is
    const notes = await notesOf(kind, config)
    if (is !== this.noted) return
    const folded = notes.map(({ module, [language]: text }) => {
      const frame = { class: "note", tabindex: 0, role: "region", "aria-label": module }
      const words = element("div", frame, ...laidOut(text))
      const title = element("summary", {}, `${t("notes_title")} · `, element("code", {}, module))
      return element("details", {}, title, words)
    })
    this.notes.replaceChildren(...folded)
  }

  /** Go to the step; where it stands below the diagram, bring it into sight. */
  comeIntoView() {
    goTo(this.title, this.element)
  }
}
