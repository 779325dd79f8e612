/**
 * What the page and the worker say to each other. Types only.
 *
 * Every request has a number and gets one answer with the same number: a value, or a sentence. Requests are done
 * one after the other, in the order in which they came. Arrays in an answer are copies, handed over and not kept.
 *
 *     open            the three files             -> what the machine is
 *     fetch           the address of a folder     -> what the machine is
 *     encode          a text                      -> tokens and ids, and what it does not know
 *     forward         a text, interventions       -> its tokens, the window that is read, outlines of all steps
 *     intermediate    the name of a step          -> its numbers, from the last forward
 *     step            a text                      -> logits of what comes next, by the cache; its weights
 *     probabilities   a text, a manner of drawing -> logits, probabilities, and the token that a number draws
 *
 * Interventions (interventions.js) may be left out. They must fit the window that is read, and hold for this one
 * forward, whose numbers `intermediate` returns; `step` and `probabilities` are without.
 *
 * Before each text is used it is brought to the form that a corpus has (asTyped in alphabet.js).
 */

/** @typedef {import("./config.js").ModelConfig} ModelConfig */
/** @typedef {import("./config.js").SamplingConfig} SamplingConfig */

/**
 * @typedef {object} Requests what is asked, by kind
 * @property {{files: Partial<import("./machine.js").Files>}} open
 * @property {{address: string}} fetch relative to the page
 * @property {{text: string}} encode
 * @property {{text: string, interventions?: Record<string, import("./interventions.js").Plain>}} forward
 * @property {{name: string}} intermediate
 * @property {{text: string}} step
 * @property {{text: string, sampling: Partial<SamplingConfig>, uniform?: number}} probabilities
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
/** @typedef {import("./tokenizer.js").Token} Token */

/**
 * @typedef {object} Read
 * @property {Token[]} tokens of the whole text
 * @property {number} start the token at which the window begins
 * @property {Int32Array} ids (T,) of the window
 * @property {Outline[]} steps
 */

/** @typedef {{text: string, tokens: Token[], ids: Int32Array}} Encoded the text as it is used; -1 where unknown */

/**
 * @typedef {object} Distribution
 * @property {number} start
 * @property {Float32Array} logits
 * @property {Float64Array} probabilities
 * @property {number | null} drawn the id at which `uniform` falls
 */

/**
 * @typedef {object} Answers what is answered, by kind
 * @property {Description} open
 * @property {Description} fetch
 * @property {Encoded & import("./alphabet.js").Report} encode
 * @property {Read} forward
 * @property {import("./trace.js").Step} intermediate
 * @property {{start: number, logits: Float32Array, attentionWeights: Float32Array[]}} step of each layer (H, S)
 * @property {Distribution} probabilities
 */

/** @typedef {keyof Requests} Kind */
/**
 * @template {Kind} [K=Kind]
 * @typedef {{[k in K]: {number: number, kind: k} & Requests[k]}[K]} Request
 */
/** @typedef {{number: number, value: Answers[Kind]}} Value */
/** @typedef {{number: number, error: string, expected: boolean}} Failure expected: a sentence for the reader */
/** @typedef {Value | Failure} Answer */

export {}
