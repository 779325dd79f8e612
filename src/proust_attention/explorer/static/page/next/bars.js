/**
 * The bars: every token that may come next, the likeliest first, as the machine says it and as the sliders
 * leave it. Choosing one writes it.
 *
 * The order and the scale are the machine's own, so that of what it says nothing moves while a slider does; a bar
 * of the sliders that is longer ends at the edge.
 */

import { nameOf, spoken, visible } from "../core/symbols.js"
import { byId, element } from "../widgets/elements.js"
import { keepInSight, mark, obeyKeys } from "../widgets/listbox.js"
import { chance } from "../widgets/numbers.js"

/** @typedef {import("./outlook.js").Outlook} Outlook */

/** So many are seen without scrolling, */
const SEEN = 10
/** and so many are there at all: a foreign machine may have a million tokens. */
const MOST = 400
/** What the whole width of a bar may stand for. */
const WIDTHS = [0.1, 0.25, 0.5, 1]

/**
 * @param {import("../core/app.js").App} app
 * @param {(id: number) => void} choose writes a token
 * @returns {(outlook: Outlook, pieces: string[], compares: boolean, isBrief?: boolean) => void} shows them;
 *   compares: what is said before and after is by the whole machine and by what is left of it; isBrief: only those
 *   that are seen without scrolling
 */
export function mount(app, choose) {
  const list = byId("bars")
  let present = 0
  /** @type {number[]} */
  let shown = []
  obeyKeys(list, {
    at: () => present,
    move: (index) => {
      mark(list, (present = index))
      keepInSight(list, list.children[index])
    },
    choose: (index) => choose(shown[index]),
  })
  list.addEventListener("click", (/** @type {MouseEvent} */ { target }) => {
    const bar = target instanceof Element ? target.closest("[role=option]") : null
    if (bar) choose(shown[Array.from(list.children).indexOf(bar)])
  })
  list.addEventListener("focus", () => mark(list, present))

  return (outlook, pieces, compares, isBrief = false) => {
    const { before, after, order } = outlook
    if (order.some((id, index) => index < MOST && id !== shown[index])) present = 0
    shown = order.slice(0, isBrief ? SEEN : MOST)
    const longest = compares ? Math.max(before[order[0]], after[order[0]]) : before[order[0]]
    const width = WIDTHS.find((width) => width >= longest) ?? 1
    list.replaceChildren(...shown.map((id) => bar(id, outlook, pieces[id], width, compares)))
    mark(list, present)
    const others = order.slice(SEEN)
    const sum = (/** @type {Float64Array} */ p) => percent(others.reduce((sum, id) => sum + p[id], 0))
    const rest = { count: others.length, before: sum(before), after: sum(after) }
    byId("rest").textContent = app.t(compares ? "rest_without" : "rest", rest)
  }

  /**
   * @param {number} id
   * @param {Outlook} outlook
   * @param {string} piece
   * @param {number} width what the whole width stands for
   * @param {boolean} compares
   */
  function bar(id, { before, after, cut }, piece, width, compares) {
    const reason = cut(id)
    const figures = reason ? app.t(`cut_${reason}`) : percent(after[id])
    const name = spoken(app, piece) || piece
    const label = app.t(compares ? "bar_without" : "bar", { name, before: percent(before[id]), after: figures })
    const track = element("span", { class: "track" })
    for (const [kind, p] of /** @type {const} */ ([
      ["before", before],
      ["after", after],
    ])) {
      const part = element("span", { class: kind })
      part.style.width = `${Math.min(1, p[id] / width) * 100}%`
      track.append(part)
    }
    const options = { role: "option", id: `b${id}`, "aria-selected": "false", "aria-label": label }
    return element(
      "div",
      { ...options, class: reason ? "cut" : "kept" },
      element("span", { class: nameOf(piece) ? "symbol unseen" : "symbol" }, visible(piece)),
      track,
      element("span", { class: "figure" }, percent(before[id])),
      element("span", { class: "figure" }, figures),
    )
  }

  /** @param {number} p */
  function percent(p) {
    return chance(p, app.store.state.language)
  }
}
