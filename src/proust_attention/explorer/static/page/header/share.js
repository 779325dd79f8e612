/**
 * Sharing: the address of what is shown, copied. It holds all of the state (core/address.js), and the bar of the
 * browser may be a moment behind.
 */

import * as address from "../core/address.js"
import { byId } from "../widgets/elements.js"

/** @param {import("../core/app.js").App} app */
export function mount({ store, notice }) {
  const button = byId("share")
  button.disabled = false
  button.addEventListener("click", async () => {
    const { state } = store
    const whole = new URL(address.isSettled(state) ? address.write(state) : location.hash, location.href).href
    try {
      await navigator.clipboard.writeText(whole)
      notice(store.state.machine ? "share_copied" : "share_copied_alone")
    } catch {
      notice("share_refused", undefined, { address: whole }) // the browser does not let a page copy
    }
  })
}
