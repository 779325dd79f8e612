/**
 * Learn: a machine of random numbers reads a text, and one sees it learn.
 *
 * This file is the door. What lies behind it (the workshop, and the worker that trains) is loaded when somebody
 * opens it: most readers of the page never do.
 */

import { byId, element } from "../widgets/elements.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

/** @typedef {import("../core/language.js").Key} Key */

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { t, store } = app
  const help = element("p")
  const open = element("button", { type: "button", class: "first learn-open" })
  const offers = element("div", { class: "learn-offers" })
  const said = element("p", { role: "status" })
  host.append(help, open, offers, said)
  /** @type {Key | ""} */
  let saying = ""
  /** @type {string[]} the runs that the browser keeps from before */
  let kept = []
  /** @type {import("./workshop.js").Workshop | null} */
  let workshop = null

  const begin = byId("learn-begin")
  begin.disabled = false
  begin.addEventListener("click", () => {
    app.reveal("learn")
    void enter(null)
  })
  open.addEventListener("click", () => void enter(null))
  app.onLanguage(() => {
    help.textContent = t("learn_help")
    open.textContent = t("learn_open")
    say(saying)
    showOffers()
  })
  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    sight.disconnect()
    void lookForKept()
  })
  sight.observe(host) // whoever does not come as far as here loads nothing of it

  /** @param {Key | ""} key */
  function say(key) {
    saying = key
    said.textContent = key && t(key)
  }

  /** @param {string | null} name of a run that is kept, to go on with; null: a new one */
  async function enter(name) {
    if (open.disabled) {
      if (name && workshop) await goOn(workshop, name)
      return // it is open, or about to be
    }
    open.disabled = true
    say("learn_loading")
    try {
      const { Workshop } = await import("./workshop.js")
      workshop = new Workshop(app)
      open.remove()
      said.remove()
      host.append(workshop.element)
      if (name) await goOn(workshop, name)
      else workshop.element.focus({ preventScroll: true })
    } catch (error) {
      open.disabled = false
      say("learn_not_loaded")
      console.error(error)
    }
  }

  /**
   * @param {import("./workshop.js").Workshop} workshop
   * @param {string} name of a run that is kept
   */
  async function goOn(workshop, name) {
    workshop.element.focus({ preventScroll: true }) // the button is gone when it is here
    await workshop.take(name)
    await lookForKept() // the one before stays kept
  }

  async function lookForKept() {
    try {
      const storage = await import("../../engine/training/storage.js")
      const here = workshop?.machines.first.name
      kept = (await storage.kept()).filter((name) => name !== here && !name.endsWith("+")) // not those beside one
      showOffers()
    } catch {
      // this browser keeps nothing: there is nothing to offer, and the workshop says so when it is to keep
      // something
    }
  }

  function showOffers() {
    offers.replaceChildren(...kept.map(offer))
  }

  /** @param {string} name */
  function offer(name) {
    const goOn = element("button", { type: "button" }, t("learn_go_on"))
    const forget = element("button", { type: "button" }, t("learn_forget"))
    goOn.addEventListener("click", () => void enter(name))
    forget.addEventListener("click", async () => {
      const storage = await import("../../engine/training/storage.js")
      await storage.forget(name)
      await storage.forget(`${name}+`) // the one beside it
      await lookForKept()
      ;(workshop?.element ?? open).focus({ preventScroll: true }) // the button is gone
    })
    const when = new Date(name)
    const date = when.toLocaleString(store.state.language, { dateStyle: "medium", timeStyle: "short" })
    return element("p", { class: "learn-offer" }, t("learn_kept_before", { date }), " ", goOn, " ", forget)
  }
}
