/**
 * What can be done with a run besides training it: look inside it with the rest of the page, save it, open
 * another.
 */

import { element } from "../widgets/elements.js"
import { tickBox } from "../widgets/tick_box.js"
import { readChosen, readDropped, save } from "./run_files.js"

/** @typedef {import("./learning.js").Learning} Learning */
/** @typedef {import("../../engine/training/folder.js").Folder} Folder */

export class RunMenu {
  /**
   * @param {import("../core/app.js").App} app
   * @param {object} acts
   * @param {() => Learning} acts.learning the machine that is meant
   * @param {(read: () => Promise<Folder>) => Promise<void>} acts.open goes on with a run
   * @param {(act: () => unknown) => Promise<void>} acts.attempt does something, and says why where it is refused
   * @param {(file: File) => Promise<void>} acts.readText takes a text
   */
  constructor(app, { learning, open, attempt, readText }) {
    this.app = app
    this.learning = learning
    this.open = open
    this.readText = readText
    this.attempt = attempt
    this.look = element("button", { type: "button", class: "learn-look" })
    this.follow = tickBox(() => this.hand(false))
    this.save = element("button", { type: "button", class: "learn-save" })
    this.choose = element("button", { type: "button", class: "learn-choose" })
    this.folder = element("input", { type: "file", webkitdirectory: true, multiple: true, hidden: true })
    this.about = element("p", { class: "quiet" })
    const buttons = element(
      "div",
      { class: "learn-buttons" },
      this.look,
      this.follow.label,
      this.save,
      this.choose,
    )
    this.element = element("div", { class: "learn-menu" }, buttons, this.folder, this.about)
    this.handed = { of: /** @type {object | null} */ (null), step: -1 } // whose weights the page has
    this.look.addEventListener("click", () => this.hand(true))
    this.save.addEventListener("click", () => attempt(() => this.saveRun()))
    this.choose.addEventListener("click", () => this.folder.click())
    this.folder.addEventListener("change", () => {
      const files = [...(this.folder.files ?? [])]
      this.folder.value = ""
      if (files.length) void open(() => readChosen(files))
    })
    app.onLanguage(() => {
      this.look.textContent = app.t("learn_look")
      this.follow.words.textContent = app.t("learn_follow")
      this.save.textContent = app.t("learn_save")
      this.choose.textContent = app.t("learn_choose")
      this.about.textContent = app.t("learn_files")
    })
  }

  /** @param {Learning} learning */
  show({ description, standing }) {
    this.look.disabled = this.save.disabled = !description || standing === "ended"
    if (description && standing !== "ended" && standing !== "broken") this.hand(false)
  }

  /**
   * Hand the machine as it is now to the rest of the page.
   * @param {boolean} reveal whether to go where it is seen
   */
  hand(reveal) {
    const learning = this.learning()
    const { description: of, samples, standing } = learning
    const mark = standing === "training" ? (samples.at(-1)?.step ?? 0) : learning.step
    const isThere = of === this.handed.of && mark === this.handed.step
    if (!reveal && (!this.follow.box.checked || isThere)) return
    this.handed = { of, step: mark }
    const hand = async () => {
      const { files } = await learning.ask("machine", {})
      const { step } = learning // while it trains, that may be one further
      this.app.store.set({ handed: { files, name: this.app.t("learn_at_step", { step }) } })
      if (reveal) this.app.reveal("text")
    }
    if (reveal) void this.attempt(hand)
    else void hand().catch(() => {}) // the page keeps the one that it has
  }

  async saveRun() {
    const learning = this.learning()
    const { files } = await learning.ask("files", {})
    save(files, `proust-run-${learning.step}`)
  }

  /**
   * Take what is dropped: the folder of a run, or a text.
   * @param {HTMLElement} host
   */
  takeDrops(host) {
    host.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault()
    })
    host.addEventListener("drop", (event) => {
      const { dataTransfer } = event
      const items = [...(dataTransfer?.items ?? [])]
      const entries = items.map((item) => item.webkitGetAsEntry()) // later they are gone
      const folder = entries.find((one) => one?.isDirectory)
      const [file] = dataTransfer?.files ?? []
      if (!folder && !file) return
      event.preventDefault()
      event.stopPropagation() // else the header would open it as a machine, or read it as the phrase
      if (folder) void this.open(() => readDropped(/** @type {FileSystemDirectoryEntry} */ (folder)))
      else void this.attempt(() => this.readText(file))
    })
  }
}
