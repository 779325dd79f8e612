/**
 * Movement: bringing something into sight, smoothly unless somebody wants nothing to move.
 */

export const STILL = matchMedia("(prefers-reduced-motion: reduce)")

/** @param {Element} element whose beginning is scrolled into sight */
export function reveal(element) {
  element.scrollIntoView({ behavior: STILL.matches ? "auto" : "smooth", block: "start" })
}

/**
 * Go to the title of what was opened; where that stands below, bring it into sight.
 * @param {HTMLElement} title
 * @param {Element} opened
 */
export function goTo(title, opened) {
  title.focus({ preventScroll: true })
  if (opened.getBoundingClientRect().top >= innerHeight - 100) reveal(opened)
}
