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
 * Return a character so that it can be seen.
 * @param {string} character
 */
export function visible(character) {
  return SHOWN.get(character) ?? character
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
 * Return what a character is called in a sentence.
 * @param {import("./app.js").App} app
 * @param {string} character
 */
export function called(app, character) {
  const name = nameOf(character)
  return name ? app.t(name) : app.t("quoted", { character })
}
