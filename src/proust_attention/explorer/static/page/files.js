/**
 * Files: a machine from the reader's own disk, as a folder or as its three files, dropped on the page or chosen.
 *
 * Nothing but the three files is looked at, however much there is in a folder; each by its size before it is read.
 */

import { MachineError } from "../engine/errors.js"
import { checkSize, LIMITS } from "../engine/limits.js"
import { byId } from "./elements.js"

/** @typedef {import("../engine/limits.js").Part} Part */
/** @typedef {import("../engine/machine.js").Files} Files */
/** @typedef {Map<string, File>} Found by name */

const PARTS = /** @type {Part[]} */ (Object.keys(LIMITS))

/**
 * @param {(read: () => Promise<Files>) => void} open is called when files have come
 */
export function mount(open) {
  const input = byId("files")
  const dropping = document.documentElement.classList
  byId("open-files").addEventListener("click", () => input.click())
  input.addEventListener("change", () => {
    const chosen = [...input.files]
    input.value = ""  // the same files, mended, can be chosen again
    if (chosen.length) open(() => contents(byName(chosen)))
  })
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    dropping.add("dropping")
  })
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) dropping.remove("dropping")  // it has left the window
  })
  addEventListener("drop", (event) => {
    const { dataTransfer } = event
    if (!dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    dropping.remove("dropping")
    const entries = [...dataTransfer.items].map((item) => item.webkitGetAsEntry())  // later they are gone
    const files = [...dataTransfer.files]
    const folder = entries.find((entry) => entry?.isDirectory)
    open(async () => contents(folder ? await inFolder(/** @type {any} */ (folder)) : byName(files)))
  })
}

/**
 * @param {File[]} files
 * @returns {Found}
 */
function byName(files) {
  return new Map(files.map((file) => [file.name, file]))
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<Found>}
 */
async function inFolder(folder) {
  const found = new Map()
  for (const part of PARTS) {
    const file = await new Promise((resolve) => {
      const none = () => resolve(null)
      folder.getFile(part, {}, (entry) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, none), none)
    })
    if (file) found.set(part, file)
  }
  return found
}

/**
 * Read the three files.
 * @param {Found} found
 * @returns {Promise<Files>}
 */
async function contents(found) {
  const chosen = PARTS.map((part) => {
    const file = found.get(part)
    if (!file) throw new MachineError(`this is not a whole machine: ${part} is missing`)
    checkSize(part, file.size)
    return file
  })
  const buffers = await Promise.all(chosen.map((file) => file.arrayBuffer())).catch(() => {
    throw new MachineError("the files cannot be read")
  })
  return /** @type {Files} */ (Object.fromEntries(PARTS.map((part, i) => [part, buffers[i]])))
}
