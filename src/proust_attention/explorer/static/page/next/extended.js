/**
 * A text with one token more at its end. It cannot grow for ever: where it becomes too long to keep, it loses its
 * beginning, and the window stays where it is.
 */

import { MOST } from "../core/phrase.js"

/** @typedef {import("../core/state.js").Reading} Reading */
/** @typedef {Pick<Reading, "typed" | "text" | "filled" | "tokens" | "start" | "config">} Read */

/**
 * Return a text with a piece behind its first `end` tokens. Where it would become too long to keep, it loses so
 * many of its first tokens that the window begins at the same one (context.js).
 * @param {Read} reading
 * @param {number} end
 * @param {string} piece
 */
export function extended({ typed, text, filled, tokens, start, config }, end, piece) {
  const isKept = (/** @type {string} */ before) => [...before, ...piece].length <= MOST
  if (end === tokens.length && !filled && isKept(typed)) return typed + piece
  const betweenCuts = config.context_length + 1 - Math.floor(config.context_length / 2)
  const begin = isKept(text) ? 0 : Math.min(betweenCuts, start)
  return [...text].slice(tokens[begin].from, tokens[end - 1].to).join("") + piece
}
