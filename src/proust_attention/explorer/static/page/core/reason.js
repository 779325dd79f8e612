/**
 * The reason of an error: what the engine refuses, in the language of the page; of what nobody foresaw, what the
 * browser says, in English.
 */

import { MachineError } from "../../engine/errors.js"

/**
 * @param {unknown} error
 * @param {import("./language.js").Language} language
 */
export function reasonOf(error, language) {
  if (error instanceof MachineError) return error.said(language)
  return error instanceof Error ? error.message : String(error)
}
