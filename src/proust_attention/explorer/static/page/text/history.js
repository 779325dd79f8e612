/**
 * The history of the phrase, to undo and redo. The browser has one of its own, but forgets it as soon as a script
 * changes the field, as the machine does when it writes.
 *
 * What is typed within a moment is undone together, and so is all that the machine has written in one go. To go to
 * another branch of what was written is a step of its own.
 */

/** @typedef {{text: string, written: number}} Entry */

const TOGETHER = 800 // milliseconds
const MOST = 500

export class History {
  /** @type {Entry[]} */
  entries = [{ text: "", written: 0 }]
  at = 0
  last = -Infinity

  /**
   * @param {Entry} entry what is there now
   * @param {number} now in milliseconds
   */
  add(entry, now) {
    const present = this.entries[this.at]
    if (entry.text === present.text) return
    if (this.entries.length === 1 && !present.text) {
      this.entries = [entry] // the phrase that the page begins with: before it there is nothing to go back to
      return
    }
    const typesOn = !entry.written && !present.written && now - this.last < TOGETHER
    const writesOn = present.written > 0 && entry.written > present.written && entry.text.startsWith(present.text)
    const isTogether = this.at > 0 && (typesOn || writesOn)
    this.entries = [...this.entries.slice(0, isTogether ? this.at : this.at + 1), entry].slice(-MOST)
    this.at = this.entries.length - 1
    this.last = now
  }

  /**
   * @param {-1 | 1} by
   * @returns {Entry | undefined} undefined: there is none
   */
  go(by) {
    const entry = this.entries[this.at + by]
    if (entry) this.at += by
    this.last = -Infinity
    return entry
  }
}
