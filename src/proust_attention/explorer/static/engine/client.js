/**
 * The client: the worker as the page sees it, a promise for every request.
 *
 *     const engine = new Client()
 *     await engine.request("fetch", { address: "machines/recherche-fr/" })
 *     const { start, steps } = await engine.request("forward", { text: "Longtemps, je me suis" })
 *     const map = await engine.request("intermediate", { name: "blocks.0.attention.weights" })
 */

import { MachineError } from "./errors.js"

/** @typedef {import("./protocol.js").Kind} Kind */
/** @typedef {import("./protocol.js").ResponseMessage} ResponseMessage */
/** @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Waiting */

export class Client {
  constructor() {
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map()
    this.count = 0
    this.worker.addEventListener("message", (/** @type {MessageEvent<ResponseMessage>} */ { data }) => {
      this.settle(data)
    })
    this.worker.addEventListener("error", ({ message }) => {
      this.fail(new Error(message || "the engine could not be loaded"))
    })
  }

  /**
   * Make a request; see protocol.js. Rejects with a MachineError where the reason is a sentence for the reader.
   * @template {Kind} K
   * @param {K} kind
   * @param {import("./protocol.js").Requests[K]} given
   * @returns {Promise<import("./protocol.js").Responses[K]>}
   */
  request(kind, given) {
    const number = ++this.count
    const sent = "address" in given ? { ...given, address: new URL(given.address, document.baseURI).href } : given
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject })
      this.worker.postMessage({ ...sent, number, kind })
    })
  }

  /** End the worker; what is still waiting is rejected. */
  close() {
    this.worker.terminate()
    this.fail(new Error("the engine was closed"))
  }

  /** @param {ResponseMessage} response */
  settle(response) {
    const waiting = this.waiting.get(response.number)
    this.waiting.delete(response.number)
    if ("value" in response) waiting?.resolve(response.value)
    else waiting?.reject(response.expected ? new MachineError(response.error) : new Error(response.error))
  }

  /** @param {Error} error */
  fail(error) {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}
