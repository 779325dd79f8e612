/**
 * Learning merges: which two pieces become one, from words that are counted. The twin of tokenizer/merges.py.
 *
 * # Class Notes
 *
 * Each different word of a text is taken apart once, and remembers how often it came; a pair of neighbours counts
 * as often as the words that it stands in. Then, again and again, the commonest pair becomes one piece, wherever
 * it stands:
 *
 *     merge = argmax over pairs of count(pair), and of those that come equally often the smallest pair of ids
 *
 * Ids are in order of age. Pairs are counted at each place: three a in a row are two pairs, though only one of
 * them can become a piece. A merge changes only the words that have its pair, and there only the pairs beside it:
 * those words are looked up, and what they lose and win is taken from the counts and added. The commonest pair is
 * found by looking through all, of which a text that is learned here has few; Python keeps a heap.
 */

/** @typedef {{left: number, right: number, count: number, where: Set<number>}} Pair where: in which words */

const LEAST = 2 // a pair that comes once saves nothing
const MOST_PIECES = 65_536

/**
 * Return the merges, in order, that make a vocabulary of so many pieces, the symbols among them. There are fewer
 * where no pair is left that comes twice.
 * @param {Map<string, number>} words how often each comes
 * @param {string[]} symbols
 * @param {number} vocabSize at most MOST_PIECES
 * @returns {[left: string, right: string][]}
 */
export function learn(words, symbols, vocabSize) {
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]))
  const pieces = [...symbols]
  const divided = [...words.keys()].map((word) => [...word].map((character) => ids.get(character) ?? 0))
  const times = [...words.values()]
  const pairs = new Pairs()
  divided.forEach((word, number) => {
    for (let i = 0; i + 1 < word.length; i++) pairs.add(word[i], word[i + 1], times[number], number)
  })
  /** @type {[string, string][]} */
  const merges = []
  while (pieces.length < vocabSize) {
    const pair = pairs.commonest()
    if (!pair) break
    const { left, right } = pair
    const piece = pieces.length
    merges.push([pieces[left], pieces[right]])
    pieces.push(pieces[left] + pieces[right])
    pairs.forget(pair)
    for (const number of pair.where) {
      const { lost, won } = merge(divided[number], left, right, piece)
      for (const [one, other] of lost) pairs.add(one, other, -times[number], number)
      for (const [one, other] of won) pairs.add(one, other, times[number], number)
    }
    pairs.forget(pair)
  }
  return merges
}

/**
 * Put a piece for a pair, from left to right; return the pairs beside it that the word loses and wins.
 * @param {number[]} word
 * @param {number} left
 * @param {number} right
 * @param {number} piece
 */
function merge(word, left, right, piece) {
  /** @type {[number, number][]} */
  const lost = []
  /** @type {[number, number][]} */
  const won = []
  for (let i = 0; i + 1 < word.length; i++) {
    if (word[i] !== left || word[i + 1] !== right) continue
    word.splice(i, 2, piece)
    if (i > 0) {
      lost.push([word[i - 1], left])
      won.push([word[i - 1], piece])
    }
    if (i + 1 < word.length) {
      lost.push([right, word[i + 1]])
      won.push([piece, word[i + 1]])
    }
  }
  return { lost, won }
}

/** The pairs of neighbours: how often each comes, and in which words. */
class Pairs {
  /** @type {Map<number, Pair>} */
  all = new Map()

  /**
   * @param {number} left
   * @param {number} right
   * @param {number} count below 0: it comes less often
   * @param {number} word
   */
  add(left, right, count, word) {
    const key = left * MOST_PIECES + right
    const pair = this.all.get(key)
    if (pair) {
      pair.count += count
      pair.where.add(word)
    } else this.all.set(key, { left, right, count, where: new Set([word]) })
  }

  /** @param {Pair} pair */
  forget({ left, right }) {
    this.all.delete(left * MOST_PIECES + right)
  }

  /** @returns {Pair | null} null: none comes often enough */
  commonest() {
    /** @type {Pair | null} */
    let best = null
    for (const pair of this.all.values()) {
      if (pair.count < LEAST || (best && pair.count < best.count)) continue
      const isFirst = !best || pair.count > best.count || pair.left < best.left
      if (isFirst || (best && pair.left === best.left && pair.right < best.right)) best = pair
    }
    return best
  }
}
