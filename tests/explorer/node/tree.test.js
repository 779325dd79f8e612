/** The tree of what was written, and the history that knows of it. */

import assert from "node:assert/strict"
import { test } from "node:test"

const PAGE = "../../../src/proust_attention/explorer/static/page"
const { Tree, textOf } = await import(`${PAGE}/next/tree.js`)
const { History } = await import(`${PAGE}/text/history.js`)

/** Write a text behind the present one, character by character. */
const write = (tree, text) => [...text].forEach((piece) => tree.add(piece, tree.text + piece))
const back = (tree, times) => Array.from({ length: times }, () => tree.go(-1))
const seen = (tree) => tree.twigs().map(({ level, before, after, isHere }) => [level, before, after, isHere])

/** je me suis ─ couché, ─ cas */
function forked() {
  const tree = new Tree({ text: "je me suis ", written: 0 })
  write(tree, "couché")
  back(tree, 5)
  write(tree, "as")
  return tree
}

test("who goes back and writes something else is on another branch, and the old one stays", () => {
  const tree = forked()
  assert.deepEqual(seen(tree), [
    [1, "je me suis c", "", false],
    [2, "", "ouché", false],
    [2, "as", "", true],
  ])
  assert.ok(tree.isAt({ text: "je me suis cas", written: 3 }))
  assert.equal(tree.count, 9)
  assert.equal(tree.forks, 1)
  tree.visit(tree.twigs()[1].end)
  assert.ok(tree.isAt({ text: "je me suis couché", written: 6 }))
  back(tree, 5)
  assert.ok(tree.go(1)) // where it was gone last
  assert.equal(tree.text, "je me suis co")
  assert.equal(tree.go(1) && tree.go(1) && tree.go(1) && tree.go(1), true)
  assert.equal(tree.go(1), false)
})

test("who writes the same once more is on the same branch", () => {
  const tree = forked()
  back(tree, 2)
  write(tree, "ouché")
  assert.equal(tree.count, 9)
  assert.equal(tree.text, "je me suis couché")
  assert.equal(back(tree, 6).at(-1), true)
  assert.equal(tree.go(-1), false)
})

test("a stage in the middle of a branch", () => {
  const tree = forked()
  back(tree, 1)
  assert.deepEqual(seen(tree)[2], [2, "a", "s", true])
})

test("back into what was written, and into what was typed", () => {
  const tree = forked()
  tree.goBackTo("je me suis c", 0)
  assert.ok(tree.isAt({ text: "je me suis c", written: 1 }))
  tree.goBackTo("je me ", 0)
  write(tree, "vo")
  assert.ok(tree.isAt({ text: "je me vo", written: 2 }))
  assert.deepEqual(seen(tree), [
    [1, "je me ", "", false],
    [2, "", "suis c", false],
    [3, "", "ouché", false],
    [3, "", "as", false],
    [2, "vo", "", true],
  ])
  const old = tree.find({ text: "je me suis couché", written: 6 })
  assert.equal(textOf(old), "je me suis couché")
  assert.equal(tree.find({ text: "je me suis couché", written: 5 }), null)
})

test("a phrase that is read otherwise than it was typed", () => {
  const tree = new Tree({ text: "je 😀 me suis ", written: 0 }) // read without the face: two units shorter
  write(tree, "ca")
  tree.goBackTo("je  me suis c", 2)
  assert.ok(tree.isAt({ text: "je 😀 me suis c", written: 1 }))
})

test("a long text loses its beginning", () => {
  const tree = new Tree({ text: "abcdef", written: 0 })
  tree.add("g", "defg")
  write(tree, "h")
  assert.equal(tree.text, "defgh")
  back(tree, 2)
  assert.equal(tree.text, "abcdef")
  assert.ok(tree.find({ text: "defgh", written: 2 }))
})

test("the other branches can be forgotten, and go where there are too many stages", () => {
  const tree = forked()
  back(tree, 1)
  tree.clear()
  assert.deepEqual(seen(tree), [[1, "je me suis ca", "s", true]])
  assert.equal(tree.count, 4)
  for (let i = 0; i < 19_997; i++) tree.add(String(i % 7), tree.text + (i % 7))
  assert.ok(tree.count <= 10_000)
  assert.equal(textOf(tree.present), tree.text)
  assert.equal(textOf(tree.root).length, tree.text.length - tree.count + 1)
  assert.equal(tree.root.parent, null)
})

test("undo goes from one branch to the other", () => {
  const history = new History()
  history.add({ text: "je", written: 0 }, 0)
  history.add({ text: "je ", written: 1 }, 1000)
  history.add({ text: "je s", written: 2 }, 1010)
  history.add({ text: "je su", written: 3 }, 1020)
  history.add({ text: "je s", written: 2 }, 3000) // back
  history.add({ text: "je so", written: 3 }, 3010)
  assert.deepEqual(history.go(-1), { text: "je su", written: 3 })
  assert.deepEqual(history.go(-1), { text: "je", written: 0 })
  assert.deepEqual(history.go(1), { text: "je su", written: 3 })
  assert.deepEqual(history.go(1), { text: "je so", written: 3 })
})
