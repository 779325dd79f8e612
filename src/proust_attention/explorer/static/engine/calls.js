/**
 * Calls: requests to a worker, and the promises that wait for its responses.
 *
 * Every request has a number, and gets one response with the same number: a value or an error. What comes without
 * a number is an event, which no request asked for.
 */

import { MachineError } from "./errors.js"

/** @typedef {import("./errors.js").Refusal} Refusal */
/** @typedef {{number: number, value: any} | {number: number, error: string | Refusal}} Response see `posted` */
/** @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Waiting */

export class Calls {
  /**
   * @param {Worker} worker
   * @param {(event: any) => void} listen is called with every event
   */
  constructor(worker, listen = () => {}) {
    this.worker = worker
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map()
    this.count = 0
    worker.addEventListener("message", ({ data }) => {
      if (data.number === undefined) listen(data)
      else this.settle(data)
    })
    worker.addEventListener("error", ({ message }) => {
      this.fail(new Error(message || "the engine could not be loaded"))
    })
  }

  /**
   * Make a request. Rejects with a MachineError where the reason is a sentence for the reader.
   * @param {{kind: string}} given
   * @returns {Promise<any>}
   */
  request(given) {
    const number = ++this.count
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject })
      this.worker.postMessage({ ...given, number })
    })
  }

  /** End the worker; what is still waiting is rejected. */
  close() {
    this.worker.terminate()
    this.fail(new Error("the engine was closed"))
  }

  /** @param {Response} response */
  settle(response) {
    const waiting = this.waiting.get(response.number)
    this.waiting.delete(response.number)
    if ("value" in response) waiting?.resolve(response.value)
    else waiting?.reject(errorOf(response.error))
  }

  /** @param {Error} error */
  fail(error) {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}

/**
 * Respond to requests in a worker, one after the other, in the order in which they came.
 * @param {(request: any) => unknown} handle
 * @param {string[]} [beside] kinds of requests for which no other waits
 */
export function respond(handle, beside = []) {
  /** @type {{postMessage: (message: object, transfer?: ArrayBufferLike[]) => void}} */
  const page = /** @type {any} */ (self) // tsc knows the names of a window, not those of a worker
  let last = Promise.resolve()
  /** @param {{number: number}} request */
  const one = async (request) => {
    try {
      const value = await handle(request)
      page.postMessage({ number: request.number, value }, buffersOf(value ?? {}))
    } catch (error) {
      page.postMessage({ number: request.number, error: posted(error) })
    }
  }
  self.addEventListener("message", (/** @type {MessageEvent} */ { data }) => {
    if (beside.includes(data.kind)) void one(data)
    else last = last.then(() => one(data)) // a text typed later is read later
  })
  return (/** @type {object} */ event) => page.postMessage(event)
}

/**
 * What is posted of an error: a refusal; of any other, which is a fault of the engine, a sentence.
 * @param {unknown} error
 * @returns {string | Refusal}
 */
export function posted(error) {
  if (error instanceof MachineError) return error.refusal
  return `the engine failed: ${error instanceof Error ? error.message : error}`
}

/** @param {string | Refusal} posted */
function errorOf(posted) {
  return typeof posted === "string" ? new Error(posted) : new MachineError(posted.code, posted.values)
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
