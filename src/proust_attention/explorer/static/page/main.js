/**
 * The page: it starts the engine, makes the store, puts the panels in their places and keeps the address.
 *
 * A panel is a folder with a panel.js (core/app.js says what it exports); its host is the element of index.html
 * that has its name as id.
 */

import { Client } from "../engine/client.js"
import * as arithmetic from "./arithmetic/panel.js"
import * as beside from "./beside/panel.js"
import * as address from "./core/address.js"
import { keepAddress } from "./core/address_bar.js"
import { makeApp } from "./core/app.js"
import { embedded, showOnly } from "./core/embed.js"
import * as language from "./core/language.js"
import { DEFAULTS, NOTHING_YET } from "./core/state.js"
import { Store } from "./core/store.js"
import * as diagram from "./diagram/panel.js"
import * as gradient from "./gradient/panel.js"
import * as header from "./header/panel.js"
import * as learn from "./learn/panel.js"
import * as maps from "./maps/panel.js"
import * as next from "./next/panel.js"
import * as parts from "./parts/panel.js"
import * as surprise from "./surprise/panel.js"
import * as text from "./text/panel.js"
import * as time from "./time/panel.js"
import * as walk from "./walk/panel.js"
import { byId } from "./widgets/elements.js"

const PANELS = {
  header,
  walk,
  text,
  next,
  time,
  maps,
  parts,
  surprise,
  beside,
  arithmetic,
  diagram,
  learn,
  gradient,
}

/** @typedef {import("./widgets/elements.js").Id} Id */
/** @typedef {typeof PANELS} Panels */
/** @typedef {typeof import("./learn/workshop_texts.js").texts} Later that are loaded with what they are of */
/** @typedef {typeof import("./core/texts.js").texts | Panels[keyof Panels]["texts"][number] | Later} AnyTexts */
/** @typedef {AnyTexts extends infer One ? One extends { en: infer Some } ? keyof Some : never : never} Key */

const store = new Store({
  ...{ ...DEFAULTS, language: language.ofBrowser() },
  ...address.read(location.hash),
  ...NOTHING_YET,
})
const app = makeApp(new Client(), store)

for (const { texts } of Object.values(PANELS)) language.addTexts(...texts)
store.on(["language", "unit"], (state) => {
  language.translate(state)
  document.body.classList.toggle("of-tokens", state.unit === "token")
})
store.on(["behind"], ({ behind }) => document.body.classList.toggle("behind", behind))
for (const [name, { mount }] of Object.entries(PANELS)) mount(byId(/** @type {Id} */ (name)), app)
keepAddress(store)
const names = /** @type {Id[]} */ (Object.keys(PANELS))
const shown = embedded(location.search, names)
if (shown.length) showOnly(shown, names)
