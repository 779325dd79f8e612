/**
 * Files: a machine from the reader's own disk, as a folder or as its three files, dropped on the page or chosen;
 * or a text.
 *
 * Nothing but the three files is looked at, however much there is in a folder; each by its size before it is
 * read.
 */

import { MachineError } from "../../engine/errors.js"
import { checkSize, PARTS } from "../../engine/limits.js"
import { byId } from "../widgets/elements.js"
import { textAmong } from "./text_file.js"

/** @typedef {import("../../engine/machine.js").Files} Files */
/** @typedef {Map<string, File>} Found by name */

/**
 * @param {(read: () => Promise<Partial<Files>>, names: string, folder?: string) => void} open is called when files
 *   have come, with their names, and with that of the folder in which they lie
 * @param {(file: File) => void} read is called when it is one text
 */
export function mount(open, read) {
  const input = byId("files")
  const dropping = document.documentElement.classList
  const button = byId("open-files")
  button.disabled = false // in index.html it is dead: until now a click would have done nothing
  button.addEventListener("click", () => input.click())
  input.addEventListener("change", () => {
    const chosen = [...(input.files ?? [])]
    input.value = "" // the same files, mended, can be chosen again
    const text = textAmong(chosen)
    if (text) read(text)
    else if (chosen.length) open(() => contents(byName(chosen)), namesOf(chosen))
  })
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    dropping.add("dropping")
  })
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) dropping.remove("dropping") // it has left the window
  })
  addEventListener("drop", () => dropping.remove("dropping"), { capture: true }) // also of what a panel takes
  addEventListener("drop", (event) => {
    const { dataTransfer } = event
    if (!dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    const entries = [...dataTransfer.items].map((item) => item.webkitGetAsEntry()) // later they are gone
    const files = [...dataTransfer.files]
    const folder = /** @type {FileSystemDirectoryEntry | null} */ (entries.find((one) => one?.isDirectory) ?? null)
    const text = folder ? null : textAmong(files)
    if (text) return read(text)
    const found = async () => (folder ? await inFolder(folder) : byName(files))
    open(async () => contents(await found()), folder?.name ?? namesOf(files), folder?.name)
  })
}

/** @param {File[]} files */
function namesOf(files) {
  return files
    .slice(0, PARTS.length)
    .map(({ name }) => name)
    .join(", ")
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
 * Read the three files, or those that are there: the engine says what is missing.
 * @param {Found} found
 * @returns {Promise<Partial<Files>>}
 * @throws {MachineError} if there is only an archive of them, or one is too large or cannot be read
 */
async function contents(found) {
  const parts = PARTS.filter((part) => found.has(part))
  const packed = [...found.keys()].find((name) => /\.zip$/i.test(name))
  if (!parts.length && packed) throw new MachineError("files_packed", { file: packed })
  const chosen = parts.map((part) => /** @type {File} */ (found.get(part)))
  chosen.forEach(({ size }, i) => checkSize(parts[i], size))
  const buffers = await Promise.all(chosen.map((file) => file.arrayBuffer())).catch(() => {
    throw new MachineError("files_unreadable")
  })
  return Object.fromEntries(parts.map((part, i) => [part, buffers[i]]))
}
