/**
 * The state: every value that the page has, and what it is at first.
 *
 * Places (position, key, start) are of tokens, and count from 0 in the text that the machine read, which is
 * `reading.text`; so a row of an attention map is `position - reading.start`. Where a token lies among the
 * characters of that text, its `from` and `to` say. A character is a code point.
 */

/** @typedef {import("../../engine/protocol.js").Description} Description */

/**
 * @typedef {object} Reading what the machine read last
 * @property {string} typed the phrase as it was typed
 * @property {string} text as it was read: composed, what the machine does not know replaced
 * @property {boolean} filled of what was typed nothing can be read: the text is the first symbol that it knows
 * @property {import("../../engine/tokenizer.js").Token[]} tokens of the whole text
 * @property {number} start the place at which the window begins
 * @property {Int32Array} ids (T,) of the window
 * @property {import("../../engine/protocol.js").Outline[]} steps
 * @property {string} out what was taken out of the machine when it read
 * @property {Float32Array | null} whole (T, V) logits of the machine with all its parts, where something is out
 * @property {string[]} pieces the text of each id
 * @property {import("../../engine/config.js").ModelConfig} config
 * @property {number} written how many tokens of it the machine has written
 */

/**
 * @typedef {object} Shared what the address holds
 * @property {string | null} machine its name in the menu; null if it was opened by hand
 * @property {number | null} moment of its training, by the steps that were done; null: as it was opened
 * @property {string} text the phrase, as it was typed
 * @property {number} position the place of the token that is looked at; -1 before the first reading
 * @property {boolean} pinned it stays where it is
 * @property {number | null} key the place of the token that the cell of the map leads to
 * @property {string | null} step the step of the diagram that is open
 * @property {number} layer
 * @property {number} head
 * @property {string} out what is taken out of the machine: see taken_out.js; "": nothing
 * @property {"attention" | "surprise" | "change" | "quoted"} shade what shades the text; change: of surprise, by
 *   what is out
 * @property {"linear" | "log"} scale of the colours
 * @property {boolean} skipFirst leave the first position out of the maps: of their colours and of their words
 * @property {number} temperature
 * @property {number} topK 0: all
 * @property {number} topP 1: all
 * @property {number} seed of the random numbers that it writes with
 * @property {number} written how many tokens it has written since the phrase was typed
 * @property {number | null} walk the chapter of the walk, from 1 on; null: none
 * @property {string | null} beside the name of a second machine beside the first; null: none
 * @property {"en" | "es"} language
 */

/**
 * @typedef {object} Derived what follows from it
 * @property {Description | null} description of the open machine
 * @property {Unit} unit what its tokens are called
 * @property {Description | null} opened the description as it was when the machine was opened: at another moment
 *   of its training `description` is another
 * @property {Moments | null} moments of its training that can be seen; null: that as which it was opened
 * @property {{name: string, title: string}[]} offered the machines that came with the page
 * @property {string} speaks the code of the language that it has read; "" if that is not known
 * @property {Reading | null} reading
 * @property {boolean} writing it writes on by itself
 * @property {number} speed of that, in tokens a second
 * @property {boolean} behind it writes faster than the panels can follow: they wait until it stops
 * @property {Shading | null} shading of the text by a head
 * @property {import("./surprise.js").Surprise | null} surprise of the text
 * @property {boolean} quotes the text that the machine learned came with the page
 * @property {Quoted | null} quoted of that text
 * @property {Notice} notice
 * @property {Handed | null} handed a machine that a panel hands to the page, to be opened like one from files
 * @property {Paused | null} paused the run that learns, where it waits between two steps
 */

/**
 * @typedef {object} Moments
 * @property {number[]} steps in order, that of the weights that were opened among them
 * @property {number} at the step of those
 * @property {boolean} grow there may be more, for it is still being trained
 */

/**
 * @typedef {object} Shading how much a row of a map gives to each token of the window
 * @property {number} layer
 * @property {number} head
 * @property {number | null} key the place in the window that is chosen
 * @property {number} start the place at which the window begins
 * @property {Float32Array} row (t + 1,) as the map shows it; NaN: left out
 */

/** @typedef {{files: import("../../engine/machine.js").Files, name: string}} Handed */

/**
 * @typedef {object} Paused
 * @property {import("../../engine/training/client.js").TrainingClient} training what keeps it
 * @property {number} step so many are done
 * @property {string[]} pieces the text of each id
 */

/**
 * @typedef {object} Quoted what the window has in common, word for word, with the text that the machine learned
 * @property {Reading} reading of this text
 * @property {(Source | null)[]} runs (N,) for each token the longest run that it stands in; null: none
 * @property {{length: number, median: number, long: number}} real pages of so many characters, not read by it:
 *   half of their characters stand in runs of `median` or more; one page in 20 has a longer one than `long`
 * @property {string | null} from the machine with whose weights it began: what that had learned is not known
 */

/**
 * @typedef {object} Source where a run of the text comes from
 * @property {number} from its place in the text, in characters
 * @property {number} length in characters
 * @property {string} source the volume
 * @property {number} offset so many characters of the volume stand before it
 */

/** @typedef {import("./language.js").Key} Key */
/** @typedef {{key: Key | "", error?: unknown, values?: import("./language.js").Values}} Notice key "": none */

/** @typedef {"character" | "token"} Unit */
/** @typedef {Shared & Derived} State */

/** @type {Readonly<Shared>} the settings of sampling are those of the bundled machines; see `ownSettings` */
export const DEFAULTS = Object.freeze({
  machine: null,
  moment: null,
  text: "",
  position: -1,
  pinned: false,
  key: null,
  step: null,
  layer: 0,
  head: 0,
  out: "",
  shade: "attention",
  scale: "linear",
  skipFirst: false,
  temperature: 0.8,
  topK: 40,
  topP: 1,
  seed: 1,
  written: 0,
  walk: null,
  beside: null,
  language: "en",
})

/** @type {Readonly<Derived>} before a machine is open */
export const NOTHING_YET = Object.freeze({
  description: null,
  unit: "character",
  opened: null,
  moments: null,
  offered: [],
  speaks: "",
  reading: null,
  writing: false,
  speed: 6,
  behind: false,
  shading: null,
  surprise: null,
  quotes: false,
  quoted: null,
  notice: /** @type {Notice} */ ({ key: "" }),
  handed: null,
  paused: null,
})

/**
 * Where the sliders stand when a machine is opened: its own settings of sampling.
 * @param {Description} description
 */
export function ownSettings({ sampling }) {
  return { temperature: sampling.temperature, topK: sampling.top_k, topP: sampling.top_p }
}

/**
 * How many characters a token can have.
 * @param {string[]} pieces
 */
export function longestOf(pieces) {
  return pieces.reduce((most, piece) => Math.max(most, [...piece].length), 1)
}

/**
 * What the tokens of a machine are called: characters, where each is one.
 * @param {{pieces: string[]}} machine
 * @returns {Unit}
 */
export function unitOf({ pieces }) {
  return longestOf(pieces) === 1 ? "character" : "token"
}
