/**
 * A tick box: a setting that is on or off, with its words beside it.
 */

import { element } from "./elements.js"

/** @param {(on: boolean) => void} change */
export function tickBox(change) {
  const box = element("input", { type: "checkbox" })
  const words = element("span")
  box.addEventListener("change", () => change(box.checked))
  return { box, words, label: element("label", {}, box, words) }
}
