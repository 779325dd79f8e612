/** What is taken out of a machine, by name: no browser is needed for that. Run by `npm test`. */

import assert from "node:assert/strict"
import { test } from "node:test"

const PAGE = "../../../src/proust_attention/explorer/static/page"
const { interventionsOf, isOut, moved, namesOf, partOf, toggled } = await import(`${PAGE}/core/taken_out.js`)

const CONFIG = { n_layers: 2, n_heads: 2, d_model: 4, d_ff: 3, context_length: 6, vocab_size: 5 }

test("names of parts", () => {
  assert.deepEqual(namesOf(CONFIG), ["0.0", "0.1", "0.f", "1.0", "1.1", "1.f"])
  assert.deepEqual(partOf("1.f"), { layer: 1, head: null })
  assert.deepEqual(partOf("0.1.12.3"), { layer: 0, head: 1, query: 12, key: 3 })
  for (const name of ["0.1", "1.f", "0.1,1.f", "0.1.12.3"]) assert.ok(isOut(name), name)
  for (const name of ["", "x", "0", "0.1.2", "0.f.1.1", "0.1,", "00.1", "0.01.f", "-1.0", "0.1;1.f"])
    assert.ok(!isOut(name), name)
})

test("out and in again", () => {
  assert.equal(toggled("", "1.f"), "1.f")
  assert.equal(toggled("1.f", "0.1"), "0.1,1.f")
  assert.equal(toggled("0.1,1.f", "1.f"), "0.1")
})

test("places of edges move with the text, and those before it are left", () => {
  assert.equal(moved("0.1,0.1.12.3,1.0.5.1", -2), "0.1,0.1.10.1")
})

test("interventions", () => {
  const found = interventionsOf("0.0,0.f,1.1.7.5", CONFIG, 4, 5)
  assert.deepEqual(found["blocks.0.feed_forward.output"], { factor: 0 })
  assert.deepEqual([...found["blocks.0.attention.joined"].factor], [0, 0, 1, 1])
  const weights = [...found["blocks.1.attention.weights"].factor]
  assert.equal(weights.length, 2 * 5 * 5)
  assert.deepEqual(
    weights.flatMap((one, i) => (one === 0 ? [i] : [])),
    [1 * 25 + 3 * 5 + 1],
  )
})

test("what is not there changes nothing", () => {
  for (const out of ["7.0", "0.7", "0.0.1.0", "0.0.5.6", "0.0.20.5"])
    assert.deepEqual(interventionsOf(out, CONFIG, 4, 5), {})
})
