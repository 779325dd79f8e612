/**
 * Surprise: the whole text, each token shaded by how little the machine expected it; whoever points at one learns
 * what was expected instead. A text longer than the window is read in the background.
 */

import { isOfMachine } from "../core/reader.js"
import { called, spoken } from "../core/symbols.js"
import { BIT, darkness, inWords, perCharacter } from "../core/surprise.js"
import { element } from "../widgets/elements.js"
import { keepInSight, mark, obeyKeys } from "../widgets/listbox.js"
import { written } from "../widgets/numbers.js"
import { texts as sentences } from "./texts.js"
import { Windows } from "./windows.js"

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
  const options = { role: "listbox", tabindex: 0, "aria-describedby": help.id }
  const list = element("div", { class: "flowing surprise-text", ...options })
  const sentence = element("p", { class: "surprise-sentence quiet", role: "status" })
  host.append(help, mean, list, sentence)
  const windows = new Windows(app, (surprise) => store.set({ surprise }))
  let waiting = 0
  let at = 0
  /** @type {import("../core/state.js").Reading | null} */
  let drawn = null

  store.on(["description"], () => windows.forget())
  store.on(["reading", "writing", "description"], (state) => {
    const { reading, writing } = state
    clearTimeout(waiting)
    windows.stop()
    if (!reading || writing || !isOfMachine(state, reading)) return
    store.set({ surprise: null })
    const fail = (/** @type {unknown} */ error) => {
      if (isOfMachine(store.state, reading)) app.notice("cannot_read", error)
    }
    waiting = setTimeout(() => void windows.read(reading).catch(fail), REST)
  })
  app.onLanguage(() => {
    help.textContent = t("surprise_help")
    list.setAttribute("aria-label", t("surprise_list"))
    drawn = null // the names of what cannot be seen are in the old language
  })
  store.on(["surprise", "language", "unit"], ({ surprise }) => {
    if (surprise) show(surprise)
  })
  list.addEventListener("pointerover", ({ target }) => {
    const token = target instanceof Element ? target.closest("[data-at]") : null
    if (token instanceof HTMLElement) look(Number(token.dataset.at))
  })
  list.addEventListener("focus", () => look(at))
  obeyKeys(list, {
    at: () => at,
    move: (index) => {
      look(index)
      keepInSight(list, list.children[index])
    },
    choose: pin,
  })
  list.addEventListener("click", pin)

  /** The rest of the page shows the window alone: what lies before it cannot be pinned. */
  function pin() {
    const { reading } = store.state
    if (reading && drawn === reading && at >= reading.start) store.set({ position: at, pinned: true, key: null })
  }

  /** @param {number} place */
  function look(place) {
    const { surprise } = store.state
    if (!surprise || place >= list.children.length) return
    at = place
    mark(list, at)
    const said = inWords(app, surprise, at)
    if (sentence.textContent !== said) sentence.textContent = said // else a screen reader would say it again
  }

  /** @param {Surprise} surprise */
  function show(surprise) {
    const { reading, nats, known } = surprise
    if (drawn !== reading) {
      list.replaceChildren(
        ...reading.tokens.map(({ text }, place) => {
          const name = spoken(app, text) || false // of what cannot be seen
          const option = { role: "option", id: `u${place}`, "aria-selected": "false", "aria-label": name }
          return element("span", { ...option, "data-at": place }, text)
        }),
      )
      at = Math.min(at, list.children.length - 1)
    }
    drawn = reading
    nats.forEach((one, place) => {
      if (!Number.isNaN(one)) paint(/** @type {HTMLElement} */ (list.children[place]), one)
    })
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
        ? t("surprise_mean_without", { bits: bits(mean(nats)), whole: bits(mean(whole)) })
        : t("surprise_mean", { bits: bits(mean(nats)) }),
      t("surprise_hardest", { most }),
      known < tokens.length - 1 ? t("surprise_reading", { known: known + 1, count: tokens.length }) : "",
    ]
      .filter(Boolean)
      .join(" ")
  }
}

/**
 * @param {HTMLElement} token
 * @param {number} nats
 */
function paint(token, nats) {
  token.style.setProperty("--weight", darkness(nats).toFixed(3))
  token.dataset.bits = (nats / BIT).toFixed(4)
}
