/**
 * Elements: making them in one line. What is text goes in as text, so nothing that was typed can become HTML.
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
 * The element of index.html that has an id.
 * @param {string} id
 * @returns {any} what index.html says it is
 */
export function byId(id) {
  return document.getElementById(id)
}

/** What stands for the characters that cannot be seen. */
const SHOWN = new Map([[" ", "␣"], ["\n", "↵"], ["\u00a0", "⍽"], ["\u202f", "⍽"], ["\t", "⇥"]])

/**
 * Return a text so that all its characters can be seen.
 * @param {string} text
 */
export function visible(text) {
  return Array.from(text, (character) => SHOWN.get(character) ?? character).join("")
}

/**
 * Return the key of the name of a character that cannot be seen, for screen readers; "" if it can.
 * @param {string} character
 */
export function nameOf(character) {
  if (character === " ") return "space"
  if (character === "\n") return "newline"
  return character === "\u00a0" || character === "\u202f" ? "no_break_space" : ""
}

/**
 * Return how a screen reader is to say a text in which something cannot be seen; "" if all can.
 * @param {import("./app.js").App} app
 * @param {string} text
 */
export function spoken(app, text) {
  const names = Array.from(text, nameOf)
  if (!names.some(Boolean)) return ""
  return Array.from(text, (character, i) => (names[i] ? app.t(names[i]) : character)).join(" ")
}

/**
 * Return what a token is called in a sentence.
 * @param {import("./app.js").App} app
 * @param {string} text
 */
export function called(app, text) {
  const name = nameOf(text)
  return name ? app.t(name) : app.t("quoted", { text: visible(text) })
}
