/**
 * Learn: a machine of random numbers reads a text, and one sees it learn.
 *
 * This file is the door. What lies behind it (the workshop, and the worker that trains) is loaded when somebody
 * opens it: most readers of the page never do.
 */

import { byId, element } from "../widgets/elements.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

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
    showOffers()
  })
  const sight = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    sight.disconnect()
    void lookForKept()
  })
  sight.observe(host) // whoever does not come as far as here loads nothing of it

  /** @param {string | null} name of a run that is kept, to go on with; null: a new one */
  async function enter(name) {
    if (open.disabled) {
      if (name && workshop) await goOn(workshop, name)
      return // it is open, or about to be
    }
    open.disabled = true
    said.textContent = t("learn_loading")
    try {
      const { Workshop } = await import("./workshop.js")
      workshop = new Workshop(app)
      open.remove()
      said.remove()
      host.append(workshop.element)
      workshop.element.focus({ preventScroll: true })
      if (name) await goOn(workshop, name)
    } catch (error) {
      open.disabled = false
      said.textContent = t("learn_not_loaded")
      console.error(error)
    }
  }

  /**
   * @param {import("./workshop.js").Workshop} workshop
   * @param {string} name of a run that is kept
   */
  async function goOn(workshop, name) {
    await workshop.take(name)
    if (workshop.machines.first.name === name) leaveOut(name) // it is here now
  }

  /** @param {string} name */
  function leaveOut(name) {
    kept = kept.filter((one) => one !== name)
    showOffers()
  }

  async function lookForKept() {
    try {
      const storage = await import("../../engine/training/storage.js")
      kept = (await storage.kept()).filter((name) => !name.endsWith("+")) // those that stand alone, or first
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
      leaveOut(name)
    })
    const when = new Date(name)
    const date = when.toLocaleString(store.state.language, { dateStyle: "medium", timeStyle: "short" })
    return element("p", { class: "learn-offer" }, t("learn_kept_before", { date }), " ", goOn, " ", forget)
  }
}
