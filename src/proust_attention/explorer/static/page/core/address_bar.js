/**
 * The address bar: it follows the state, and the state follows it. What an address says, address.js knows.
 */

import * as address from "./address.js"
import { headIn } from "./cell.js"
import { placed } from "./reader.js"
import { DEFAULTS } from "./state.js"

const RARELY = 400 // milliseconds: browsers refuse an address that changes too often

/** @param {import("./store.js").Store} store */
export function keepAddress(store) {
  let waiting = false
  let known = location.hash // the last that was read or written; at any other, hashchange is on its way
  const keys = [...Object.keys(DEFAULTS), "reading", "writing"]
  const writeSoon = () => {
    if (waiting) return
    waiting = true
    setTimeout(() => {
      waiting = false
      const { reading, writing } = store.state
      if (!reading || writing || location.hash !== known || !address.isSettled(store.state)) return
      history.replaceState(null, "", address.write(store.state))
      known = location.hash
    }, RARELY)
  }
  store.on(/** @type {(keyof import("./state.js").State)[]} */ (keys), writeSoon)
  addEventListener("hashchange", () => {
    known = location.hash
    const { machine } = address.read(location.hash)
    if (machine && machine !== store.state.machine) return location.reload()
    followAddress(store)
    writeSoon() // what of it makes no sense leaves it
  })
}

/**
 * Bring the page to what its address says since somebody changed it, within the bounds of what is open.
 * @param {import("./store.js").Store} store
 */
function followAddress(store) {
  const { state } = store
  const { description, reading, machine } = state
  const wanted = { ...state, ...address.usualOf(description), ...address.read(location.hash), machine }
  if (description) Object.assign(wanted, headIn(description.config, wanted))
  if (wanted.text !== state.text)
    wanted.reading = null // another one comes, and is placed as at first
  else if (reading) {
    if (!reading.steps.some(({ name }) => name === wanted.step)) wanted.step = null
    Object.assign(wanted, placed(reading, wanted))
  }
  store.set(wanted)
}
