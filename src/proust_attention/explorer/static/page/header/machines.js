/**
 * The machines: the menu of those that came with the page, and opening one, from the menu or from files.
 *
 * A machine that is refused leaves the present one in place.
 */

import * as address from "../core/address.js"
import { headIn } from "../core/cell.js"
import { machineFolder } from "../core/machine_folder.js"
import { DEFAULTS, ownSettings, unitOf } from "../core/state.js"
import { byId, element } from "../widgets/elements.js"
import * as files from "./files.js"
import { textOf } from "./text_file.js"

/** @typedef {{language: string, phrase?: string, quotes?: boolean}} Beginning what is known beside its files */
/** @typedef {{moments?: number[], at?: number, grow?: boolean}} Trained its moments, where there are */
/** @typedef {{name: string, title: string} & Beginning & Trained} Offered */
/** @typedef {{machines: Offered[], opened: string | null, by_language?: boolean}} Offers what the server has */
/** @typedef {import("../core/app.js").App} App */
/** @typedef {import("../core/state.js").State} State */
/** @typedef {import("../../engine/protocol.js").Description} Description */

/**
 * What is read at first, where the machine has no phrase of its own: by its language, or else the first of them.
 * @type {Record<string, string>}
 */
const PHRASES = { fr: "Longtemps, je me suis couché", es: "Mucho tiempo pasó antes de que" }

/** @param {App} app */
export async function mount(app) {
  const { store } = app
  const menu = byId("machine")
  const byHand = element("option", { value: "", hidden: true })
  menu.append(byHand)
  let folder = ""
  /** @type {Partial<import("../../engine/machine.js").Files> | null} of the machine that was opened by hand */
  let kept = null
  /** @type {Offered[]} */
  let machines = []
  /** @type {"by_hand" | "handed"} */
  let source = "by_hand"
  const nameByHand = () => (byHand.textContent = [folder, app.t(source)].filter(Boolean).join(", "))
  app.onLanguage(nameByHand)
  store.on(["machine"], show)
  menu.addEventListener("change", () => {
    if (menu.value || !kept) return openNamed(menu.value)
    const again = kept
    return openFiles(async () => again, folder || app.t(source), folder, source)
  })
  store.on(["handed"], ({ handed }) => {
    if (handed) void openFiles(async () => handed.files, handed.name, handed.name, "handed")
  })
  files.mount(openFiles, readText)

  const there = await offers(app)
  machines = there.machines
  store.set({ offered: machines })
  const opened = firstOf(there, store.state.language)
  menu.append(...machines.map(({ name, title }) => element("option", { value: name }, title)))
  const wanted = store.state.machine
  if (!wanted || machines.some(({ name }) => name === wanted)) await openNamed(wanted ?? opened)
  else await openNamed(opened, "not_here", { name: wanted })

  /**
   * @param {string | null} name
   * @param {import("../core/language.js").Key | ""} [then] the notice when it is open
   * @param {import("../core/language.js").Values} [values]
   */
  async function openNamed(name, then = "", values = {}) {
    if (!name) return
    const known = machines.find((machine) => machine.name === name)
    const { title, ...beginning } = known ?? { title: name, language: "" }
    try {
      const description = await app.engine.request("fetch", { address: machineFolder(name) })
      begin(description, name, beginning)
      app.notice(then, undefined, values)
    } catch (error) {
      refuse(error, title)
      show()
    }
  }

  /**
   * @param {() => Promise<Partial<import("../../engine/machine.js").Files>>} read
   * @param {string} names of the files
   * @param {string} [ofFolder]
   * @param {"by_hand" | "handed"} [from] opened by the reader's hand, or handed by a panel
   */
  async function openFiles(read, names, ofFolder = "", from = "by_hand") {
    try {
      const files = await read()
      begin(await app.engine.request("open", { files }), null)
      kept = files
      byHand.hidden = false
      folder = ofFolder
      source = from
      nameByHand()
      if (from === "by_hand") app.notice("not_in_address")
    } catch (error) {
      refuse(error, names)
      show()
    }
  }

  /** @param {File} file */
  async function readText(file) {
    try {
      const text = await textOf(file)
      store.set({ text, written: 0, writing: false, pinned: false, shade: "surprise" })
      app.notice("text_read", undefined, { name: file.name })
    } catch (error) {
      app.notice("text_refused", error, { name: file.name })
    }
  }

  /**
   * @param {Description} description
   * @param {string | null} machine
   * @param {Beginning & Trained} [beginning] of the machine, where it is known
   */
  function begin(description, machine, beginning = { language: "" }) {
    const { state } = store // as it is now: somebody may have typed while the machine was on its way
    const chosen = { ...headIn(description.config, state), ...settingsFor(description, state) }
    const unit = unitOf(description)
    const { language: speaks, quotes = false } = beginning
    const moments = momentsOf(beginning)
    const moment = state.description || !moments?.steps.includes(state.moment ?? -1) ? null : state.moment
    const phrase = phraseFor(beginning, machines, state)
    const known = { description, opened: description, unit, speaks, quotes, moments, moment, machine }
    store.set({ ...known, writing: false, ...chosen, ...phrase })
    show()
  }

  /**
   * @param {unknown} error
   * @param {string} name
   */
  function refuse(error, name) {
    app.notice(store.state.description ? "refused" : "refused_first", error, { name })
  }

  function show() {
    menu.value = store.state.machine ?? ""
  }
}

/**
 * @param {Trained} trained
 * @returns {import("../core/state.js").Moments | null}
 */
function momentsOf({ moments: steps, at = 0, grow = false }) {
  return steps ? { steps, at, grow } : null
}

/**
 * The machine to begin with: the one that somebody named at the start of the server, or else that of the
 * visitor's language, or the first.
 * @param {Offers} there
 * @param {string} language of the page
 */
function firstOf({ machines, opened, by_language: byLanguage = false }, language) {
  const spoken = byLanguage ? machines.find((machine) => machine.language === language) : undefined
  return spoken?.name ?? opened
}

/**
 * The phrase to begin with, where nobody has given another one.
 * @param {Beginning} beginning of the machine
 * @param {Offered[]} machines
 * @param {State} state before the machine
 */
function phraseFor({ language, phrase = PHRASES[language] }, machines, { text, description }) {
  const general = Object.values(PHRASES)
  const ours = [...general, ...machines.map((machine) => machine.phrase)]
  const isOurs = description ? ours.includes(text) && phrase : text === "" && !isInAddress("text")
  return isOurs ? { text: phrase ?? general[0], written: 0 } : {}
}

/**
 * The machine's own settings of sampling, for those sliders that nobody has moved.
 * @param {Description} description
 * @param {State} state before the machine
 */
function settingsFor(description, state) {
  const own = ownSettings(description)
  const before = state.description ? ownSettings(state.description) : DEFAULTS
  const names = /** @type {(keyof typeof own)[]} */ (Object.keys(own))
  const still = names.filter((name) => state[name] === before[name] && (state.description || !isInAddress(name)))
  return Object.fromEntries(still.map((name) => [name, own[name]]))
}

/**
 * Whether the address has a value.
 * @param {keyof import("../core/state.js").Shared} name
 */
function isInAddress(name) {
  return name in address.read(location.hash)
}

/**
 * Fetch the list of the machines that the server has.
 * @param {App} app
 * @returns {Promise<Offers>}
 */
async function offers(app) {
  try {
    const response = await fetch("machines/index.json")
    if (!response.ok) throw new Error(String(response.status))
    return await response.json()
  } catch {
    app.notice("no_machines")
    return { machines: [], opened: null }
  }
}
