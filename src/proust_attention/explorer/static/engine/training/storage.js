/**
 * Storage: runs that the browser keeps, under names, until they are forgotten. A reload, a tab that was closed and
 * a computer that was shut down lose nothing of what was kept: a run is written whole or not at all (IndexedDB).
 */

import { MachineError } from "../errors.js"

/** @typedef {import("./folder.js").Folder} Folder */

const DATABASE = "proust-attention"
const RUNS = "runs"

/**
 * Keep a run; one of the same name is replaced.
 * @param {string} name
 * @param {Folder} files
 * @throws {MachineError} where the browser keeps nothing, or has no room
 */
export function keep(name, files) {
  return transact("readwrite", (runs) => runs.put(files, name))
}

/**
 * Return the files of a kept run.
 * @param {string} name
 * @returns {Promise<Folder>}
 */
export async function take(name) {
  const files = await transact("readonly", (runs) => runs.get(name))
  if (!files) throw new MachineError("run_unkept", { name })
  return files
}

/**
 * Return the names of all kept runs.
 * @returns {Promise<string[]>}
 */
export function kept() {
  return transact("readonly", (runs) => runs.getAllKeys())
}

/** @param {string} name */
export function forget(name) {
  return transact("readwrite", (runs) => runs.delete(name))
}

/**
 * Do something with the runs, and return its result once it is safe.
 * @param {IDBTransactionMode} mode
 * @param {(runs: IDBObjectStore) => IDBRequest} operation
 * @returns {Promise<any>}
 */
async function transact(mode, operation) {
  try {
    const database = await opened()
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(RUNS, mode, { durability: "strict" })
        const request = operation(transaction.objectStore(RUNS))
        transaction.addEventListener("complete", () => resolve(request.result))
        transaction.addEventListener("abort", () => reject(transaction.error))
      })
    } finally {
      database.close()
    }
  } catch (error) {
    throw refused(error)
  }
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE)
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(RUNS))
    request.addEventListener("success", () => resolve(request.result))
    request.addEventListener("error", () => reject(request.error))
  })
}

/** @param {unknown} error */
function refused(error) {
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return new MachineError("storage_full")
  }
  const what = error instanceof Error ? error.message : String(error)
  return new MachineError("storage_none", { what })
}
