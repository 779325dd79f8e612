/**
 * A list of options that is one stop of the tab key: the arrows lead through it, and a screen reader learns from
 * aria-activedescendant which option they are at, so that hundreds of tokens do not stand in the way.
 */

/**
 * @typedef {object} Handlers
 * @property {() => number} at the index of the present option
 * @property {(index: number) => void} move an arrow leads to another one
 * @property {(index: number) => void} choose Enter or the space bar
 * @property {() => void} [leave] Escape
 */

/**
 * Make a list of options obey the keys.
 * @param {HTMLElement} list role listbox; its options are its children
 * @param {Handlers} handlers
 */
export function obeyKeys(list, { at, move, choose, leave }) {
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const index = at()
    if (event.key === "Enter" || event.key === " ") choose(index)
    else if (event.key === "Escape" && leave) leave()
    else {
      const target = led(list, index, event.key)
      if (target === null) return
      move(target)
    }
    event.preventDefault()
  })
}

/**
 * Show which option is the present one.
 * @param {HTMLElement} list
 * @param {number} index
 */
export function mark(list, index) {
  for (const one of list.querySelectorAll('[aria-selected="true"]')) one.setAttribute("aria-selected", "false")
  const option = list.children[index]
  option?.setAttribute("aria-selected", "true")
  if (option) list.setAttribute("aria-activedescendant", option.id)
  else list.removeAttribute("aria-activedescendant")
}

/**
 * Scroll a list, and nothing around it, so that an option is seen.
 * @param {HTMLElement} list
 * @param {Element | undefined} option
 */
export function keepInSight(list, option) {
  if (!option) return
  const outer = list.getBoundingClientRect()
  const inner = option.getBoundingClientRect()
  if (inner.top < outer.top) list.scrollTop += inner.top - outer.top - inner.height
  if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom + inner.height
}

/**
 * Where a key leads, or null if it is none of these.
 * @param {HTMLElement} list
 * @param {number} index
 * @param {string} key
 */
function led(list, index, key) {
  const last = list.children.length - 1
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, index - 1)
    case "ArrowRight":
      return Math.min(last, index + 1)
    case "Home":
      return 0
    case "End":
      return last
    case "ArrowUp":
      return beside(list, index, -1)
    case "ArrowDown":
      return beside(list, index, 1)
    default:
      return null
  }
}

/**
 * The option in the line above or below that is nearest.
 * @param {HTMLElement} list
 * @param {number} index
 * @param {1 | -1} way
 */
function beside(list, index, way) {
  const boxes = Array.from(list.children, (option) => option.getBoundingClientRect())
  const here = boxes[index]
  let best = index
  for (let i = index + way; i >= 0 && i < boxes.length; i += way) {
    const lines = Math.abs(boxes[i].top - here.top)
    if (lines < here.height / 2) continue // the same line
    const first = best === index ? null : boxes[best]
    if (first && Math.abs(boxes[i].top - first.top) > here.height / 2) break // one line further
    if (!first || Math.abs(boxes[i].left - here.left) < Math.abs(first.left - here.left)) best = i
  }
  return best
}
