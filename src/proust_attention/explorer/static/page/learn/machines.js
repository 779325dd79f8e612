/**
 * The machines of the workshop: one, or two that do everything together.
 */

import { FIELDS } from "./fields.js"

/** @typedef {import("./learning.js").Learning} Learning */

const SILENT = 20_000 // milliseconds after which one is told that nothing comes
const BESIDE = "+" // at the end of the name under which the second is kept

export class Machines {
  /** @param {Learning[]} learnings the first, and the one that may stand beside it */
  constructor(learnings) {
    this.learnings = learnings
    this.count = 1
    this.left = -1 // the step at which nobody saw the page any more, where it trained
  }

  get first() {
    return this.learnings[0]
  }

  /** Those that there are. */
  get present() {
    return this.learnings.slice(0, this.count)
  }

  get training() {
    return this.present.some(({ standing }) => standing === "training")
  }

  /**
   * Begin, from the same start on the same windows.
   * @param {string} text
   * @param {Record<string, any>[]} settings of each
   */
  async begin(text, settings) {
    const name = new Date().toISOString()
    for (let i = settings.length - 1; i >= 0; i--) {
      // the second first: where it is refused, the first stays as it is
      await this.learnings[i].hold("begin", { text, settings: settings[i] }, nameOf(name, i))
    }
    for (const { name } of this.present.slice(settings.length)) {
      await this.first.ask("forget", { name }).catch(() => {})
    }
    this.alone(settings.length)
  }

  /** @param {import("../../engine/training/folder.js").Folder} files of a run */
  async open(files) {
    await this.first.hold("open", { files }, new Date().toISOString())
    this.alone(1)
  }

  /** @param {string} name of a run that is kept */
  async take(name) {
    await this.first.hold("take", { name }, name)
    const kept = await this.first.ask("kept", {})
    const beside = nameOf(name, 1)
    if (!kept.includes(beside)) return this.alone(1)
    await this.learnings[1].hold("take", { name: beside }, beside)
    this.alone(2)
  }

  /**
   * From now on there are so many; one that is not needed any more is closed.
   * @param {number} count
   */
  alone(count) {
    for (const gone of this.learnings.slice(count)) {
      gone.close()
      gone.description = null
      gone.name = ""
    }
    this.count = count
  }

  /** @param {number} rest in milliseconds, after each step */
  async start(rest) {
    for (const one of this.present) {
      if (one.standing === "ended" && one.kept !== null) await one.hold("take", { name: one.name }, one.name)
      if (one.standing === "waiting") await one.start(rest)
    }
  }

  async pause() {
    await Promise.all(this.present.filter(({ standing }) => standing === "training").map((one) => one.pause()))
  }

  async one() {
    await Promise.all(this.present.filter(({ standing }) => standing === "waiting").map((one) => one.one()))
  }

  /** @param {number} step of a kept moment */
  async back(step) {
    for (const one of this.present) if (one.moments.includes(step)) await one.back(step)
  }

  /** End what says nothing any more. */
  end() {
    for (const one of this.present) if (one.standing === "training") one.end()
  }

  /**
   * Whether nothing has come for a while from one that trains.
   * @param {number} rest
   */
  silent(rest) {
    const since = performance.now() - SILENT - rest
    return this.present.some(({ standing, heard }) => standing === "training" && heard < since)
  }

  /**
   * What is to be known when the page is not seen any more, and when it is again: it is kept at once, and how
   * far it went meanwhile.
   * @param {boolean} visible
   */
  seen(visible) {
    const { step } = this.first
    if (visible) return this.left >= 0 && step > this.left ? { from: this.left, to: step } : null
    this.left = this.training ? step : -1
    if (this.training) for (const one of this.present) void one.keep()
    return null
  }

  /** The settings in which two machines differ. */
  different() {
    const [one, other] = this.present.map(({ description }) => ({
      ...description?.model,
      ...description?.training,
    }))
    return FIELDS.map(({ name }) => /** @type {"d_model"} */ (name)).filter((name) => one[name] !== other?.[name])
  }
}

/**
 * The name under which each of two is kept.
 * @param {string} name
 * @param {number} i
 */
function nameOf(name, i) {
  return i ? `${name}${BESIDE}` : name
}
