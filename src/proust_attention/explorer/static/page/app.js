/**
 * The page: it starts the engine, puts the panels in their places and keeps the address.
 *
 * A panel is a module with `mount(host, app)`. Panels do not know each other: what one changes in the store, the
 * others are told of.
 */

import { Client } from "../engine/client.js"
import * as address from "./address.js"
import * as arithmetic from "./arithmetic.js"
import * as diagram from "./diagram.js"
import { byId } from "./elements.js"
import * as language from "./language.js"
import * as machines from "./machines.js"
import * as maps from "./maps.js"
import * as next from "./next.js"
import * as notice from "./notice.js"
import { placed, Reader } from "./reader.js"
import * as ribbon from "./ribbon.js"
import { DEFAULTS } from "./state.js"
import { Store } from "./store.js"

/**
 * @typedef {object} App
 * @property {Client} engine
 * @property {Store} store
 * @property {(key: string, values?: language.Values) => string} t a sentence in the language of the page
 * @property {(listener: () => void) => void} onLanguage is called now, and when the sentences are others
 * @property {(name: string) => Promise<import("../engine/trace.js").Step | null>} intermediate see reader.js
 * @property {(key: string, error?: unknown, values?: language.Values) => void} notice shows a sentence; "": none
 */

const PANELS = { ribbon, maps, arithmetic, next, diagram }

const engine = new Client()
const store = new Store({
  ...DEFAULTS,
  language: language.ofBrowser(),
  ...address.read(location.hash),
  ...{ description: null, unit: /** @type {const} */ ("character"), reading: null, writing: false },
})
const reader = new Reader(engine, store, (error) => app.notice("cannot_read", error))

/** @type {App} */
const app = {
  engine,
  store,
  t: (key, values) => language.sentence(store.state, key, values),
  onLanguage: (listener) => store.on(["language", "unit"], () => listener()),
  intermediate: (name) => reader.intermediate(name),
  notice: () => {},
}
app.notice = notice.mount(byId("notice"), app)

mountLanguage()
for (const [name, panel] of Object.entries(PANELS)) panel.mount(byId(name), app)
void machines.mount(app)
keepAddress()

function mountLanguage() {
  const menu = byId("language")
  menu.addEventListener("change", () => store.set({ language: menu.value }))
  store.on(["language", "unit"], (state) => {
    language.translate(state)
    document.body.classList.toggle("of-tokens", state.unit === "token")
    menu.value = state.language
  })
}

function keepAddress() {
  let waiting = false
  let known = location.hash  // the last that was read or written; at any other, hashchange is on its way
  const keys = [...Object.keys(DEFAULTS), "reading", "writing"]
  store.on(/** @type {(keyof import("./state.js").State)[]} */ (keys), () => {
    if (waiting) return
    waiting = true
    setTimeout(() => {  // browsers refuse an address that changes too often
      waiting = false
      const { reading, writing } = store.state
      if (!reading || writing || location.hash !== known) return
      history.replaceState(null, "", address.write(store.state))
      known = location.hash
    }, 400)
  })
  addEventListener("hashchange", () => {
    known = location.hash
    const { machine } = address.read(location.hash)
    if (machine && machine !== store.state.machine) location.reload()
    else followAddress()
  })
}

/** Bring the page to what its address says since somebody changed it, within the bounds of what is open. */
function followAddress() {
  const { state } = store
  const { description, reading, machine } = state
  const wanted = { ...state, ...address.usualOf(description), ...address.read(location.hash), machine }
  if (description) Object.assign(wanted, machines.headIn(description, wanted))
  if (wanted.text !== state.text) wanted.reading = null  // another one comes, and is placed as at first
  else if (reading) Object.assign(wanted, placed(reading, wanted))
  store.set(wanted)
}
