/**
 * The training client: the worker that trains as the page sees it, a promise for every request.
 *
 *     const training = new TrainingClient((event) => draw(event))
 *     await training.request("begin", { text, settings: PRESETS.modern })
 *     await training.request("start", {})
 */

import { Calls } from "../calls.js"

/** @typedef {import("./protocol.js").Kind} Kind */

export class TrainingClient {
  /** @param {(event: import("./protocol.js").Event) => void} listen */
  constructor(listen) {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
    this.calls = new Calls(worker, listen)
    worker.addEventListener("error", () => listen({ kind: "ended" }))
  }

  /**
   * Make a request; see protocol.js. Rejects with a MachineError where the reason is a sentence for the reader.
   * @template {Kind} K
   * @param {K} kind
   * @param {import("./protocol.js").Requests[K]} given
   * @returns {Promise<import("./protocol.js").Responses[K]>}
   */
  request(kind, given) {
    return this.calls.request({ ...given, kind })
  }

  /** End the worker; what is still waiting is rejected. */
  close() {
    this.calls.close()
  }
}
