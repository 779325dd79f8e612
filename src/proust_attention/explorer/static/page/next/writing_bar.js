/**
 * The bar of writing: its buttons, the end of the text beside them, and what the last draw was.
 */

import { byId } from "../widgets/elements.js"
import { mountBranches } from "./branches.js"
import { mountPace } from "./pace.js"
import { Writing } from "./writing.js"

const TAIL = 80 // so much of the end of the text stands beside the buttons

/**
 * @param {import("../core/app.js").App} app
 * @param {(ahead: import("./writing.js").Ahead) => void} tell is called with what comes next, where it writes
 *   so fast that the panels do not follow
 * @returns {{choose: (id: number) => void}} writes a token that somebody chose
 */
export function mount(app, tell) {
  const { store, t } = app
  const writing = new Writing(app, tell)
  mountPace(app)
  const showBranches = mountBranches(app, writing)
  const back = byId("back")
  const forward = byId("forward")
  const step = byId("step")
  const writeOn = byId("write-on")
  const tail = byId("tail")
  const drawn = byId("drawn")
  back.addEventListener("click", () => writing.go(-1))
  forward.addEventListener("click", () => writing.go(1))
  step.addEventListener("click", () => {
    store.set({ pinned: false }) // it writes at the end, and what stands above shall be of the end
    void writing.inTurn(() => writing.step())
  })
  writeOn.addEventListener("click", () => {
    if (store.state.writing) store.set({ writing: false })
    else {
      store.set({ pinned: false })
      void writing.writeOn()
    }
  })
  new IntersectionObserver(([{ isIntersecting }]) => tail.classList.toggle("needed", !isIntersecting)).observe(
    byId("next"), // it stands beside the text; while that is in sight, its end need not stand there once more
  )
  store.on(["text", "written", "writing", "description", "language", "unit"], (state) => {
    writing.follow()
    step.disabled = writeOn.disabled = !state.description
    back.disabled = !writing.tree.present.parent
    forward.disabled = !writing.tree.present.next
    showBranches()
    writeOn.textContent = t(state.writing ? "stop" : "write_on")
    tail.textContent = Array.from(state.text.slice(-2 * TAIL))
      .slice(-TAIL)
      .map(tailed)
      .join("")
    drawn.setAttribute("aria-live", state.writing ? "off" : "polite")
    drawn.textContent = writing.report?.() ?? t("not_drawn")
  })
  return { choose: (id) => writing.choose(id) }
}

/** @param {string} character */
function tailed(character) {
  return character === "\n" ? "↵ " : character
}
