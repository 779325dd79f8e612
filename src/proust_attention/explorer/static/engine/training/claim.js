/**
 * Claims: which of the kept runs is open in this worker, so that two tabs do not go on with the same one and write
 * over each other. A claim lasts until another one is made, or the worker has ended (Web Locks).
 */

import { MachineError } from "../errors.js"

const PATIENCE = 2000 // milliseconds: of a worker that was ended the browser gives the claim back in its own time

let claimed = ""
let giveBack = () => {}

/**
 * Claim a run, in the place of the one before.
 * @param {string} name under which it is kept
 * @returns {Promise<void>}
 * @throws {MachineError} if another tab has it open
 */
export function claim(name) {
  const { locks } = navigator
  if (!locks || name === claimed) return Promise.resolve() // they are in https, and on this very computer
  return new Promise((resolve, reject) => {
    const options = { signal: AbortSignal.timeout(PATIENCE) }
    const hold = () => {
      giveBack()
      claimed = name
      resolve()
      return /** @type {Promise<void>} */ (new Promise((done) => (giveBack = done)))
    }
    locks.request(`proust-attention ${name}`, options, hold).catch((error) => {
      if (error.name === "TimeoutError") reject(new MachineError("run_elsewhere"))
      else resolve() // a browser that keeps nothing has no locks, either
    })
  })
}
