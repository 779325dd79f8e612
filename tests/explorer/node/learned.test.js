/** What a text quotes of another, by the suffix array; held to a search without one. */

import assert from "node:assert/strict"
import { test } from "node:test"

const { Learned } = await import("../../../src/proust_attention/explorer/static/page/text/learned.js")

const real = { length: 1000, median: 10, long: 30 }
const volumes = { names: ["I", "II"], begins: [0, 12] }

/** @param {string} text of characters that sort by their code points */
function learnedOf(text) {
  const characters = [...text]
  const suffix = (place) => characters.slice(place).map((one) => one.codePointAt(0))
  const below = (one, other) => {
    const [a, b] = [suffix(one), suffix(other)]
    const at = a.findIndex((code, i) => code !== b[i])
    return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1)
  }
  const places = Int32Array.from(characters.keys()).sort(below)
  return new Learned({ text, volumes, real, from: null }, places)
}

const longestOf = (text, query, from) => {
  const characters = [...query]
  let length = 0
  while (from + length < characters.length && text.includes(characters.slice(from, from + length + 1).join("")))
    length++
  return length
}

test("the longest run from every place on, and where it stands", () => {
  let seed = 1
  const letter = () => [..."ab🙂"][(seed = (seed * 48271) % 2147483647) % 3]
  for (const length of [0, 1, 2, 7, 60]) {
    const text = Array.from({ length }, letter).join("")
    const query = Array.from({ length: 30 }, letter).join("") + "x" + text
    const learned = learnedOf(text)
    const codes = Uint32Array.from([...query], (character) => character.codePointAt(0))
    for (let from = 0; from < codes.length; from++) {
      const run = learned.longest(codes, from)
      assert.equal(run.length, longestOf(text, query, from), `${text} ${query} ${from}`)
      const found = [...text].slice(run.place, run.place + run.length).join("")
      assert.equal(found, [...query].slice(from, from + run.length).join(""))
    }
  }
})

test("each character is given the longest run that it stands in", () => {
  const learned = learnedOf("the cat sat on the mat")
  const runs = learned.runs("a cat sat here!")
  assert.deepEqual(
    runs.map((run) => run?.length ?? 0),
    [1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 2, 2, 0, 1, 0],
  )
  assert.deepEqual(runs[5], { from: 1, length: 9, place: 3 })
  assert.equal(runs.at(-1), null)
})

test("a place is one of a volume", () => {
  const learned = learnedOf("the cat sat on the mat")
  assert.deepEqual(learned.at(3), { source: "I", offset: 3 })
  assert.deepEqual(learned.at(12), { source: "II", offset: 0 })
})
