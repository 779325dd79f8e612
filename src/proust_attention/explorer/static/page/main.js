/**
 * The page: it starts the engine, makes the store, puts the panels in their places and keeps the address.
 *
 * A panel is a folder with a panel.js (core/app.js says what it exports); its host is the element of index.html
 * that has its name as id. Those of the first screen come with the page; the others, when the machine has read its
 * first text, or none can be opened: a third of all scripts would else come before anything can be used.
 */

import { Client } from "../engine/client.js"
import * as address from "./core/address.js"
import { keepAddress } from "./core/address_bar.js"
import { makeApp } from "./core/app.js"
import { embedded, showOnly } from "./core/embed.js"
import * as language from "./core/language.js"
import { DEFAULTS, NOTHING_YET } from "./core/state.js"
import { Store } from "./core/store.js"
import * as header from "./header/panel.js"
import * as maps from "./maps/panel.js"
import * as next from "./next/panel.js"
import * as text from "./text/panel.js"
import * as time from "./time/panel.js"
import * as walk from "./walk/panel.js"
import { byId } from "./widgets/elements.js"

const PANELS = { header, walk, text, next, time, maps }
const LATER = {
  parts: async () => await import("./parts/panel.js"),
  surprise: async () => await import("./surprise/panel.js"),
  beside: async () => await import("./beside/panel.js"),
  arithmetic: async () => await import("./arithmetic/panel.js"),
  diagram: async () => await import("./diagram/panel.js"),
  learn: async () => await import("./learn/panel.js"),
  gradient: async () => await import("./gradient/panel.js"),
}

/** @typedef {import("./widgets/elements.js").Id} Id */
/** @typedef {import("./core/app.js").Panel} Panel */
/** @typedef {typeof PANELS} Panels */
/** @typedef {{[name in keyof typeof LATER]: Awaited<ReturnType<(typeof LATER)[name]>>}} LaterPanels */
/** @typedef {typeof import("./learn/workshop_texts.js").texts} OfWorkshop that are loaded with what they are of */
/** @typedef {(Panels[keyof Panels] | LaterPanels[keyof LaterPanels])["texts"][number]} OfPanels */
/** @typedef {typeof import("./core/texts.js").texts | OfPanels | OfWorkshop} AnyTexts */
/** @typedef {AnyTexts extends infer One ? One extends { en: infer Some } ? keyof Some : never : never} Key */

const store = new Store({
  ...{ ...DEFAULTS, language: language.ofBrowser() },
  ...address.read(location.hash),
  ...NOTHING_YET,
})
const app = makeApp(new Client(), store)

know(PANELS)
store.on(["language", "unit"], (state) => {
  language.translate(state)
  document.body.classList.toggle("of-tokens", state.unit === "token")
})
store.on(["behind"], ({ behind }) => document.body.classList.toggle("behind", behind))
mountAll(PANELS)
keepAddress(store)
const names = /** @type {Id[]} */ ([...Object.keys(PANELS), ...Object.keys(LATER)])
const shown = embedded(location.search, names)
if (shown.length) showOnly(shown, names)
let isLate = false
store.on(["reading", "notice"], ({ reading, notice }) => {
  if (isLate || !(reading || notice.key)) return
  isLate = true
  void mountLater()
})

async function mountLater() {
  const loaded = await Promise.allSettled(Object.values(LATER).map((load) => load()))
  const there = Object.keys(LATER).flatMap((name, i) => {
    const one = loaded[i]
    return one.status === "fulfilled" ? [[name, one.value]] : []
  })
  if (there.length < loaded.length) app.notice("not_whole")
  const panels = Object.fromEntries(there)
  know(panels)
  language.translate(store.state)
  mountAll(panels)
}

/** @param {Record<string, Panel>} panels whose sentences are known from now on */
function know(panels) {
  for (const { texts } of Object.values(panels)) language.addTexts(...texts)
}

/** @param {Record<string, Panel>} panels by the ids of their hosts */
function mountAll(panels) {
  for (const [name, { mount }] of Object.entries(panels)) mount(byId(/** @type {Id} */ (name)), app)
}
