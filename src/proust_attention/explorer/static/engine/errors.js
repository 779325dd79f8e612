/**
 * Errors: what a person reads when something is refused.
 *
 * A MachineError is one plain sentence that says what is wrong with what was given: it can be shown as it is (as
 * text, never as HTML). Any other error is a fault of the engine itself.
 */

export class MachineError extends Error {
  name = "MachineError"
}

/**
 * A value that came from a file, for a sentence: as JSON, and never long.
 * @param {unknown} value
 * @returns {string}
 */
export function quoted(value) {
  const text = JSON.stringify(value) ?? "nothing"
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`
}
