/**
 * The store: what the page knows at this moment, in one place. Panels read it, change it, and listen to changes.
 *
 *     store.set({ layer: 1, head: 0 })
 *     store.on(["layer", "head"], ({ layer, head }) => draw(layer, head))
 *
 * A listener is called once right away, and then after changes of one of its keys: once for all that change within
 * one task, so that no panel is drawn twice for one click.
 */

/** @typedef {import("./state.js").State} State */
/** @typedef {keyof State} Key */
/** @typedef {(state: Readonly<State>) => void} Listener */

export class Store {
  /** @type {{keys: Key[], listener: Listener}[]} */
  listeners = []
  /** @type {Set<Key>} */
  changed = new Set()
  /** Resolves when all listeners have been called for the last change. */
  notified = Promise.resolve()

  /** @param {State} state */
  constructor(state) {
    this.state = Object.freeze({ ...state })
  }

  /**
   * Change some values. What is already so is no change.
   * @param {Partial<State>} partial
   */
  set(partial) {
    const { state } = this
    const keys = /** @type {Key[]} */ (Object.keys(partial))
    const different = keys.filter((key) => !Object.is(partial[key], state[key]))
    if (!different.length) return
    this.state = Object.freeze({ ...state, ...partial })
    if (!this.changed.size) this.notified = Promise.resolve().then(() => this.notify())
    for (const key of different) this.changed.add(key)
  }

  /**
   * @param {Key[]} keys
   * @param {Listener} listener
   */
  on(keys, listener) {
    this.listeners.push({ keys, listener })
    listener(this.state)
  }

  notify() {
    const { changed } = this
    this.changed = new Set()
    for (const { keys, listener } of this.listeners) {
      if (!keys.some((key) => changed.has(key))) continue
      try {
        listener(this.state)
      } catch (error) {
        reportError(error) // in the console; the other panels are called all the same
      }
    }
  }
}
