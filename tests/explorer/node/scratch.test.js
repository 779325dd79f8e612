/** The memory that is used again. */

import assert from "node:assert/strict"
import { test } from "node:test"

const ENGINE = "../../../src/proust_attention/explorer/static/engine"
const { MOST, unwritten, withScratch, zeros } = await import(`${ENGINE}/scratch.js`)

test("what one computation took, the next has again", () => {
  const taken = withScratch(() => [unwritten(3), unwritten(3), zeros(2)].map((array) => array.fill(7)))
  const again = withScratch(() => [unwritten(2), zeros(3), unwritten(3), unwritten(3)])
  assert.deepEqual(new Set(again.slice(0, 3)), new Set(taken))
  assert.equal(taken.includes(again[3]), false)
  assert.deepEqual([...again[1]], [0, 0, 0])
})

test("what a computation does not need is given up", () => {
  const first = withScratch(() => unwritten(5))
  withScratch(() => unwritten(6))
  assert.notEqual(
    withScratch(() => unwritten(5)),
    first,
  )
})

test("nothing is used again outside, nor while it is in use", () => {
  const kept = [zeros(4), zeros(4)]
  const [one, other] = withScratch(() => [zeros(4), zeros(4)])
  assert.equal(new Set([...kept, one, other, zeros(4)]).size, 5)
})

test("a computation that fails gives back what it had", () => {
  let had
  const fails = () => {
    had = zeros(9)
    throw new Error("broken")
  }
  assert.throws(() => withScratch(fails), /broken/)
  assert.equal(
    withScratch(() => unwritten(9)),
    had,
  )
})

test("what is too much is left to the browser", () => {
  const take = () => [unwritten(MOST / 4), unwritten(8)]
  const [large, small] = withScratch(take)
  const again = withScratch(take)
  assert.equal(again[0], large)
  assert.notEqual(again[1], small)
})
