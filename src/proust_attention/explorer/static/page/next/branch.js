/**
 * The branch: what has been written, state by state, to go back and forward in. Whoever goes back and writes
 * something else is on another branch; the old one is forgotten.
 */

/** @typedef {{text: string, written: number}} Stage written: how many tokens since the phrase was typed */

/** So many stages are kept. */
const MOST = 2000

export class Branch {
  /** @type {Stage[]} */
  stages = []
  at = -1

  /**
   * Begin anew.
   * @param {Stage} stage
   */
  begin(stage) {
    this.stages = [stage]
    this.at = 0
  }

  /** @param {Stage} stage what is written now */
  add(stage) {
    this.stages = [...this.stages.slice(0, this.at + 1), stage].slice(-MOST)
    this.at = this.stages.length - 1
  }

  /**
   * @param {-1 | 1} by
   * @returns {Stage | undefined} undefined: there is none
   */
  go(by) {
    const stage = this.stages[this.at + by]
    if (stage) this.at += by
    return stage
  }

  /** @returns {Stage | undefined} */
  get present() {
    return this.stages[this.at]
  }

  get canGoBack() {
    return this.at > 0
  }

  get canGoForward() {
    return this.at < this.stages.length - 1
  }
}
