/**
 * The sliders: temperature, top-k and top-p, each as a slider and as a number, with what it does in words.
 */

import { byId, element } from "../widgets/elements.js"

/** @typedef {import("../core/app.js").App} App */
/** @typedef {"temperature" | "topK" | "topP"} Name */

/** @type {Record<Name, {most: number, step: number, least: number}>} of top-k, `most` is V */
const RANGES = {
  temperature: { least: 0, most: 2, step: 0.05 },
  topK: { least: 1, most: 1, step: 1 },
  topP: { least: 0, most: 1, step: 0.01 },
}

/** @param {App} app */
export function mount(app) {
  const others = element("p", { class: "quiet" })
  byId("sliders").append(...Object.keys(RANGES).map((name) => slider(app, /** @type {Name} */ (name))), others)
  app.store.on(["description", "language"], ({ description }) => {
    const { min_p = 0, repetition_penalty = 1 } = description?.sampling ?? {}
    const sentences = [
      min_p > 0 ? app.t("own_min_p", { least: min_p }) : "",
      repetition_penalty > 1 ? app.t("own_penalty", { penalty: repetition_penalty }) : "",
    ]
    others.textContent = sentences.filter(Boolean).join(" ")
  })
}

/**
 * @param {App} app
 * @param {Name} name
 */
function slider(app, name) {
  const { store } = app
  const { least, step } = RANGES[name]
  const label = element("label", { for: name })
  const about = element("p", { class: "quiet", id: `${name}-about` })
  const bounds = { min: least, step, "aria-describedby": about.id }
  const range = element("input", { type: "range", id: name, ...bounds })
  const number = element("input", { type: "number", id: `${name}-number`, ...bounds })

  for (const input of [range, number]) {
    input.addEventListener("input", () => {
      const value = Number(input.value)
      if (input.value !== "" && value >= least) store.set({ [name]: kept(value) })
      if (value > most()) show(true)
    })
  }
  number.addEventListener("change", () => show(true))
  store.on([name, "description"], () => show(false))
  app.onLanguage(() => {
    label.textContent = app.t(name)
    number.setAttribute("aria-label", app.t(name))
    show(false)
  })
  return element("div", { class: "slider" }, label, range, number, about)

  function most() {
    return name === "topK" ? (store.state.description?.pieces.length ?? 1) : RANGES[name].most
  }

  /**
   * What goes into the state: six digits, as in the address. Of top-k, all of them are 0, however many a machine
   * has.
   * @param {number} value
   */
  function kept(value) {
    if (name !== "topK") return Math.min(Math.round(value * 1e6) / 1e6, most())
    return value >= most() ? 0 : Math.round(value)
  }

  /** @param {boolean} always also where somebody types */
  function show(always) {
    const value = name === "topK" ? Math.min(store.state.topK || Infinity, most()) : store.state[name]
    for (const input of [range, number]) {
      input.max = String(most())
      if (always || Number(input.value) !== value) input.value = String(value)
    }
    about.textContent = app.t(`${name}_about`)
  }
}
