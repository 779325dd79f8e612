/**
 * The worker: the engine on a thread of its own, so that the page never waits. See protocol.js for what is said.
 */

import { Engine } from "./engine.js"
import { MachineError } from "./errors.js"

/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Answer} Answer */

const engine = new Engine()
/** @type {{postMessage: (answer: Answer, transfer: ArrayBufferLike[]) => void}} */
const page = /** @type {any} */ (self)
let last = Promise.resolve()

self.addEventListener("message", (/** @type {MessageEvent<Request>} */ { data }) => {
  last = last.then(() => answer(data))  // one after the other: a text typed later is answered later
})

/** @param {Request} request */
async function answer(request) {
  try {
    const value = await ask(request)
    page.postMessage({ number: request.number, value }, buffersOf(value))
  } catch (error) {
    const expected = error instanceof MachineError
    const what = error instanceof Error ? error.message : String(error)
    const sentence = expected ? what : `the engine failed: ${what}`
    page.postMessage({ number: request.number, error: sentence, expected }, [])
  }
}

/** @param {Request} request */
function ask(request) {
  switch (request.kind) {
    case "open":
      return engine.open(request)
    case "fetch":
      return engine.fetch(request)
    case "encode":
      return engine.encode(request)
    case "forward":
      return engine.forward(request)
    case "intermediate":
      return engine.intermediate(request)
    case "step":
      return engine.step(request)
    case "probabilities":
      return engine.probabilities(request)
    default:
      throw new Error("no such kind of request")
  }
}

/**
 * The buffers of an answer's arrays: handed over to the page instead of copied once more.
 * @param {object} value
 */
function buffersOf(value) {
  return Object.values(value)
    .flat(1)
    .filter((one) => ArrayBuffer.isView(one))
    .map((array) => array.buffer)
}
