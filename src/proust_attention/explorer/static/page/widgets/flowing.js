/**
 * A text as it flows, each part of it an option that can be pointed at, and led to by the keys.
 */

import { element } from "./elements.js"
import { keepInSight, obeyKeys } from "./listbox.js"

/**
 * @typedef {object} Handlers
 * @property {() => number} at the index of the present part
 * @property {(index: number) => void} look a part is pointed at, or an arrow leads to it
 * @property {(index: number) => void} choose a click, Enter or the space bar
 */

/**
 * Make the list; `parts` fill it.
 * @param {string} name its class
 * @param {Handlers} handlers
 * @param {Record<string, string>} [attributes]
 */
export function flowing(name, { at, look, choose }, attributes = {}) {
  const list = element("div", { class: `flowing ${name}`, role: "listbox", tabindex: 0, ...attributes })
  list.addEventListener("pointerover", ({ target }) => {
    const part = target instanceof Element ? target.closest("[data-at]") : null
    if (part instanceof HTMLElement) look(Number(part.dataset.at))
  })
  list.addEventListener("focus", () => look(at()))
  list.addEventListener("click", () => choose(at()))
  obeyKeys(list, {
    at,
    move: (index) => {
      look(index)
      keepInSight(list, list.children[index])
    },
    choose,
  })
  return list
}

/**
 * Make the parts of a text.
 * @param {string[]} texts
 * @param {string} name what their ids begin with
 * @param {(text: string) => string} label of what cannot be seen; "": it can
 */
export function parts(texts, name, label) {
  return texts.map((text, at) => {
    const option = { role: "option", id: name + at, "aria-selected": "false", "aria-label": label(text) || false }
    return element("span", { ...option, "data-at": at }, text)
  })
}
