/**
 * The text: the phrase that is typed, and below it the ribbon of the tokens that the machine sees.
 */

import { mountExamples } from "./examples.js"
import { mountField } from "./field.js"
import { mountQuotations } from "./quotations.js"
import { mountRibbon } from "./ribbon.js"
import { mountShade } from "./shade.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

/**
 * @param {HTMLElement} _host
 * @param {import("../core/app.js").App} app
 */
export function mount(_host, app) {
  mountExamples(app)
  mountField(app)
  mountRibbon(app)
  mountQuotations(app)
  mountShade(app)
}
