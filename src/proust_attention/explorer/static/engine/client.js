/**
 * The client: the worker as the page sees it, a promise for every request.
 *
 *     const engine = new Client()
 *     await engine.request("fetch", { address: "machines/recherche-fr/" })
 *     const { start, steps } = await engine.request("forward", { text: "Longtemps, je me suis" })
 *     const map = await engine.request("intermediate", { name: "blocks.0.attention.weights" })
 */

import { Calls } from "./calls.js"

/** @typedef {import("./protocol.js").Kind} Kind */

export class Client {
  constructor() {
    this.calls = new Calls(new Worker(new URL("./worker.js", import.meta.url), { type: "module" }))
  }

  /**
   * Make a request; see protocol.js. Rejects with a MachineError where the reason is a sentence for the reader.
   * @template {Kind} K
   * @param {K} kind
   * @param {import("./protocol.js").Requests[K]} given
   * @returns {Promise<import("./protocol.js").Responses[K]>}
   */
  request(kind, given) {
    const sent = "address" in given ? { ...given, address: new URL(given.address, document.baseURI).href } : given
    return this.calls.request({ ...sent, kind })
  }

  /** End the worker; what is still waiting is rejected. */
  close() {
    this.calls.close()
  }
}
