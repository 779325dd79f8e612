/**
 * What the machine looks at when the text has outgrown its context.
 *
 * # Class Notes
 *
 * The machine sees at most T = context_length tokens. When a text grows one longer, it keeps the last half, reads
 * it again from position 0, and goes on; the window then grows until it is full once more. It depends on the
 * length of the text (in tokens) alone, so that every engine does the same (generation/context.py).
 */

/**
 * Return the place of the first token that is looked at, in a text of `length` tokens.
 * @param {number} length
 * @param {number} contextLength
 */
export function windowStart(length, contextLength) {
  if (length <= contextLength) return 0
  const half = Math.floor(contextLength / 2)
  const betweenCuts = contextLength + 1 - half // from T/2 tokens on, so many more until the window overflows
  const lastCut = length - ((length - contextLength - 1) % betweenCuts) // the length of the text at that moment
  return lastCut - half
}
