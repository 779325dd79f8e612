/**
 * The protocol between the page and the worker that trains. Types only.
 *
 * As in the other worker every request has a number and gets one response (calls.js), one after the other. While
 * it trains the worker looks for requests between any two steps: a pause waits for no more than the step in
 * progress, and what the plan says of it (of the last, the loss on the whole held-out text).
 *
 *     begin      a text, settings, a tokenizer       -> what is trained: a new run, at step 0
 *     open       the files of a run folder           -> the same, of a run that goes on
 *     take       the name of a run that is kept      -> the same
 *     start      how many steps, or to the end,      -> nothing; events follow until it pauses
 *                with how long a rest between two
 *     pause                                          -> the step that it is at
 *     step                                           -> the events of one step
 *     back       the step of a kept moment           -> what is trained, as it was there
 *     yardsticks                                     -> what far simpler methods make of the same text
 *     maps                                           -> where every head looks, in the first held-out tokens
 *     backward                                       -> the batch of the next step, and outlines of its gradients
 *     gradient   the name of an array or a weight    -> its gradient there
 *     witness    a weight and a place in it          -> that number of it, derived, by difference, and written out
 *     batch                                          -> weights and batch as one file, for a witness elsewhere
 *     machine                                        -> the three files of the machine as it is now
 *     files                                          -> the run as a folder that `proust` opens
 *     keep       a name, every so many seconds       -> the step that is kept; the run is in the storage of the
 *                                                       browser, and again after so many seconds of training,
 *                                                       and at its end
 *     kept, forget                                   -> names; nothing
 *
 * Events come unasked, while it trains: what each step did, as it stands in the metrics of a run ("step",
 * "evaluation", "sample", "final"), and
 *
 *     paused     it waits, or all its steps are done
 *     broken     it waits, since a step went wrong: loss or gradient are not finite, or hopeless
 *     kept       it was kept again, as it was after this step
 *     unkept     it was to be kept, and could not be: the sentence says why, and it trains on
 *     ended      the worker has failed, and nothing more comes from it
 */

/** @typedef {import("./folder.js").Folder} Folder */

/**
 * @typedef {object} Requests what is given, by kind
 * @property {{text: string, settings: Record<string, any>, tokenizer?: {kind: string} | null}} begin
 * @property {{files: Folder}} open
 * @property {{name: string}} take
 * @property {{steps?: number, rest?: number}} start rest: in milliseconds
 * @property {{}} pause
 * @property {{}} step
 * @property {{step: number}} back
 * @property {{}} yardsticks
 * @property {{}} maps
 * @property {{}} backward
 * @property {{name: string}} gradient
 * @property {{name: string, place: number}} witness
 * @property {{}} batch
 * @property {{}} machine
 * @property {{}} files
 * @property {{name: string, every?: number}} keep
 * @property {{}} kept
 * @property {{name: string}} forget
 */

/**
 * @typedef {object} Description what is trained
 * @property {import("../config.js").ModelConfig} model
 * @property {import("./settings.js").TrainingConfig} training
 * @property {string[]} pieces the text of each id
 * @property {number} parameters how many
 * @property {number} step how many are done
 * @property {number} steps of how many
 * @property {number} stepsPerPass
 * @property {number[]} moments the steps to which it can go back
 * @property {Record<string, any>[]} metrics
 * @property {{step: number, prompt: string, text: string}[]} samples
 * @property {boolean} finished
 * @property {boolean} kernel products are computed in WebAssembly
 */

/** @typedef {{tokens: string[], weights: Float32Array[]}} Maps weights: of each layer (H, T, T) */

/**
 * @typedef {object} Responses what is returned, by kind
 * @property {Description} begin
 * @property {Description} open
 * @property {Description} take
 * @property {null} start
 * @property {{step: number}} pause
 * @property {{events: Event[]}} step
 * @property {Description} back
 * @property {import("./yardsticks.js").Yardsticks} yardsticks
 * @property {Maps} maps
 * @property {import("../backward.js").Outline} backward
 * @property {import("../backward.js").Gradient} gradient
 * @property {import("../backward.js").Witnessed} witness
 * @property {{file: Uint8Array<ArrayBuffer>}} batch
 * @property {{files: import("../machine.js").Files}} machine
 * @property {{files: Folder}} files
 * @property {{step: number}} keep
 * @property {string[]} kept
 * @property {null} forget
 */

/** @typedef {{kind: "paused", step: number, finished: boolean}} Paused */
/**
 * @typedef {object} Trouble
 * @property {"broken" | "unkept"} kind
 * @property {number} step
 * @property {string} sentence in English
 * @property {import("../errors.js").Refusal | null} refusal the same, for other languages; null: a fault
 */
/** @typedef {{kind: "kept", step: number}} Kept */
/** @typedef {{kind: "ended"}} Ended */
/** @typedef {import("./run.js").Event | Paused | Trouble | Kept | Ended} Event */
/** @typedef {keyof Requests} Kind */

export {}
