/**
 * The settings of the maps: the scale of the colours, the first position, a table in their place.
 */

import { element } from "./elements.js"

/**
 * @param {import("./app.js").App} app
 * @param {(asTable: boolean) => void} showTable
 */
export function controls({ t, store }, showTable) {
  const log = setting((on) => store.set({ scale: on ? "log" : "linear" }))
  const skipFirst = setting((on) => store.set({ skipFirst: on }))
  const asTable = setting(showTable)
  store.on(["scale", "skipFirst"], (state) => {
    log.box.checked = state.scale === "log"
    skipFirst.box.checked = state.skipFirst
  })
  const made = element("div", { class: "settings" }, log.label, skipFirst.label, asTable.label)
  const translate = () => {
    log.words.textContent = t("maps_log")
    skipFirst.words.textContent = t("maps_skip_first")
    asTable.words.textContent = t("maps_as_table")
  }
  return { element: made, translate }
}

/**
 * A box that is ticked or not.
 * @param {(on: boolean) => void} change
 */
export function setting(change) {
  const box = element("input", { type: "checkbox" })
  const words = element("span")
  box.addEventListener("change", () => change(box.checked))
  return { box, words, label: element("label", {}, box, words) }
}
