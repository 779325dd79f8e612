/**
 * Time: a slider over the moments of a machine's training. Maps, probabilities, surprise and all other numbers are
 * those of the moment; beside the slider stand the curve of the loss, and what the machine wrote then.
 */

import { element, say } from "../widgets/elements.js"
import { STILL } from "../widgets/movement.js"
import { written } from "../widgets/numbers.js"
import { Curve } from "./curve.js"
import { Moments } from "./moments.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

const PACE = 1200 // milliseconds, from one moment to the next

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const play = element("button", { type: "button", id: "time-play" })
  const label = element("label", { for: "time-slider" })
  const slider = element("input", { type: "range", id: "time-slider", min: 0, step: 1 })
  const said = element("output", { for: slider.id, class: "time-said" })
  const curve = new Curve()
  const sample = element("blockquote")
  const sampleWords = element("figcaption", { class: "quiet" })
  const origin = element("p", { class: "quiet time-origin" })
  const figures = element(
    "div",
    { class: "time-figures", hidden: true },
    curve.element,
    element("figure", { class: "time-sample" }, sampleWords, sample),
    origin,
  )
  host.append(element("div", { class: "time-bar" }, label, play, slider, said), figures)
  const moments = new Moments(app, show)
  let timer = 0
  let playing = false
  /** @type {number | null} the moment that it went to last */
  let wanted = null

  const load = () => {
    if (!moments.training) moments.load().catch((error) => app.notice("moment_refused", error))
  }
  slider.addEventListener("focus", load)
  slider.addEventListener("pointerdown", load)
  slider.addEventListener("input", () => {
    const index = Number(slider.value)
    stop() // which shows the present moment
    go(index)
  })
  play.addEventListener("click", () => {
    load()
    if (STILL.matches) return go((place() + 1) % count())
    if (playing) return stop()
    playing = true
    if (place() === count() - 1) go(0)
    else go(place() + 1)
    show()
  })
  STILL.addEventListener("change", () => {
    stop()
    show()
  })
  store.on(["reading"], () => {
    clearTimeout(timer)
    if (playing) timer = setTimeout(() => (place() < count() - 1 ? go(place() + 1) : stop()), PACE)
  })
  store.on(["moment"], ({ moment }) => {
    if (playing && moment !== wanted) stop() // it was refused, or somebody wants another
  })
  store.on(["moments", "moment", "language", "unit"], show)

  /** How many moments there are. */
  function count() {
    return store.state.moments?.steps.length ?? 0
  }

  /** The index of the moment that is wanted. */
  function place() {
    const { moments: known, moment } = store.state
    return known ? known.steps.indexOf(moment ?? known.at) : -1
  }

  /** @param {number} index */
  function go(index) {
    const { moments: known } = store.state
    const step = known?.steps[index]
    if (!known || step === undefined) return
    wanted = step === known.at ? null : step
    store.set({ moment: wanted })
  }

  function stop() {
    playing = false
    clearTimeout(timer)
    show()
  }

  function show() {
    const { moments: known, moment, language, speaks } = store.state
    host.hidden = count() < 2
    if (host.hidden || !known) {
      playing = false
      return
    }
    label.textContent = t("time_label")
    play.textContent = t(STILL.matches ? "time_next" : playing ? "time_pause" : "time_play")
    const step = moment ?? known.at
    const last = known.steps[known.steps.length - 1]
    slider.max = String(count() - 1)
    slider.value = String(place())
    const { training } = moments
    const found = training?.moments.find((one) => one.step === step)
    const loss = found?.loss ?? null
    const number = written(language, 2)
    const words = [
      t(step === 0 ? "time_untrained" : moment === null ? "time_now" : "time_at", { step, last }),
      loss === null ? "" : t("time_loss", { loss: number(loss) }),
    ]
    const sentence = words.filter(Boolean).join(" ")
    say(said, sentence)
    slider.setAttribute("aria-valuetext", sentence)
    figures.hidden = !training
    if (!training) return
    curve.element.hidden = training.curve.length < 2
    if (training.curve.length) curve.show(training.curve, step, number)
    curve.say(t("time_curve"), t("time_curve_label", { step, loss: loss === null ? "?" : number(loss) }))
    showSample(found?.sample ?? null, speaks)
    const { step: until, nats } = training.retrained
    origin.hidden = until === undefined
    if (until !== undefined && nats !== undefined) {
      origin.textContent = t("time_retrained", { step: until, loss: written(language, 3)(nats) })
    }
  }

  /**
   * @param {import("./moments.js").Sample | null} found
   * @param {string} speaks
   */
  function showSample(found, speaks) {
    sampleWords.textContent = t(found ? "time_sample" : "time_no_sample")
    sample.hidden = !found
    sample.lang = speaks
    sample.replaceChildren(element("span", { class: "quiet" }, found?.prompt ?? ""), found?.text ?? "")
  }
}
