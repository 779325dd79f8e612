/**
 * The rival: a second machine beside the first, from the same start, on the same windows, with one setting
 * changed.
 */

import { element } from "../widgets/elements.js"
import { control, FIELDS, translate, valueIn } from "./fields.js"
import { keyOf } from "./keys.js"

/** The settings that leave the windows as they are. */
const COMPARED = ["learning_rate", "n_layers", "n_heads", "norm_placement", "positions", "optimizer", "d_model"]

export class Rival {
  /**
   * @param {import("../core/app.js").App} app
   * @param {() => void} changed is called when another comparison is wanted
   */
  constructor(app, changed) {
    this.app = app
    this.label = element("label", { for: "learn-rival" })
    this.menu = element("select", { id: "learn-rival" })
    this.menu.append(
      element("option", { value: "" }),
      ...COMPARED.map((name) => element("option", { value: name })),
    )
    /** @type {HTMLInputElement | HTMLSelectElement | null} */
    this.control = null
    this.place = element("span")
    this.element = element("p", { class: "learn-rival" }, this.label, " ", this.menu, " ", this.place)
    this.menu.addEventListener("change", () => {
      const field = this.field()
      this.control = field ? control(field) : null
      if (this.control) {
        this.control.id = "learn-rival-value"
        this.control.addEventListener("change", changed)
      }
      this.place.replaceChildren(...(this.control ? [this.control] : []))
      this.translate()
      changed()
    })
    app.onLanguage(() => this.translate())
  }

  translate() {
    const { t } = this.app
    this.label.textContent = t("learn_rival")
    for (const option of this.menu.options)
      option.textContent = t(option.value ? keyOf(option.value) : "learn_alone")
    this.control?.setAttribute("aria-label", t("learn_rival_value", { name: t(keyOf(this.menu.value)) }))
    const field = this.field()
    if (field) translate(field, this.control, t)
  }

  field() {
    return FIELDS.find(({ name }) => name === this.menu.value)
  }

  /**
   * What is other for the second machine: null: there is none; its value null: it is no value.
   * @returns {{name: string, value: string | number | null} | null}
   */
  chosen() {
    const field = this.field()
    return field && this.control ? { name: field.name, value: valueIn(field, this.control) } : null
  }
}
