/**
 * Elements: making them in one line, and finding them with their types. What is text goes in as text, so nothing
 * that was typed can become HTML.
 */

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
 * Return the element of index.html that has an id.
 * @template {Element} [E=HTMLElement]
 * @param {string} id
 * @param {Kind<E>} kind what it is; where it is left out, any HTMLElement
 * @returns {E}
 * @throws {TypeError} if it is not there, or of another kind
 */
export function byId(id, kind = /** @type {Kind<any>} */ (HTMLElement)) {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new TypeError(`index.html has no ${kind.name} with the id "${id}"`)
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
