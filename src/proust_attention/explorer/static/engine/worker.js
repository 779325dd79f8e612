/**
 * The worker: the engine on a thread of its own, so that the page never waits. See protocol.js for its requests.
 */

import { respond } from "./calls.js"
import { Engine } from "./engine.js"

const engine = new Engine()
respond(handle, ["prepare"]) // which mostly waits for a file

/** @param {import("./protocol.js").RequestMessage} request */
function handle(request) {
  switch (request.kind) {
    case "open":
      return engine.open(request)
    case "fetch":
      return engine.fetch(request)
    case "moment":
      return engine.moment(request)
    case "prepare":
      return engine.prepare(request)
    case "forward":
      return engine.forward(request)
    case "intermediate":
      return engine.intermediate(request)
    case "step":
      return engine.step(request)
    case "predict":
      return engine.predict(request)
    case "backward":
      return engine.backward(request)
    case "gradient":
    case "witness":
    case "batch":
      return engine.taken().answer(request)
    default:
      throw new Error("no such kind of request")
  }
}
