/**
 * Elements: making them in one line, and finding them with their types. What is text goes in as text, so nothing
 * that was typed can become HTML.
 */

/** @typedef {import("./ids.d.ts").Tags} Tags */
/** @typedef {keyof Tags} Id */

/**
 * A class of elements, such as HTMLButtonElement.
 * @template {Element} E
 * @typedef {{new (): E, readonly name: string}} Kind
 */

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean>} [attributes] false: not there; true: there, without a value
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value))
  }
  made.append(...children)
  return made
}

/**
 * Make an element of a drawing (SVG).
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  made.append(...children)
  return made
}

/**
 * Put words into an element, unless they stand there: a screen reader would say them again.
 * @param {HTMLElement} place
 * @param {string} words
 */
export function say(place, words) {
  if (place.textContent !== words) place.textContent = words
}

/**
 * Return the element of index.html that has an id, as ids.d.ts says what it is.
 * @template {Id} I
 * @param {I} id
 * @returns {HTMLElementTagNameMap[Tags[I]]}
 */
export function byId(id) {
  return /** @type {any} */ (document.getElementById(id)) // tests hold ids.d.ts to index.html
}

/**
 * Return the elements of one kind that a selector finds.
 * @template {Element} E
 * @param {ParentNode} within
 * @param {string} selector
 * @param {Kind<E>} kind
 * @returns {E[]}
 */
export function all(within, selector, kind) {
  const found = Array.from(within.querySelectorAll(selector)).filter((one) => one instanceof kind)
  return /** @type {E[]} */ (found)
}
