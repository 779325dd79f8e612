/**
 * The client: the worker as the page sees it, a promise for every request.
 *
 *     const engine = new Client()
 *     await engine.ask("fetch", { address: "/machine/" })
 *     const { start, steps } = await engine.ask("forward", { text: "Longtemps, je me suis" })
 *     const map = await engine.ask("intermediate", { name: "blocks.0.attention.weights" })
 */

import { MachineError } from "./errors.js"

/** @typedef {import("./protocol.js").Kind} Kind */
/** @typedef {import("./protocol.js").Answer} Answer */
/** @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Waiting */

export class Client {
  constructor() {
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map()
    this.count = 0
    this.worker.addEventListener("message", (/** @type {MessageEvent<Answer>} */ { data }) => this.settle(data))
    this.worker.addEventListener("error", ({ message }) => {
      this.fail(new Error(message || "the engine could not be loaded"))
    })
  }

  /**
   * Ask for something; see protocol.js. Rejects with a MachineError where the reason is a sentence for the reader.
   * @template {Kind} K
   * @param {K} kind
   * @param {import("./protocol.js").Requests[K]} what
   * @returns {Promise<import("./protocol.js").Answers[K]>}
   */
  ask(kind, what) {
    const number = ++this.count
    const given = "address" in what ? { ...what, address: new URL(what.address, document.baseURI).href } : what
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject })
      this.worker.postMessage({ ...given, number, kind })
    })
  }

  /** End the worker; what is still waiting is rejected. */
  close() {
    this.worker.terminate()
    this.fail(new Error("the engine was closed"))
  }

  /** @param {Answer} answer */
  settle(answer) {
    const waiting = this.waiting.get(answer.number)
    this.waiting.delete(answer.number)
    if ("value" in answer) waiting?.resolve(answer.value)
    else waiting?.reject(answer.expected ? new MachineError(answer.error) : new Error(answer.error))
  }

  /** @param {Error} error */
  fail(error) {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}
