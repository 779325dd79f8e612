/**
 * A text with one token more at its end. It cannot grow for ever: where it becomes too long to keep, it loses its
 * beginning, and the window stays where it is.
 */

import { MOST } from "../core/phrase.js"

/** @typedef {import("../core/state.js").Reading} Reading */
/** @typedef {Pick<Reading, "typed" | "text" | "filled" | "start" | "config">} Read */

/**
 * Return a text with a piece at its end.
 * @param {Read & {tokens: () => Reading["tokens"]}} read tokens: of a long text; they are made where they are
 *   needed
 * @param {string} piece
 */
export function continued({ tokens, ...read }, piece) {
  if (!read.filled && isKept(read.typed, piece)) return read.typed + piece
  const all = tokens()
  return cut({ ...read, tokens: all }, all.length, piece)
}

/**
 * Return a text with a piece behind its first `end` tokens.
 * @param {Read & Pick<Reading, "tokens">} read
 * @param {number} end
 * @param {string} piece
 */
export function extended(read, end, piece) {
  return end === read.tokens.length
    ? continued({ ...read, tokens: () => read.tokens }, piece)
    : cut(read, end, piece)
}

/**
 * Where the text would become too long to keep, it loses so many of its first tokens that the window begins at the
 * same one (context.js).
 * @param {Read & Pick<Reading, "tokens">} read
 * @param {number} end
 * @param {string} piece
 */
function cut({ text, tokens, start, config }, end, piece) {
  const betweenCuts = config.context_length + 1 - Math.floor(config.context_length / 2)
  const begin = isKept(text, piece) ? 0 : Math.min(betweenCuts, start)
  return [...text].slice(tokens[begin].from, tokens[end - 1].to).join("") + piece
}

/**
 * @param {string} text
 * @param {string} piece behind it
 */
function isKept(text, piece) {
  return text.length + piece.length <= MOST || [...text, ...piece].length <= MOST
}
