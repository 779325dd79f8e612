/** Two divisions of one text, brought together; what comes next, by characters. */

import assert from "node:assert/strict"
import { test } from "node:test"

const PAGE = "../../../src/proust_attention/explorer/static/page"
const { natsOfSpan, nextCharacters, unitsOf } = await import(`${PAGE}/beside/aligned.js`)

/** Tokens with these texts, one behind the other. */
const tokens = (...texts) => {
  let to = 0
  return texts.map((text) => {
    const from = to
    to += [...text].length
    return { text, from, to }
  })
}
const each = (count) => Array.from({ length: count }, (_, i) => i + 1)

test("characters beside characters", () => {
  const units = unitsOf(tokens("d", "e", "é"), tokens("d", "e", "é"), each(3))
  assert.deepEqual(
    units.map(({ text, first, second }) => [text, first.from, first.to, second.from, second.to]),
    [
      ["d", 0, 1, 0, 1],
      ["e", 1, 2, 1, 2],
      ["é", 2, 3, 2, 3],
    ],
  )
})

test("pieces beside characters, and beside other pieces", () => {
  const texts = (units) => units.map(({ text }) => text)
  const characters = tokens("d", "e", " ", "l", "a")
  assert.deepEqual(texts(unitsOf(characters, tokens("de", " ", "la"), each(5))), ["de", " ", "la"])
  assert.deepEqual(texts(unitsOf(tokens("de", " ", "la"), characters, each(5))), ["de", " ", "la"])
  assert.deepEqual(texts(unitsOf(tokens("d", "e l", "a"), tokens("de", " ", "la"), each(5))), ["de la"])
})

test("what the second does not know is a unit without tokens of it", () => {
  const units = unitsOf(tokens("a", "語", "b"), tokens("a", "b"), [1, 1, 2])
  assert.deepEqual(
    units.map(({ text, second }) => [text, second.from, second.to]),
    [
      ["a", 0, 1],
      ["語", 1, 1],
      ["b", 1, 2],
    ],
  )
})

test("nats of a unit", () => {
  const nats = Float64Array.of(NaN, 1, 2, 4)
  assert.equal(natsOfSpan(nats, { from: 1, to: 4 }), 7)
  assert.ok(Number.isNaN(natsOfSpan(nats, { from: 0, to: 2 }))) // the first token has none
  assert.ok(Number.isNaN(natsOfSpan(nats, { from: 2, to: 2 })))
})

test("what comes next, by characters", () => {
  const chances = nextCharacters([0, Math.log(2), Math.log(3), 0], ["d", "de", "a", "🙂!"])
  assert.deepEqual([...chances.keys()], ["d", "a", "🙂"])
  const near = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-12)
  near(chances.get("d"), 3 / 7)
  near(chances.get("a"), 3 / 7)
  near(chances.get("🙂"), 1 / 7)
})
