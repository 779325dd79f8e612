/**
 * Embedding: a page inside another one (an iframe) can show some panels only, as ?embed=maps or ?embed=text,next
 * says. What the address says behind # holds there, too.
 */

import { all, byId } from "../widgets/elements.js"

/** @typedef {import("../widgets/elements.js").Id} Id */

/**
 * The panels that an address wants to see; none: all of them.
 * @param {string} search the part of the address behind ?, with it
 * @param {Id[]} panels that there are
 */
export function embedded(search, panels) {
  const wanted = (new URLSearchParams(search).get("embed") ?? "").split(",")
  return panels.filter((name) => name !== "header" && wanted.includes(name))
}

/**
 * Leave out all panels but some, and what stands around them.
 * @param {Id[]} shown
 * @param {Id[]} panels that there are
 */
export function showOnly(shown, panels) {
  document.body.classList.add("embedded")
  for (const name of panels) {
    const owned = all(document, `[data-panel="${name}"]`, HTMLElement)
    for (const one of [byId(name), ...owned]) {
      one.classList.toggle("left-out", name !== "header" && !shown.includes(name))
    }
  }
}
