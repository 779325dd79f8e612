/**
 * The settings of the maps: the scale of the colours, the first position, a closer look, a table in their place.
 */

import { element } from "../widgets/elements.js"
import { tickBox } from "../widgets/tick_box.js"

/**
 * @param {import("../core/app.js").App} app
 * @param {(asTable: boolean) => void} showTable
 * @param {(closely: boolean) => void} look
 */
export function controls({ t, store }, showTable, look) {
  const log = tickBox((on) => store.set({ scale: on ? "log" : "linear" }))
  const skipFirst = tickBox((on) => store.set({ skipFirst: on }))
  const closely = tickBox(look)
  const asTable = tickBox(showTable)
  store.on(["scale", "skipFirst"], (state) => {
    log.box.checked = state.scale === "log"
    skipFirst.box.checked = state.skipFirst
  })
  const made = element("div", { class: "settings" }, log.label, skipFirst.label, closely.label, asTable.label)
  const translate = () => {
    log.words.textContent = t("maps_log")
    skipFirst.words.textContent = t("maps_skip_first")
    closely.words.textContent = t("maps_closely")
    asTable.words.textContent = t("maps_as_table")
  }
  return { element: made, translate }
}
