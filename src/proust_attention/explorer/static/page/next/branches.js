/**
 * The branches: a line for each part of the tree of what was written (tree.js), once it has a fork. What lies
 * on the way to the present text is darker; a choice goes to the end of a branch.
 */

import { called, visible } from "../core/symbols.js"
import { byId, element } from "../widgets/elements.js"
import { keepInSight, mark, obeyKeys } from "../widgets/listbox.js"

/** @typedef {import("./tree.js").Twig} Twig */

/** So many characters of a branch are shown at its beginning and at its end. */
const FIRST = 60
const LAST = 40

/**
 * @param {import("../core/app.js").App} app
 * @param {import("./writing.js").Writing} writing
 * @returns {() => void} shows them
 */
export function mountBranches(app, writing) {
  const place = byId("branches")
  const list = byId("branches-tree")
  const clear = byId("branches-clear")
  /** @type {Twig[]} */
  let twigs = []
  let drawn = ""
  let at = 0
  /** @param {number} index */
  const choose = (index) => writing.visit(twigs[index].end)
  /** @param {number} index */
  const move = (index) => {
    mark(list, (at = index))
    keepInSight(list, list.children[index])
  }
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopImmediatePropagation()
    move(trunkOf(at)) // in a tree, what it grows from
  })
  obeyKeys(list, { at: () => at, move, choose })
  list.addEventListener("click", ({ target }) => {
    const line = target instanceof Element ? target.closest("[role=treeitem]") : null
    if (line) choose(Array.from(list.children).indexOf(line))
  })
  list.addEventListener("focus", () => mark(list, at))
  clear.addEventListener("click", () => {
    writing.tree.clear()
    show()
    byId("step").focus() // the button is gone
  })
  app.onLanguage(show)
  return show

  function show() {
    const { tree } = writing
    twigs = tree.forks ? tree.twigs() : []
    place.hidden = !twigs.length
    for (const twig of twigs) Object.assign(twig, { before: shortened(twig.before), after: shortened(twig.after) })
    const now = JSON.stringify([app.store.state.language, twigs.map(({ end, ...seen }) => seen)])
    if (now === drawn) return
    drawn = now
    const here = twigs.findIndex(({ isHere }) => isHere)
    at = Math.max(0, here)
    list.replaceChildren(...twigs.map(line))
    if (here < 0) return
    mark(list, at)
    keepInSight(list, list.children[at])
  }

  /**
   * @param {Twig} twig
   * @param {number} index
   */
  function line({ level, before, after, isHere }, index) {
    const all = before + after
    const seen = all.replace(/\n|^ | $/g, visible) // in one line, its ends to be seen
    const text = /\S/.test(all) ? app.t("quoted", { text: all }) : called(app, all)
    const made = element(
      "div",
      {
        ...{ role: "treeitem", id: `t${index}`, "aria-level": level, "aria-selected": "false" },
        ...{ "aria-current": isHere && "true", "aria-label": isHere ? app.t("branches_here", { text }) : text },
      },
      element("span", { class: "on-the-way" }, seen.slice(0, before.length)),
      seen.slice(before.length),
    )
    made.style.setProperty("--level", String(level))
    return made
  }

  /**
   * The line that another one grows from.
   * @param {number} index
   */
  function trunkOf(index) {
    const trunk = twigs.slice(0, index).findLastIndex(({ level }) => level < twigs[index].level)
    return Math.max(0, trunk)
  }
}

/** @param {string} text */
function shortened(text) {
  if (text.length <= FIRST + LAST) return text
  const first = Array.from(text.slice(0, 2 * FIRST)).slice(0, FIRST)
  const last = Array.from(text.slice(-2 * LAST)).slice(-LAST)
  return `${first.join("")}…${last.join("")}`
}
