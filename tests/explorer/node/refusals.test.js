/** What the engine refuses: every code has a sentence in both languages, with the values that it is thrown with. */

import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import { fileURLToPath } from "node:url"

const ENGINE = new URL("../../../src/proust_attention/explorer/static/engine/", import.meta.url)
const { ENGLISH } = await import(`${ENGINE}refusals/english.js`)
const { SPANISH } = await import(`${ENGINE}refusals/spanish.js`)
const { MachineError, quoted } = await import(`${ENGINE}errors.js`)

const STATIC = new URL("../", ENGINE)
const code = readdirSync(fileURLToPath(STATIC), { recursive: true })
  .filter((path) => path.endsWith(".js") && !path.includes("refusals"))
  .map((path) => readFileSync(new URL(path, STATIC), "utf8"))
  .join("\n")
const places = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

test("both languages have the same sentences, with the same values", () => {
  assert.deepEqual(Object.keys(SPANISH), Object.keys(ENGLISH))
  for (const [name, text] of Object.entries(ENGLISH)) {
    assert.deepEqual(places(SPANISH[name]), places(text), name)
    assert.notEqual(SPANISH[name], text)
  }
})

test("each is thrown somewhere", () => {
  const named = new Set([...code.matchAll(/"([a-z0-9_]+)"/g)].map(([, name]) => name))
  assert.deepEqual(
    Object.keys(ENGLISH).filter((name) => !named.has(name)),
    [],
  )
})

test("what is thrown has the values of its sentence", () => {
  const thrown = [...code.matchAll(/MachineError\("(\w+)"(?:, \{ ([^\n]*) \})?\)/g)]
  assert.ok(thrown.length > 50)
  for (const [, name, values = ""] of thrown) {
    const given = [...values.matchAll(/(?:^|, )(\w+)(?=,|:|$)/g)].map(([, one]) => one).sort()
    assert.deepEqual(given, places(ENGLISH[name]), name)
  }
})

test("a refusal in both languages", () => {
  const allowed = { code: "whole_between", values: { least: 1, most: 1_000_000 } }
  const error = new MachineError("setting_wrong", { setting: "model.d_ff", value: quoted(undefined), allowed })
  assert.equal(
    error.message,
    "config.json is damaged: model.d_ff is nothing, but it must be a whole number from 1 to 1,000,000",
  )
  assert.equal(
    error.said("es"),
    "config.json está dañado: model.d_ff es nada, pero tiene que ser un número entero de 1 a 1.000.000",
  )
})

test("numbers", () => {
  const says = (/** @type {number | number[]} */ count) =>
    new MachineError("text_long", { count, most: 0 }).said("es")
  assert.match(says(0.25), /^0,25 /)
  assert.match(says(3e-4), /^0,0003 /)
  assert.match(says(1e100), /^1e\+100 /)
  assert.match(says([1, 18, 126]), /^1, 18 o 126 /)
})
