/** Surprise and what was expected, from logits; the windows of a long text; the history of a phrase. */

import assert from "node:assert/strict"
import { test } from "node:test"

const PAGE = "../../../src/proust_attention/explorer/static/page"
const { likeliest, natsOf, perCharacter, windows } = await import(`${PAGE}/core/surprise.js`)
const { History } = await import(`${PAGE}/text/history.js`)

const near = (found, expected) =>
  expected.forEach((one, i) => assert.ok(Math.abs(found[i] - one) < 1e-12, `${found}`))

test("nats of ids", () => {
  const logits = [Math.log(3), 0, 0, 0, 0, 1000, 0, 0] // 1/2, 1/6 ...; and one that is certain
  near([...natsOf(logits, 4, [0, 1])], [Math.log(2), 0])
})

test("what was expected", () => {
  const { expected, chances } = likeliest([0, Math.log(2), Math.log(4), 0, 5, 0, 0, 0], 4, 2)
  assert.deepEqual([...expected], [2, 1, 0, 0, 1, 2])
  near([...chances].slice(0, 3), [4 / 8, 2 / 8, 1 / 8])
})

test("fewer tokens than are kept", () => {
  assert.deepEqual([...likeliest([0, 1], 2, 1).expected], [1, 0, -1])
})

test("the mean is of characters", () => {
  assert.equal(
    perCharacter(
      [3, 5],
      [
        { text: "a", from: 0, to: 1 },
        { text: "bcd", from: 1, to: 4 },
      ],
    ),
    2,
  )
})

test("windows, as generation/surprise.py has them", () => {
  const found = windows(12, 6).map(({ begin, first, end }) => [begin, first, end])
  assert.deepEqual(found, [
    [0, 1, 7],
    [4, 7, 11],
    [8, 11, 12],
  ])
  assert.deepEqual(windows(1, 6), [])
})

test("behind the phrase that the page begins with there is nothing to go back to", () => {
  const history = new History()
  history.add({ text: "", written: 0 }, 0)
  history.add({ text: "Longtemps", written: 0 }, 10)
  history.add({ text: "Longtemps,", written: 0 }, 20)
  assert.deepEqual(history.go(-1), { text: "Longtemps", written: 0 })
  assert.equal(history.go(-1), undefined)
  assert.deepEqual(history.go(1), { text: "Longtemps,", written: 0 })
})

test("undo and redo: what was typed within a moment, what was written in one go", () => {
  const history = new History()
  history.add({ text: "a", written: 0 }, 0)
  history.add({ text: "b", written: 0 }, 5000)
  history.add({ text: "bc", written: 0 }, 5100)
  history.add({ text: "bcd", written: 1 }, 5200)
  history.add({ text: "bcde", written: 2 }, 5300)
  assert.deepEqual(history.go(-1), { text: "bc", written: 0 })
  assert.deepEqual(history.go(-1), { text: "a", written: 0 })
  assert.deepEqual(history.go(1), { text: "bc", written: 0 })
  assert.deepEqual(history.go(1), { text: "bcde", written: 2 })
  assert.equal(history.go(1), undefined)
  history.go(-1)
  history.add({ text: "x", written: 0 }, 9000) // another branch
  assert.equal(history.go(1), undefined)
  assert.deepEqual(history.go(-1), { text: "bc", written: 0 })
})
