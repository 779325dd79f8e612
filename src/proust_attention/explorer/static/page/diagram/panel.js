/**
 * The machine as a diagram: every step of the trace, in its order, with the shape of its array.
 *
 * The line at the side of a block is the residual stream: it passes the sub-layers by, and at the two sums they
 * are added to it. A step is a button that opens its numbers and its Class Notes; the address says which is open.
 */

import { kindOf } from "../core/kind.js"
import { element } from "../widgets/elements.js"
import { Detail } from "./detail.js"
import { texts as steps } from "./step_texts.js"
import { formulaOf, partsOf, shapeOf } from "./steps.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences, steps]

/** @typedef {import("../../engine/protocol.js").Outline} Outline */

const SUMS = ["between", "after"]
const FIRST = "embedding" // the step that is open where the address names none

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const help = element("p", { class: "diagram-help" })
  const list = element("ol", { class: "diagram" })
  const detail = new Detail(app, () => buttonOf(opened)?.focus())
  host.append(help, element("div", { class: "opening" }, list, detail.element))
  let opened = FIRST
  let drawn = ""

  store.on(["reading", "language", "unit", "step"], ({ reading, language, unit, step: wanted }) => {
    if (!reading) return
    const { steps, config } = reading
    opened = steps.find(({ name }) => name === wanted)?.name ?? FIRST // an address may be of another machine
    const names = language + unit + steps.map(({ name, formula }) => name + formula)
    if (names !== drawn) list.replaceChildren(...partsOf(steps).map(part))
    drawn = names
    const stream = t(`diagram_stream_${config.norm_placement}`)
    help.textContent = t("diagram_help", { T: reading.ids.length, stream })
    for (const step of steps) {
      const shape = buttonOf(step.name)?.querySelector(".step-shape")
      if (shape) shape.textContent = shapeOf(step)
    }
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-expanded", String(button.dataset.step === opened))
    }
    void detail.show(opened)
  })

  /** @param {string} name @returns {HTMLButtonElement | null} */
  function buttonOf(name) {
    return list.querySelector(`button[data-step="${name}"]`)
  }

  /** @param {import("./steps.js").Part} part */
  function part({ block, steps }) {
    if (block === null) return element("li", { class: "diagram-ends" }, element("ol", {}, ...steps.map(stepOf)))
    const title = element("h3", {}, t("diagram_block", { block }))
    return element("li", { class: "diagram-block" }, title, element("ol", {}, ...steps.map(stepOf)))
  }

  /** @param {Outline} step */
  function stepOf({ name, formula }) {
    const kind = kindOf(name)
    const button = element(
      "button",
      { type: "button", "data-step": name, "aria-controls": detail.element.id },
      element("span", { class: "step-title" }, t(`step_${kind}`)),
      element("span", { class: "step-formula" }, formulaOf(formula, t)),
      element("span", { class: "step-shape" }),
    )
    button.addEventListener("click", () => {
      store.set({ step: name === FIRST ? null : name })
      detail.comeIntoView()
    })
    return element("li", { class: `step step-${kind}${SUMS.includes(kind) ? " step-sum" : ""}` }, button)
  }
}
