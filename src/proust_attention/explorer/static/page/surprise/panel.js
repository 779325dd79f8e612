/**
 * Surprise: the whole text, each token shaded by how little the machine expected it; whoever points at one learns
 * what was expected instead. A text longer than the window is read in the background. Where parts are taken out it
 * stands there twice: as the whole machine reads it, and what is left of it.
 */

import { isOfMachine, tokenizerOf } from "../core/reader.js"
import { called } from "../core/symbols.js"
import { BIT, changesOf, inWords, perCharacter } from "../core/surprise.js"
import { Windows } from "../core/windows.js"
import { element, say } from "../widgets/elements.js"
import { signed, written } from "../widgets/numbers.js"
import { ShadedText } from "./shaded_text.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

/** @typedef {import("../core/surprise.js").Surprise} Surprise */

const REST = 150 // milliseconds: it is read when nobody types
const HARDEST = 3 // so many are named

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const help = element("p", { id: "surprise-help" })
  const mean = element("p", { class: "surprise-mean", role: "status" })
  const handlers = { at: () => at, look, pin }
  const after = new ShadedText(app, "surprise-text", help.id, handlers)
  const before = new ShadedText(app, "surprise-whole", help.id, handlers)
  const titles = { before: element("p", { class: "quiet" }), after: element("p", { class: "quiet" }) }
  const left = element("div", {}, titles.before, before.element)
  const right = element("div", {}, titles.after, after.element)
  const sentence = element("p", { class: "surprise-sentence quiet", role: "status" })
  host.append(help, mean, element("div", { class: "surprise-texts" }, left, right), sentence)
  const windows = new Windows(app.engine, (surprise) => store.set({ surprise }))
  let waiting = 0
  let at = 0

  store.on(["description"], () => windows.forget())
  store.on(["reading", "writing", "description"], (state) => {
    const { reading, writing, description } = state
    clearTimeout(waiting)
    windows.stop()
    if (!reading || !description || writing || !isOfMachine(state, reading)) return
    store.set({ surprise: null })
    const fail = (/** @type {unknown} */ error) => {
      if (isOfMachine(store.state, reading)) app.notice("cannot_read", error)
    }
    const ids = tokenizerOf(description).encode(reading.text)
    waiting = setTimeout(() => void windows.read(reading, ids).catch(fail), REST)
  })
  app.onLanguage(() => {
    help.textContent = t("surprise_help")
    titles.before.textContent = t("surprise_before")
    titles.after.textContent = t("surprise_after")
    before.element.setAttribute("aria-label", t("surprise_before"))
    after.element.setAttribute("aria-label", t("surprise_list"))
    for (const text of [before, after]) text.forget()
  })
  store.on(["surprise", "language", "unit"], ({ surprise }) => {
    if (surprise) show(surprise)
  })

  /** The rest of the page shows the window alone: what lies before it cannot be pinned. */
  function pin() {
    const { reading } = store.state
    if (reading && after.drawn === reading && at >= reading.start)
      store.set({ position: at, pinned: true, key: null })
  }

  /** @param {number} place */
  function look(place) {
    const { surprise } = store.state
    if (!surprise || place >= surprise.reading.tokens.length) return
    at = place
    for (const text of [before, after]) text.mark(at)
    const said = inWords(app, surprise, at)
    say(sentence, said)
  }

  /** @param {Surprise} surprise */
  function show(surprise) {
    const { reading, nats, whole, known } = surprise
    at = Math.min(at, reading.tokens.length - 1)
    left.hidden = titles.after.hidden = !whole
    after.element.setAttribute("aria-label", t(whole ? "surprise_after" : "surprise_list"))
    after.show(reading, nats, changesOf(surprise))
    if (whole) before.show(reading, whole, null)
    mean.setAttribute("aria-live", known < reading.tokens.length - 1 ? "off" : "polite") // not at every window
    mean.textContent = words(surprise)
    if (sentence.textContent) look(at)
  }

  /** @param {Surprise} surprise */
  function words({ reading, nats, whole, known }) {
    const { tokens } = reading
    if (tokens.length < 2) return t("surprise_too_short")
    const { language } = store.state
    const bits = written(language, 2)
    const places = [...nats.keys()].filter((place) => !Number.isNaN(nats[place]))
    const read = places.map((place) => tokens[place])
    const mean = (/** @type {Float64Array} */ of) =>
      perCharacter(
        places.map((place) => of[place]),
        read,
      ) / BIT
    const hardest = places.sort((one, other) => nats[other] - nats[one]).slice(0, HARDEST)
    const most = hardest.map((place) => `${called(app, tokens[place].text)} (${place + 1})`).join(", ")
    return [
      whole
        ? t("surprise_mean_without", {
            ...{ bits: bits(mean(nats)), whole: bits(mean(whole)) },
            change: signed(written(language, 3), (mean(nats) - mean(whole)) * BIT),
          })
        : t("surprise_mean", { bits: bits(mean(nats)) }),
      t("surprise_hardest", { most }),
      known < tokens.length - 1 ? t("surprise_reading", { known: known + 1, count: tokens.length }) : "",
    ]
      .filter(Boolean)
      .join(" ")
  }
}
