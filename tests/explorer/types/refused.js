/**
 * What the check of the types has to refuse; of a line that it lets pass, it complains here. Nothing runs this.
 */

import { byId } from "../../../src/proust_attention/explorer/static/page/widgets/elements.js"

/** @typedef {import("../../../src/proust_attention/explorer/static/page/core/app.js").App} App */

/** @param {App} app */
export function ids({ reveal }) {
  byId("step").disabled = true
  // @ts-expect-error index.html has no such element
  byId("stepp")
  // @ts-expect-error a paragraph cannot be disabled
  byId("drawn").disabled = true
  // @ts-expect-error no panel
  reveal("panel")
}

/** @param {App} app */
export function keys({ t, notice }) {
  t("walk_guess_title")
  // @ts-expect-error no sentence has this key
  t("walk_gess_title")
  // @ts-expect-error nor this
  notice("no_such_notice")
}

const en = { a: "one", b: "two" }

/** @type {import("../../../src/proust_attention/explorer/static/page/core/language.js").Texts<keyof typeof en>} */
// @ts-expect-error it is missing in Spanish
export const half = { en, es: { a: "uno" } }
