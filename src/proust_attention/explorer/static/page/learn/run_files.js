/**
 * A run as a folder of this computer: saved as one file that unpacks to it, and opened again.
 */

import { MachineError } from "../../engine/errors.js"
import { zipped } from "./zip.js"

/** @typedef {import("../../engine/training/folder.js").Folder} Folder */

const MOST = 500_000_000 // bytes: what is larger is another folder, taken by mistake

/**
 * Save a run: the browser puts it where it puts what it downloads.
 * @param {Folder} files
 * @param {string} name of the folder
 */
export function save(files, name) {
  const inFolder = Object.fromEntries(Object.entries(files).map(([path, content]) => [`${name}/${path}`, content]))
  const link = document.createElement("a")
  link.href = URL.createObjectURL(zipped(inFolder))
  link.download = `${name}.zip`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // the browser reads it in its own time
}

/**
 * Read the files of a folder that was chosen.
 * @param {File[]} files whose paths begin with the name of the folder
 * @returns {Promise<Folder>}
 * @throws {MachineError}
 */
export function readChosen(files) {
  return read(files.map((file) => [file.webkitRelativePath.split("/").slice(1).join("/"), file]))
}

/**
 * Read the files of a folder that was dropped.
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<Folder>}
 * @throws {MachineError}
 */
export async function readDropped(folder) {
  return read(await filesIn(folder, ""))
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @param {string} above its path
 * @returns {Promise<[path: string, file: File][]>}
 */
async function filesIn(folder, above) {
  const reader = folder.createReader()
  /** @type {FileSystemEntry[]} */
  const entries = []
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)) // a hundred at a time
    if (!some.length) break
    entries.push(...some)
  }
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = `${above}${entry.name}`
      if (entry.isDirectory) {
        const inner = /** @type {FileSystemDirectoryEntry} */ (entry)
        return above ? [] : filesIn(inner, `${path}/`) // a run is no deeper
      }
      /** @type {File} */
      const file = await new Promise((resolve, reject) => /** @type {any} */ (entry).file(resolve, reject))
      return [/** @type {[string, File]} */ ([path, file])]
    }),
  )
  return found.flat()
}

/**
 * @param {[path: string, file: File][]} files
 * @returns {Promise<Folder>}
 */
async function read(files) {
  const own = files.filter(([path]) => /^(state\/|snapshots\/)?[\w.-]+\.(json|jsonl|npy|safetensors)$/.test(path))
  const size = own.reduce((sum, [, file]) => sum + file.size, 0)
  if (size > MOST) {
    throw new MachineError("folder_large", { size, most: MOST })
  }
  const contents = await Promise.all(
    own.map(async ([path, file]) => [path, new Uint8Array(await file.arrayBuffer())]),
  ).catch(() => {
    throw new MachineError("files_unreadable")
  })
  return Object.fromEntries(contents)
}
