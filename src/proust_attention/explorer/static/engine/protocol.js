/**
 * The protocol between the page and the worker. Types only.
 *
 * Every request has a number, and gets one response with the same number: a value or an error. Requests are done
 * one after the other, in the order in which they came; `prepare` beside them. Arrays in a response are copies,
 * transferred and not kept.
 *
 *     open            the three files             -> what the machine is
 *     fetch           the address of a folder     -> what the machine is
 *     moment          that address, a file in it  -> what the machine is with these weights
 *     prepare         as for moment               -> nothing; its weights are kept, for when it is requested
 *     forward         a text, interventions       -> its tokens, the window that is read, outlines of all steps
 *     intermediate    the name of a step          -> its numbers, from the last forward
 *     step            a text                      -> the window that is read, the logits of what comes next
 *     predict         a window, interventions     -> the logits behind each of its tokens
 *     backward        a text                      -> its loss, and outlines of all gradients (backward.js)
 *     gradient        the name of one             -> its numbers, from the last backward
 *     witness         a weight and a place in it  -> that number of it: derived, by difference, and written out
 *     batch                                       -> weights and batch as one file, for a witness elsewhere
 *
 * `forward` computes the whole window and keeps every array on the way; `step` computes what is new since the last
 * step, and keeps only keys and values (step.js): the page writes with it. `predict` computes a window of ids and
 * keeps nothing: what the last forward left is still there.
 *
 * `moment` is for the weights that a machine had at another moment of its training. Those that were requested
 * lately are kept, and those with which it was fetched ("model.safetensors"); so is the last forward. Where
 * another machine has been fetched meanwhile it is refused.
 *
 * Interventions (interventions.js) may be left out. They must fit the window that is read, and hold for this one
 * forward, whose numbers `intermediate` returns; `step` is without.
 *
 * Before each text is used it is brought to the form that a corpus has (asTyped in alphabet.js).
 */

/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {import("./config.js").SamplingConfig} SamplingConfig */

/**
 * @typedef {object} Requests what is given, by kind
 * @property {{files: Partial<import("./machine.js").Files>}} open
 * @property {{address: string}} fetch relative to the page
 * @property {{address: string, weights: string}} moment address: as for fetch; weights: from there
 * @property {{address: string, weights: string}} prepare
 * @property {{text: string, interventions?: Record<string, import("./interventions.js").Plain>}} forward
 * @property {{name: string}} intermediate
 * @property {{text: string}} step
 * @property {{ids: Int32Array, interventions?: Record<string, import("./interventions.js").Plain>}} predict
 * @property {{text: string}} backward
 * @property {{name: string}} gradient
 * @property {{name: string, place: number}} witness
 * @property {{}} batch
 */

/**
 * @typedef {object} Description
 * @property {ModelConfig} config
 * @property {SamplingConfig} sampling
 * @property {{kind: string}} tokenizer its table: fromTable in tokenizer.js makes it
 * @property {string[]} pieces the text of each id
 * @property {number} parameters how many
 * @property {boolean} verified the weights carry a checksum, and it is right
 */

/** @typedef {{name: string, formula: string, axes: string, shape: number[]}} Outline a step without its numbers */

/**
 * @typedef {object} Read
 * @property {import("./tokenizer.js").Token[]} tokens of the whole text
 * @property {number} start the token at which the window begins
 * @property {Int32Array} ids (T,) of the window
 * @property {Outline[]} steps
 */

/** @typedef {import("./floats.js").Floats} Floats */
/** @typedef {{start: number, ids: Int32Array, logits: Floats}} Stepped ids: of the window; logits: (V,) */

/**
 * @typedef {object} Responses what is returned, by kind
 * @property {Description} open
 * @property {Description} fetch
 * @property {Description} moment
 * @property {{}} prepare
 * @property {Read} forward
 * @property {import("./trace.js").Step} intermediate
 * @property {Stepped} step
 * @property {{logits: Float32Array}} predict (T, V)
 * @property {import("./backward.js").Outline} backward
 * @property {import("./backward.js").Gradient} gradient
 * @property {import("./backward.js").Witnessed} witness
 * @property {{file: Uint8Array<ArrayBuffer>}} batch
 */

/** @typedef {keyof Requests} Kind */
/**
 * @template {Kind} [K=Kind]
 * @typedef {{[k in K]: {number: number, kind: k} & Requests[k]}[K]} RequestMessage
 */

export {}
