/**
 * One step, by hand: what the machine would learn from a batch, taken apart.
 *
 * The batch is the text of the page, or, where a run that learns waits, that of its next step. It is taken apart
 * when a button is pressed, since that takes as long as several readings. Then the way back stands there, from the
 * loss to the embedding; what is opened of it shows its numbers, and a number of a weight its witnesses.
 */

import { element } from "../widgets/elements.js"
import { written } from "../widgets/numbers.js"
import { Detail } from "./detail.js"
import { Source } from "./source.js"
import { texts as sentences } from "./texts.js"
import { WayBack } from "./way_back.js"

export const texts = [sentences]

const FIRST = "output_projection" // the step that is open at first

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const help = element("p")
  const said = element("p", { class: "gradient-said", role: "status" })
  const list = new WayBack(app, (name) => void open(name, true))
  const detail = new Detail(app, () => list.focus())
  const frame = element("div", { class: "opening gradient-frame", hidden: true }, list.element, detail.element)
  const source = new Source(app, show)
  host.append(help, source.element, said, frame)
  app.onLanguage(() => {
    help.textContent = t("gradient_help")
    show()
  })

  /** Show the step that was taken apart, or that none was. */
  function show() {
    const { taken } = source
    frame.hidden = !taken
    said.textContent = taken ? words(taken) : ""
    if (!taken) return detail.leave()
    list.show(taken)
    const { steps } = taken.outline
    void open(steps.some(({ name }) => name === list.opened) ? list.opened : FIRST)
  }

  /**
   * @param {string} name
   * @param {boolean} byHand
   */
  async function open(name, byHand = false) {
    list.mark(name)
    if (byHand) detail.comeIntoView()
    if (source.taken) await detail.show(source.taken, name)
  }

  /** @param {import("./source.js").Taken} taken */
  function words({ outline: { inputs, T, loss, norm } }) {
    const number = written(store.state.language, 4)
    const values = { N: inputs.length, B: inputs.length / T, T, loss: number(loss), norm: number(norm) }
    return t(values.B === 1 ? "gradient_of_text" : "gradient_of_batch", values)
  }
}
