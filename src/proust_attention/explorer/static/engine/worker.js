/**
 * The worker: the engine on a thread of its own, so that the page never waits. See protocol.js for its requests.
 */

import { Engine } from "./engine.js"
import { MachineError } from "./errors.js"

/** @typedef {import("./protocol.js").RequestMessage} RequestMessage */
/** @typedef {import("./protocol.js").ResponseMessage} ResponseMessage */

const engine = new Engine()
/** @type {{postMessage: (response: ResponseMessage, transfer: ArrayBufferLike[]) => void}} */
const page = /** @type {any} */ (self)  // tsc knows the names of a window, not those of a worker
let last = Promise.resolve()

self.addEventListener("message", (/** @type {MessageEvent<RequestMessage>} */ { data }) => {
  last = last.then(() => respond(data))  // one after the other: a text typed later is read later
})

/** @param {RequestMessage} request */
async function respond(request) {
  try {
    const value = await handle(request)
    page.postMessage({ number: request.number, value }, buffersOf(value))
  } catch (error) {
    const expected = error instanceof MachineError
    const what = error instanceof Error ? error.message : String(error)
    const sentence = expected ? what : `the engine failed: ${what}`
    page.postMessage({ number: request.number, error: sentence, expected }, [])
  }
}

/** @param {RequestMessage} request */
function handle(request) {
  switch (request.kind) {
    case "open":
      return engine.open(request)
    case "fetch":
      return engine.fetch(request)
    case "forward":
      return engine.forward(request)
    case "intermediate":
      return engine.intermediate(request)
    case "step":
      return engine.step(request)
    case "predict":
      return engine.predict(request)
    default:
      throw new Error("no such kind of request")
  }
}

/**
 * The buffers of a response's arrays: transferred to the page instead of copied once more.
 * @param {object} value
 */
function buffersOf(value) {
  return Object.values(value)
    .flat(1)
    .filter((one) => ArrayBuffer.isView(one))
    .map((array) => array.buffer)
}
