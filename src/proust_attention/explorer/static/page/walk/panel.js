/**
 * The walk: the machine in a few short chapters, for somebody who has never seen one. Each is a state of the page,
 * two sentences and something to do; one can go on, go back, and leave at any time. The address names the chapter.
 */

import { byId, element } from "../widgets/elements.js"
import { COUNT, beginningOf, chapterOf, isOfWalk, phraseOf, takenOut } from "./chapters.js"
import { texts as sentences } from "./texts.js"

export const texts = [sentences]

/**
 * @param {HTMLElement} host
 * @param {import("../core/app.js").App} app
 */
export function mount(host, app) {
  const { store, t } = app
  const begin = byId("walk-begin")
  const title = element("h2", { tabindex: -1, class: "walk-title" })
  const count = element("span", { class: "quiet" })
  const words = element("p")
  const task = element("p", { class: "walk-task" })
  const done = element("p", { role: "status" })
  const [act, back, next, leave] = ["walk-act", "walk-back", "walk-next first", "walk-leave"].map((name) => {
    return element("button", { type: "button", class: name })
  })
  const buttons = element("div", { class: "walk-buttons" }, back, next, leave, count)
  host.append(title, words, element("div", { class: "walk-do" }, task, act), done, buttons)
  let before = store.state // as the chapter began
  /** @type {object | null} */
  let machine = null // that was open then

  begin.disabled = false
  begin.addEventListener("click", () => go(1))
  act.addEventListener("click", () => {
    const chapter = chapterOf(store.state)
    if (chapter?.act) store.set(chapter.act.does(store.state))
  })
  back.addEventListener("click", () => go((store.state.walk ?? 1) - 1))
  next.addEventListener("click", () => {
    const { walk } = store.state
    if (walk === COUNT) end()
    else go((walk ?? 0) + 1)
  })
  leave.addEventListener("click", end)
  host.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") end()
  })
  new ResizeObserver(() => {
    const height = getComputedStyle(host).position === "sticky" ? host.offsetHeight : 0
    document.documentElement.style.setProperty("--walk", `${height}px`) // what else sticks, sticks below it
  }).observe(host)

  store.on(["opened", "walk"], (state) => {
    const { opened, text } = state
    const chapter = chapterOf(state)
    // an address can name a chapter and say more; if it says nothing, the chapter begins; and with another
    // machine, in the language of that, unless somebody has typed what to read
    const isAnother = machine !== null && machine !== opened
    const begins = isAnother ? isOfWalk(text) : !location.hash.includes("text=")
    machine = opened
    if (chapter && opened && begins) store.set(beginningOf(chapter, store.state))
    before = store.state
    done.textContent = ""
  })
  store.on(["walk", "language", "unit", "description", "moments"], show)
  store.on(["text", "key", "layer", "head", "out", "written", "moment"], (state) => {
    const chapter = chapterOf(state)
    done.textContent = chapter?.done(state, before) ? t(`walk_${chapter.name}_done`) : ""
  })

  /** @param {number} walk from 1 on */
  function go(walk) {
    store.set({ walk })
    const chapter = chapterOf(store.state)
    if (!chapter) return
    store.set(beginningOf(chapter, store.state))
    before = store.state
    done.textContent = ""
    show()
    app.reveal(chapter.at)
    title.focus({ preventScroll: true })
  }

  function end() {
    store.set({ walk: null })
    show()
    begin.focus()
  }

  function show() {
    const { walk } = store.state
    const chapter = chapterOf(store.state)
    begin.textContent = t("walk_begin", { count: COUNT })
    host.hidden = !chapter
    if (!chapter || !walk) return
    title.textContent = t(`walk_${chapter.name}_title`)
    words.textContent = t(`walk_${chapter.name}`)
    const other = phraseOf(chapter, store.state) ? undefined : chapter.otherTask
    task.textContent = t(other ?? `walk_${chapter.name}_task`, takenOut(store.state))
    act.hidden = !chapter.act
    act.textContent = chapter.act ? t(chapter.act.says) : ""
    count.textContent = t("walk_count", { chapter: walk, count: COUNT })
    back.textContent = t("walk_back")
    back.disabled = walk === 1
    next.textContent = t(walk === COUNT ? "walk_end" : "walk_next")
    leave.textContent = t("walk_leave")
  }
}
