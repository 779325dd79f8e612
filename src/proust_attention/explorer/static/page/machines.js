/**
 * The machines: the menu of those that came with the page, and opening one, from the menu or from files.
 *
 * A machine that is refused leaves the present one in place.
 */

import { byId, element } from "./elements.js"
import * as files from "./files.js"

/** @typedef {{name: string, title: string, language: string}} Offered */
/** @typedef {import("./app.js").App} App */

/** @type {Record<string, string>} what is read at first, by the language of the machine */
const PHRASES = { fr: "Longtemps, je me suis couché", es: "Mucho tiempo pasó antes de que" }

/** @param {App} app */
export async function mount(app) {
  const { store } = app
  const menu = byId("machine")
  const byHand = element("option", { value: "", hidden: true })
  menu.append(byHand)
  app.onLanguage(() => (byHand.textContent = app.t("by_hand")))
  store.on(["machine"], show)
  menu.addEventListener("change", () => openNamed(menu.value))
  files.mount(openFiles)

  const given = store.state.text !== ""
  const { machines, opened } = await offers(app)
  menu.append(...machines.map(({ name, title }) => element("option", { value: name }, title)))
  await openNamed(machines.some(({ name }) => name === store.state.machine) ? store.state.machine : opened, given)

  /**
   * @param {string | null} name
   * @param {boolean} keepsText
   */
  async function openNamed(name, keepsText = !Object.values(PHRASES).includes(store.state.text)) {
    if (!name) return
    try {
      const description = await app.engine.ask("fetch", { address: `machines/${encodeURIComponent(name)}/` })
      const language = machines.find((machine) => machine.name === name)?.language ?? ""
      begin(description, { machine: name, ...(keepsText ? {} : { text: PHRASES[language] ?? "", written: 0 }) })
      app.notice("")
    } catch (error) {
      app.notice("refused", error)
      show()
    }
  }

  /** @param {() => Promise<import("../engine/machine.js").Files>} read */
  async function openFiles(read) {
    try {
      begin(await app.engine.ask("open", { files: await read() }), { machine: null })
      app.notice("not_in_address")
    } catch (error) {
      app.notice("refused", error)
    }
  }

  /**
   * @param {import("../engine/protocol.js").Description} description
   * @param {Partial<import("./state.js").State>} more
   */
  function begin(description, more) {
    const { layer, head } = store.state
    const { n_layers: L, n_heads: H } = description.config
    store.set({ description, layer: Math.min(layer, L - 1), head: Math.min(head, H - 1), writing: false, ...more })
    show()
  }

  function show() {
    menu.value = store.state.machine ?? ""
  }
}

/**
 * Ask the server which machines it has.
 * @param {App} app
 * @returns {Promise<{machines: Offered[], opened: string | null}>}
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
