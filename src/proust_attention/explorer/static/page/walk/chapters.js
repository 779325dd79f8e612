/**
 * The chapters of the walk: each is a state of the page, a place on it, and something to do there. Their sentences
 * stand in texts.js, under the names of the chapters.
 */

import { headIn } from "../core/cell.js"
import { nameOf, toggled } from "../core/taken_out.js"

/** @typedef {import("../core/state.js").State} State */

/** @typedef {import("../core/language.js").Key} Key */
/** @typedef {"guess" | "surprise" | "looking" | "number" | "out" | "learned" | "watched" | "cannot"} Name */

/**
 * @typedef {object} Act what a button of the chapter does, where what is to be done lies out of sight
 * @property {Key} says
 * @property {(state: Readonly<State>) => Partial<State>} does
 */

/**
 * @typedef {object} Chapter
 * @property {Name} name
 * @property {import("../widgets/elements.js").Id} at the panel that it speaks of
 * @property {Partial<State>} state of the page, besides the phrase
 * @property {boolean} [untrained] it begins with the first moment of the training
 * @property {keyof typeof PHRASES.fr} phrase
 * @property {Key} [otherTask] what is to be done where the text is not this phrase
 * @property {(now: Readonly<State>, before: Readonly<State>) => boolean} done whether it has been done since
 * @property {Act} [act]
 */

/**
 * The head that is taken out, or the last that a machine has: without it the French machine goes on otherwise,
 * and the Spanish one is unsure.
 */
const TAKEN_OUT = { layer: 0, head: 1 }

/** The phrases, in the language of the machine. Of a machine of another one the present phrase stays. */
const PHRASES = {
  fr: {
    half: "Je ne sais pas si vous conn",
    odd: "Longtemps, je me suis couché de bonne heure. Le zèbre mange un violon.",
    line: "Longtemps, je me suis couché de bonne heure. ",
  },
  es: {
    half: "No había dormido en toda la noc",
    odd: "Mucho tiempo pasó antes de que volviera a su casa. La cebra come un violín.",
    line: "Mucho tiempo pasó antes de que volviera a su casa. ",
  },
}

/** What every chapter begins with, unless it says otherwise. @type {Partial<State>} */
const BEGINNING = {
  ...{ written: 0, writing: false, pinned: false, key: null, out: "", shade: "attention" },
  ...{ layer: 0, head: 1, skipFirst: false, moment: null }, // of a machine with one head, that one
}

/** @type {Chapter["done"]} */
const hasTyped = (now, before) => now.text !== before.text

/**
 * The head behind the one that shades the text.
 * @type {Act["does"]}
 */
const anotherHead = ({ description, layer, head }) => {
  const { n_heads: H = 1, n_layers: L = 1 } = description?.config ?? {}
  const next = (layer * H + head + 1) % (H * L)
  return { layer: Math.floor(next / H), head: next % H }
}

/**
 * The cell to the left of the chosen one; at first the one of the place that looks, at itself.
 * @type {Act["does"]}
 */
const cellBefore = ({ reading, position, key }) => {
  return { key: key === null || key <= (reading?.start ?? 0) ? position : key - 1 }
}

/**
 * The moment of the training behind the present one; behind the last comes the first.
 * @type {Act["does"]}
 */
const nextMoment = ({ moments, moment }) => {
  if (!moments) return {}
  const { steps, at } = moments
  const next = steps[(steps.indexOf(moment ?? at) + 1) % steps.length]
  return { moment: next === at ? null : next }
}

/** @type {Chapter[]} */
const CHAPTERS = [
  { name: "guess", at: "text", state: {}, phrase: "half", done: hasTyped },
  {
    ...{ name: "surprise", at: "text", state: { shade: "surprise" }, phrase: "odd", done: hasTyped },
    otherTask: "walk_surprise_task_other",
  },
  {
    ...{ name: "looking", at: "text", state: {}, phrase: "half" },
    act: { says: "walk_looking_act", does: anotherHead },
    done: (now, before) => now.layer !== before.layer || now.head !== before.head,
  },
  {
    ...{ name: "number", at: "arithmetic", state: {}, phrase: "half" },
    act: { says: "walk_number_act", does: cellBefore },
    done: (now, before) => now.key !== before.key,
  },
  {
    ...{ name: "out", at: "text", state: {}, phrase: "half", done: (/** @type {State} */ { out }) => out !== "" },
    act: { says: "walk_out_act", does: (state) => ({ out: toggled(state.out, nameOf(takenOut(state))) }) },
  },
  { name: "learned", at: "text", state: { shade: "surprise" }, phrase: "line", done: hasTyped },
  { name: "cannot", at: "text", state: {}, phrase: "line", done: ({ written }) => written > 20 },
]

/** How it learned, of a machine whose training can be watched. @type {Chapter} */
const WATCHED = {
  ...{ name: "watched", at: "text", state: {}, untrained: true, phrase: "half" },
  act: { says: "walk_watched_act", does: nextMoment },
  done: (now, before) => now.moment !== before.moment,
}

/** So many chapters there are. */
export const COUNT = CHAPTERS.length

/**
 * The chapter that a state of the page is in.
 * @param {Pick<State, "walk" | "moments">} state
 * @returns {Chapter | undefined}
 */
export function chapterOf({ walk, moments }) {
  const chapter = CHAPTERS[(walk ?? 0) - 1]
  return chapter?.name === "learned" && (moments?.steps.length ?? 0) > 1 ? WATCHED : chapter
}

/**
 * The head that the walk takes out of a machine.
 * @param {Readonly<State>} state
 */
export function takenOut({ description }) {
  return description ? headIn(description.config, TAKEN_OUT) : TAKEN_OUT
}

/**
 * The phrase of a chapter for the machine that is open; "": it has read another language, or nobody knows which.
 * @param {Chapter} chapter
 * @param {Readonly<State>} state
 */
export function phraseOf({ phrase }, { speaks }) {
  return speaks === "fr" || speaks === "es" ? PHRASES[speaks][phrase] : ""
}

/**
 * Whether a text is a phrase of the walk, in whatever language, and what was written behind it. Not only of the
 * chapter: the same one has another phrase where the training cannot be watched.
 * @param {string} text
 */
export function isOfWalk(text) {
  return Object.values(PHRASES).some((phrases) => Object.values(phrases).some((phrase) => text.startsWith(phrase)))
}

/**
 * The state of the page at the beginning of a chapter.
 * @param {Chapter} chapter
 * @param {Readonly<State>} state before it
 * @returns {Partial<State>}
 */
export function beginningOf(chapter, state) {
  const { description, reading, moments } = state
  const text = phraseOf(chapter, state) || state.text
  const atEnd = reading?.typed === text ? { position: reading.tokens.length - 1 } : {} // another comes there
  const head = description ? headIn(description.config, { layer: 0, head: 1 }) : {}
  const first = chapter.untrained && moments ? { moment: moments.steps[0] } : {}
  return { ...BEGINNING, ...head, ...chapter.state, ...first, text, ...atEnd }
}
