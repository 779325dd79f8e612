/**
 * The text that is learned: the novella that comes with the page, or one that was typed, pasted, dropped or
 * chosen.
 */

import { decoded } from "../core/decoding.js"
import { element } from "../widgets/elements.js"
import { keyOf } from "./keys.js"

const NOVELLA = "texts/la-casa-de-los-membrillos.txt"
const SHOWN = 100_000 // characters: a longer text of a file is not put into the field

export class Source {
  /**
   * @param {import("../core/app.js").App} app
   * @param {() => void} changed is called when another text is meant
   */
  constructor({ t, onLanguage }, changed) {
    this.t = t
    this.changed = changed
    /** @type {{name: string, text: string} | null} a text of a file that is too long for the field */
    this.held = null
    this.label = element("label", { for: "learn-source" })
    this.menu = element("select", { id: "learn-source" })
    this.menu.append(element("option", { value: "novella" }), element("option", { value: "own" }))
    this.field = element("textarea", { id: "learn-text", rows: 4, spellcheck: "false", autocomplete: "off" })
    this.fieldLabel = element("label", { for: "learn-text" })
    this.file = element("input", { type: "file", accept: ".txt,.text,text/plain", hidden: true })
    this.choose = element("button", { type: "button" })
    this.note = element("p", { class: "quiet", role: "status" })
    this.own = element("div", { class: "learn-own", hidden: true })
    this.own.append(this.fieldLabel, this.field, this.choose, this.file, this.note)
    this.element = element("div", { class: "learn-source" }, this.label, this.menu, this.own)
    this.menu.addEventListener("change", () => {
      this.show()
      changed()
    })
    this.field.addEventListener("input", () => {
      this.held = null
      this.show()
      changed()
    })
    this.choose.addEventListener("click", () => this.file.click())
    this.file.addEventListener("change", () => {
      const [file] = this.file.files ?? []
      this.file.value = ""
      if (file) void this.read(file)
    })
    onLanguage(() => {
      this.label.textContent = t("learn_source")
      for (const option of this.menu.options) option.textContent = t(keyOf(`source_${option.value}`))
      this.fieldLabel.textContent = t("learn_own_text")
      this.choose.textContent = t("learn_choose_text")
      this.show()
    })
  }

  /**
   * Take the text of a file.
   * @param {File} file
   */
  async read(file) {
    const text = decoded(await file.arrayBuffer())
    const long = text.length > SHOWN
    this.held = long ? { name: file.name, text } : null
    this.field.value = long ? "" : text
    this.menu.value = "own"
    this.show()
    this.changed()
  }

  show() {
    const { held } = this
    this.own.hidden = this.menu.value !== "own"
    const count = (held?.text ?? this.field.value).length
    this.note.textContent = held
      ? this.t("learn_text_held", { name: held.name, count })
      : this.t("learn_text_count", { count })
  }

  /**
   * The text.
   * @returns {Promise<string>}
   */
  async text() {
    if (this.menu.value === "own") return this.held?.text ?? this.field.value
    const response = await fetch(NOVELLA)
    if (!response.ok) throw new Error(`${NOVELLA} ${response.status}`)
    return response.text()
  }
}
