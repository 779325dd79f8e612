/**
 * The way back as a list: every array of the machine from the logits to the embedding, with the gradient that
 * arrives at it, and beside each the weights whose gradients arise there.
 */

import { blockOf } from "../core/kind.js"
import { all, element } from "../widgets/elements.js"
import { significant } from "../widgets/numbers.js"
import { ownName, titleOf } from "./names.js"

/** @typedef {import("../../engine/backward.js").GradientOutline} Step */
/** @typedef {{array: Step, weights: Step[]}} Stage */

export class WayBack {
  opened = ""

  /**
   * @param {import("../core/app.js").App} app
   * @param {(name: string) => void} open
   */
  constructor(app, open) {
    this.app = app
    this.open = open
    this.element = element("ol", { class: "gradient-way" })
  }

  /** @param {import("./source.js").Taken} taken */
  show({ outline }) {
    const stages = stagesOf(outline.steps)
    this.element.setAttribute("aria-label", this.app.t("gradient_way"))
    this.element.replaceChildren(
      ...stages.map((stage, i) => {
        const block = blockOf(stage.array.name)
        const isFirst = block !== null && blockOf(stages[i - 1]?.array.name ?? "") !== block
        const title = isFirst ? [element("h3", {}, this.app.t("diagram_block", { block }))] : []
        return element("li", {}, ...title, this.row(stage))
      }),
    )
    this.mark(this.opened)
  }

  /** @param {Stage} stage */
  row({ array, weights }) {
    const number = significant(this.app.store.state.language)
    const button = this.button(
      array,
      element("span", { class: "gradient-title" }, titleOf(this.app, array)),
      element("span", { class: "gradient-norm" }, number(array.norm)),
      element("span", { class: "gradient-formula" }, array.formula),
    )
    const own = weights.map((weight) => {
      const name = element("span", {}, ownName(weight.name))
      const size = element("span", { class: "gradient-norm" }, number(weight.norm))
      const one = this.button(weight, name, size)
      one.setAttribute("aria-label", `${weight.name}: ${number(weight.norm)}`)
      return one
    })
    const beside = own.length ? [element("div", { class: "gradient-own" }, ...own)] : []
    return element("div", { class: "gradient-stage" }, button, ...beside)
  }

  /**
   * @param {Step} step
   * @param {HTMLElement[]} content
   */
  button({ name }, ...content) {
    const button = element("button", { type: "button", "data-gradient": name, "aria-controls": "gradient-detail" })
    button.append(...content)
    button.addEventListener("click", () => this.open(name))
    return button
  }

  /** @param {string} name */
  mark(name) {
    this.opened = name
    for (const button of all(this.element, "button", HTMLButtonElement)) {
      button.setAttribute("aria-expanded", String(button.dataset.gradient === name))
    }
  }

  /** Go to the button of what is open. */
  focus() {
    all(this.element, '[aria-expanded="true"]', HTMLButtonElement)[0]?.focus()
  }
}

/**
 * @param {Step[]} steps
 * @returns {Stage[]}
 */
function stagesOf(steps) {
  /** @type {Stage[]} */
  const stages = []
  for (const step of steps) {
    if (step.factors) stages.at(-1)?.weights.push(step)
    else stages.push({ array: step, weights: [] })
  }
  return stages
}
