/**
 * What comes next: the probabilities of all tokens, the sliders that change them, and writing by drawing.
 */

import { rowOf } from "../core/reader.js"
import { called } from "../core/symbols.js"
import { byId } from "../widgets/elements.js"
import * as bars from "./bars.js"
import { comparison, outlook } from "./outlook.js"
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
  const { choose } = writing.mount(app, follow)
  const show = bars.mount(app, choose)
  /** @type {unknown[]} */
  let shown = []
  /** @type {import("./writing.js").Ahead | null} what is to be shown in the next frame */
  let coming = null
  app.store.on(["reading", "behind", "position", "pinned", "temperature", "topK", "topP", "language"], () =>
    update().catch((error) => app.notice("cannot_read", error)),
  )

  /** @param {import("./writing.js").Ahead} ahead */
  function follow(ahead) {
    if (!coming) requestAnimationFrame(showComing)
    coming = ahead
  }

  /** Show what comes behind the text that is being written faster than it can be read; once a frame. */
  function showComing() {
    const ahead = coming
    coming = null
    const { state } = app.store
    if (!ahead || ahead.out || !state.behind) return
    const { ids, logits, start, description } = ahead
    const { pieces } = description
    const token = called(app, pieces[ids[ids.length - 1]])
    byId("after").textContent = app.t("after_last", { token, place: start + ids.length })
    show(outlook(logits, state, ids), pieces, false, true)
    shown = []
  }

  async function update() {
    const { reading } = app.store.state
    const logits = await app.intermediate("logits")
    const { state } = app.store
    if (!reading || !logits || state.reading !== reading || state.behind) return
    const { tokens, start, ids, pieces, whole } = reading
    const { position: place, pinned } = state
    const is = [reading, place, pinned, state.temperature, state.topK, state.topP, state.language]
    if (place < start || is.every((one, i) => one === shown[i])) return
    const row = place - start
    const values = { token: called(app, tokens[place].text), place: place + 1 }
    const isLast = place === tokens.length - 1
    const kind = pinned ? "after_pinned" : isLast ? "after_last" : "after_pointed"
    byId("after").textContent = app.t(kind, values)
    byId("bars-help").textContent = app.t(isLast ? "bars_help" : "bars_help_drops")
    const V = pieces.length
    const now = rowOf(logits.data, V, row)
    byId("kind-before").textContent = app.t(whole ? "whole" : "before")
    byId("kind-after").textContent = app.t(whole ? "without" : "after_sliders")
    const window = ids.subarray(0, row + 1)
    show(whole ? comparison(rowOf(whole, V, row), now) : outlook(now, state, window), pieces, whole !== null)
    shown = is
  }
}
