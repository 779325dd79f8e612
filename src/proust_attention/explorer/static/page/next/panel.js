/**
 * What comes next: the probabilities of all tokens, the sliders that change them, and writing by drawing.
 */

import { called } from "../core/symbols.js"
import { byId } from "../widgets/elements.js"
import * as bars from "./bars.js"
import { outlook, rowOf } from "./outlook.js"
import * as sliders from "./sliders.js"
import { texts as sentences } from "./texts.js"
import * as writing from "./writing_bar.js"

export const texts = [sentences]

/**
 * @param {HTMLElement} _host
 * @param {import("../core/app.js").App} app
 */
export function mount(_host, app) {
  sliders.mount(app)
  const { choose } = writing.mount(app)
  const show = bars.mount(app, choose)
  /** @type {unknown[]} */
  let shown = []
  app.store.on(
    ["reading", "position", "pinned", "temperature", "topK", "topP", "language"],
    () => update().catch((error) => app.notice("cannot_read", error)),
  )

  async function update() {
    const { reading } = app.store.state
    const logits = await app.intermediate("logits")
    const { state } = app.store
    if (!reading || !logits || state.reading !== reading) return
    const { tokens, start, ids, pieces } = reading
    const place = state.pinned ? state.position : tokens.length - 1
    const is = [reading, place, state.temperature, state.topK, state.topP, state.language]
    if (is.every((one, i) => one === shown[i])) return  // only the pointer has moved
    const row = place - start
    const values = { token: called(app, tokens[place].text), place: place + 1 }
    const drops = state.pinned && place < tokens.length - 1 ? ` ${app.t("after_drops")}` : ""
    byId("after").textContent = app.t(state.pinned ? "after_pinned" : "after_last", values) + drops
    show(outlook(rowOf(logits, row), state, ids.subarray(0, row + 1)), pieces)
    shown = is
  }
}
