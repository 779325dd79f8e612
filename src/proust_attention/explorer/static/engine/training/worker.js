/**
 * The training worker: a run on a thread of its own, so that neither the page nor its other worker waits for it.
 * See protocol.js for its requests and events.
 */

import { respond } from "../calls.js"
import * as storage from "./storage.js"
import { Trainer } from "./trainer.js"

const channel = new MessageChannel()
channel.port1.start()
const trainer = new Trainer((event) => report(event), turn)
const report = respond(handle)

/** Let the requests that wait have their turn: a message to oneself stands behind them, and costs no time. */
function turn() {
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      channel.port1.addEventListener("message", () => resolve(), { once: true })
      channel.port2.postMessage(null)
    })
  )
}

/** @param {any} request by its kind, see protocol.js */
function handle(request) {
  switch (request.kind) {
    case "begin":
      return trainer.begin(request)
    case "open":
      return trainer.open(request)
    case "take":
      return trainer.take(request)
    case "start":
      return trainer.start(request)
    case "pause":
      return trainer.pause()
    case "step":
      return trainer.step()
    case "back":
      return trainer.back(request)
    case "yardsticks":
      return trainer.yardsticks()
    case "maps":
      return trainer.maps()
    case "backward":
      return trainer.backward()
    case "gradient":
    case "witness":
    case "batch":
      return trainer.taken().answer(request)
    case "machine":
      return trainer.machine()
    case "files":
      return trainer.files()
    case "keep":
      return trainer.keep(request)
    case "kept":
      return storage.kept()
    case "forget":
      return storage.forget(request.name)
    default:
      throw new Error("no such kind of request")
  }
}
