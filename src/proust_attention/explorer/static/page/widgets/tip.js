/**
 * The tip: a few words beside the pointer. They say what can be had from the keyboard too, elsewhere; so it is
 * hidden from screen readers.
 */

import { element } from "./elements.js"

const AWAY = 14 // pixels from the pointer

export class Tip {
  constructor() {
    this.element = document.body.appendChild(element("div", { class: "tip", "aria-hidden": "true", hidden: true }))
  }

  /**
   * @param {string} text
   * @param {PointerEvent} event where the pointer is
   */
  show(text, { clientX, clientY }) {
    const { element } = this
    element.textContent = text
    element.hidden = false
    const { offsetWidth, offsetHeight } = element
    const left = clientX + AWAY + offsetWidth > innerWidth ? clientX - AWAY - offsetWidth : clientX + AWAY
    const top = clientY + AWAY + offsetHeight > innerHeight ? clientY - AWAY - offsetHeight : clientY + AWAY
    element.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`
  }

  hide() {
    this.element.hidden = true
  }
}
