/**
 * The text that a machine learned, searched for what another text quotes of it: the twin of
 * evaluation/novelty/index.py, which explains the suffix array, for the few hundred characters of a window.
 *
 * Where a suffix of the window would stand among all suffixes of the learned text, in their order, there its
 * neighbours share most with it: so one search by halving finds the longest run from a place on. Each suffix that
 * is looked at begins as the two do between which it stands, so that much need not be compared again.
 */

import { machineFolder } from "../core/machine_folder.js"

/** @typedef {{from: number, length: number, place: number}} Run of a text from `from` on; it stands at `place` */
/** @typedef {import("../core/state.js").Quoted["real"]} Real */
/** @typedef {{names: string[], begins: number[]}} Volumes where each begins */
/** @typedef {{text: string, volumes: Volumes, real: Real, from: string | null}} Table */

export class Learned {
  /**
   * @param {Table} table
   * @param {Int32Array} places (N,) of the suffixes of the text, in their order
   */
  constructor({ text, volumes, real, from }, places) {
    this.codes = codesOf(text, places.length)
    this.places = places
    this.volumes = volumes
    this.real = real
    this.from = from
  }

  /**
   * Fetch the text of a machine that came with the page.
   * @param {string} machine its name
   * @throws {Error} if it does not come
   */
  static async fetch(machine) {
    const address = `${machineFolder(machine)}learned`
    const [table, places] = [await got(`${address}.json`), await got(`${address}.bin`)]
    return new Learned(await table.json(), new Int32Array(await places.arrayBuffer()))
  }

  /**
   * Return the longest run from a place of a text on.
   * @param {Uint32Array} codes of the text
   * @param {number} from
   * @returns {Run}
   */
  longest(codes, from) {
    const longest = { from, length: 0, place: 0 }
    // The suffixes below `low` stand before that of the text, those from `high` on do not.
    let [low, high] = [0, this.places.length]
    let [ofLow, ofHigh] = [0, 0] // how much of the text the two share that stand there
    while (low < high) {
      const middle = (low + high) >> 1
      const place = this.places[middle]
      let shared = Math.min(ofLow, ofHigh)
      while (from + shared < codes.length && codes[from + shared] === this.codes[place + shared]) shared++
      if (shared > longest.length) Object.assign(longest, { length: shared, place })
      const ends = place + shared === this.codes.length
      if (from + shared < codes.length && (ends || this.codes[place + shared] < codes[from + shared])) {
        ;[low, ofLow] = [middle + 1, shared]
      } else [high, ofHigh] = [middle, shared]
    }
    return longest
  }

  /**
   * Return for each character of a text the longest run that it stands in; null: it stands nowhere.
   * @param {string} text
   * @returns {(Run | null)[]}
   */
  runs(text) {
    const codes = codesOf(text)
    const found = Array.from(codes, (_, from) => this.longest(codes, from))
    const runs = /** @type {(Run | null)[]} */ (new Array(codes.length).fill(null))
    for (const run of found.sort((one, other) => one.length - other.length)) {
      runs.fill(run, run.from, run.from + run.length) // the longest last, over the others
    }
    return runs
  }

  /**
   * The volume of a place, and how many characters of it stand before that.
   * @param {number} place
   */
  at(place) {
    const { names, begins } = this.volumes
    const number = begins.findLastIndex((begin) => begin <= place)
    return { source: names[number], offset: place - begins[number] }
  }
}

/**
 * The code points of a text.
 * @param {string} text
 * @param {number} length how many there are
 */
function codesOf(text, length = [...text].length) {
  const codes = new Uint32Array(length)
  let i = 0
  for (const character of text) codes[i++] = character.codePointAt(0) ?? 0
  return codes
}

/** @param {string} address */
async function got(address) {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  return response
}
