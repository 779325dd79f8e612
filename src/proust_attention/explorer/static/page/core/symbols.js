/**
 * Symbols in words: what stands for a character that cannot be seen, and what a token is called in a sentence.
 */

/** @typedef {Pick<import("./app.js").App, "t">} Translator */

/** What stands for the characters that cannot be seen. */
const SHOWN = new Map([
  [" ", "␣"],
  ["\n", "↵"],
  ["\u00a0", "⍽"],
  ["\u202f", "⍽"],
  ["\t", "⇥"],
])

/**
 * Return a text so that all its characters can be seen.
 * @param {string} text
 */
export function visible(text) {
  return Array.from(text, (character) => SHOWN.get(character) ?? character).join("")
}

/**
 * Return a character so that it can be seen: itself, or its code point where it has no shape of its own.
 * @param {string} character
 */
export function seenOrCode(character) {
  if (SHOWN.has(character) || /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return visible(character)
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`
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
 * @param {Translator} app
 * @param {string} text
 */
export function spoken({ t }, text) {
  const names = Array.from(text, nameOf)
  if (!names.some(Boolean)) return ""
  return Array.from(text, (character, i) => (names[i] ? t(names[i]) : character)).join(" ")
}

/**
 * Return what a token is called in a sentence.
 * @param {Translator} app
 * @param {string} text
 */
export function called({ t }, text) {
  const name = nameOf(text)
  return name ? t(name) : t("quoted", { text: visible(text) })
}
