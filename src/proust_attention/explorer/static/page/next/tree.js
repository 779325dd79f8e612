/**
 * The tree of what was written: a stage for each token, behind the one before. Whoever goes back and writes
 * something else is on another branch, and the old one stays:
 *
 *     je me suis ─ c ─ o ─ u ─ c ─ h     (the phrase, as it was typed, is the root)
 *                  └─ a ─ s
 *
 * A stage holds what it adds to the text of the one before; so ten thousand of them take little room.
 */

/** @typedef {{text: string, written: number}} Stage written: how many tokens since the phrase was typed */

/**
 * @typedef {object} Node of the tree
 * @property {string} piece what it adds to the text; of the root, all of it
 * @property {string | null} begins its whole text, where it is not just the one before with the piece behind it
 * @property {number} length of its text
 * @property {number} written
 * @property {Node | null} parent
 * @property {Node[]} children in the order in which they came about
 * @property {Node | null} next the child that was visited last
 */

/** @typedef {{end: Node, level: number, before: string, after: string, isHere: boolean}} Twig see `twigs` */

/** So many stages are kept; where there are more, those of the other branches go. */
const MOST = 20_000

export class Tree {
  count = 1
  forks = 0

  /** @param {Stage} stage the phrase that was typed */
  constructor({ text, written }) {
    /** @type {Node} */
    this.root = { piece: text, begins: text, length: text.length, written, parent: null, children: [], next: null }
    this.present = this.root
    this.text = text
  }

  /** @param {Stage} stage */
  isAt({ text, written }) {
    return text === this.text && written === this.present.written
  }

  /**
   * Go to the stage behind the present one, which is made if it is not there yet.
   * @param {string} piece
   * @param {string} text with it; a long one may have lost its beginning
   */
  add(piece, text) {
    const { present } = this
    const known = present.children.find((child) => child.piece === piece)
    const begins = text === this.text + piece ? null : text
    const { written, children } = present
    /** @type {Node} */
    const child = known ?? {
      ...{ piece, begins, length: text.length, written: written + 1, parent: present, children: [], next: null },
    }
    if (!known) {
      children.push(child)
      this.count++
      if (children.length === 2) this.forks++
    }
    present.next = this.present = child
    this.text = text
    if (this.count > MOST) this.shorten()
  }

  /** @param {Node} node of this tree */
  visit(node) {
    this.present = node
    this.text = textOf(node)
    for (let one = node; one.parent; one = one.parent) one.parent.next = one
  }

  /**
   * Go one stage back or forward, where it was gone last.
   * @param {-1 | 1} by
   * @returns {boolean} whether there is one
   */
  go(by) {
    const node = by < 0 ? this.present.parent : this.present.next
    if (node) this.visit(node)
    return node !== null
  }

  /**
   * Go back to where the text was only so long; where that is within what was typed, it is what is typed now, and
   * all that there was is a branch of it.
   * @param {string} text
   * @param {number} surplus so much longer is a text as it was typed than as it is read
   */
  goBackTo(text, surplus) {
    for (let node = this.present.parent; node; node = node.parent) {
      if (node.length !== text.length + surplus || (!surplus && textOf(node) !== text)) continue
      this.visit(node)
      return
    }
    const { root } = this
    if (root.piece.startsWith(text)) root.piece = root.piece.slice(text.length)
    /** @type {Node} */
    const before = { ...root, piece: text, begins: text, length: text.length, children: [root], next: root }
    root.parent = this.root = before
    this.count++
    this.visit(before)
  }

  /**
   * @param {Stage} stage
   * @returns {Node | null} null: it is not in the tree
   */
  find({ text, written }) {
    const left = [this.root]
    for (let node = left.pop(); node; node = left.pop()) {
      if (node.written === written && node.length === text.length && textOf(node) === text) return node
      left.push(...node.children)
    }
    return null
  }

  /** Forget all branches but the present one, as far as it was written. */
  clear() {
    this.count = 1
    this.forks = 0
    for (let node = this.root; node.next; node = node.next) {
      node.children = [node.next]
      this.count++
    }
  }

  shorten() {
    this.clear()
    for (; this.count > MOST / 2 && this.root.next; this.count--) this.root = this.root.next
    this.root.begins = this.root.piece = textOf(this.root)
    this.root.parent = null
  }

  /**
   * The parts of the tree between its forks, from the root on: of each its last stage, and what was written in it,
   * on the way to the present stage and beside or behind it.
   * @returns {Twig[]} a twig stands before those that grow from it; level: from 1 on
   */
  twigs() {
    const way = new Set()
    for (let node = /** @type {Node | null} */ (this.present); node; node = node.parent) way.add(node)
    /** @type {Twig[]} */
    const found = []
    /** @type {(node: Node, level: number) => void} */
    const follow = (node, level) => {
      const twig = { end: node, level, before: "", after: "", isHere: false }
      found.push(twig)
      for (;;) {
        twig.isHere ||= node === this.present
        twig[way.has(node) ? "before" : "after"] += node.piece
        if (node.children.length !== 1) break
        node = node.children[0]
      }
      twig.end = node
      for (const child of node.children) follow(child, level + 1)
    }
    follow(this.root, 1)
    return found
  }
}

/** @param {Node} node */
export function textOf(node) {
  const pieces = []
  for (let one = /** @type {Node | null} */ (node); one; one = one.parent) {
    pieces.push(one.begins ?? one.piece)
    if (one.begins !== null) break
  }
  return pieces.reverse().join("")
}
