/**
 * The form of the settings: a preset to begin with, and a field for each setting, with a sentence on what it
 * does.
 */

import { element } from "../widgets/elements.js"
import { asGiven } from "../widgets/numbers.js"
import { control, FIELDS, settingsOf, translate, USUAL, valueIn } from "./fields.js"
import { keyOf } from "./keys.js"

/** @typedef {import("./fields.js").Values} Values */

export class Form {
  /**
   * @param {import("../core/app.js").App} app
   * @param {() => void} changed is called when somebody has changed a setting
   */
  constructor(app, changed) {
    const { t } = app
    this.app = app
    this.preset = element("select", { id: "learn-preset" })
    this.controls = new Map(FIELDS.map((field) => [field.name, control(field)]))
    this.words = new Map(
      ["preset", ...FIELDS.map(({ name }) => name)].map((name) => {
        return [
          name,
          { label: element("label", { for: `learn-${name}` }), about: element("p", { class: "quiet" }) },
        ]
      }),
    )
    this.summary = element("summary")
    const fields = element("div", { class: "learn-fields" })
    for (const [name, { label, about }] of this.words) {
      about.id = `learn-${name}-about`
      const field = name === "preset" ? this.preset : /** @type {HTMLElement} */ (this.controls.get(name))
      field.setAttribute("aria-describedby", about.id)
      fields.append(element("div", { class: "learn-field" }, label, field, about))
    }
    this.element = element("details", { class: "learn-settings" }, this.summary, fields)
    for (const preset of Object.keys(USUAL)) this.preset.append(element("option", { value: preset }))
    this.preset.addEventListener("change", () => {
      this.fill(USUAL[this.chosen()])
      changed()
    })
    for (const one of this.controls.values()) {
      one.addEventListener("change", () => {
        this.show()
        changed()
      })
    }
    this.fill(USUAL.modern)
    app.onLanguage(() => {
      for (const option of this.preset.options) option.textContent = t(keyOf(`preset_${option.value}`))
      for (const field of FIELDS) translate(field, this.controls.get(field.name) ?? null, t)
      for (const [name, { label, about }] of this.words) {
        label.textContent = t(keyOf(name))
        about.textContent = t(keyOf(`${name}_about`))
      }
      this.show()
    })
  }

  /** @returns {import("./fields.js").Preset} */
  chosen() {
    return this.preset.value === "article" ? "article" : "modern"
  }

  /** @param {Values} values */
  fill(values) {
    for (const [name, one] of this.controls) one.value = String(values[name])
    this.show()
  }

  /** Show in a line what is chosen, and mark what is no value. */
  show() {
    const values = this.values()
    const number = asGiven(this.app.store.state.language)
    for (const [name, one] of this.controls) one.setAttribute("aria-invalid", String(values[name] === null))
    const shown = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? number(value) : "?"]),
    )
    this.summary.textContent = this.app.t("learn_settings", shown)
  }

  /** @returns {Record<string, string | number | null>} null where what was typed is no value */
  values() {
    return Object.fromEntries(
      FIELDS.map((field) => {
        const one = /** @type {HTMLInputElement} */ (this.controls.get(field.name))
        return [field.name, valueIn(field, one)]
      }),
    )
  }

  /** The names of the fields that hold no value. */
  wrong() {
    return Object.entries(this.values())
      .filter(([, value]) => value === null)
      .map(([name]) => name)
  }

  /**
   * The settings as they stand, with one of them changed if that is wanted.
   * @param {Values} [changes]
   */
  settings(changes = {}) {
    return settingsOf(this.chosen(), /** @type {Values} */ ({ ...this.values(), ...changes }))
  }
}
