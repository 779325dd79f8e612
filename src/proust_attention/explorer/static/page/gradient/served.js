/**
 * What computes beside the page: where `proust explore` has served it, NumPy, and PyTorch if that is installed.
 * They receive the batch and the weights, and return the same number of the gradient (explorer/witness.py).
 */

/** @type {Promise<string[]> | null} */
let known = null
/** @type {WeakMap<object, Promise<Uint8Array<ArrayBuffer>>>} the file of each step that was taken apart */
const files = new WeakMap()

/**
 * Which engines there are; none where the page is a folder of files.
 * @returns {Promise<string[]>}
 */
export function engines() {
  known ??= fetch("engines.json")
    .then((response) => (response.ok ? response.json() : []))
    .catch(() => [])
  return known
}

/**
 * @param {import("./source.js").Taken} taken
 * @param {string} name of a weight
 * @param {number} place in it
 * @returns {Promise<import("./cell.js").Served>}
 */
export async function witnesses(taken, name, place) {
  const file = files.get(taken) ?? taken.file()
  files.set(taken, file)
  const response = await fetch(`witness?${new URLSearchParams({ weight: name, place: String(place) })}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: await file,
  })
  if (!response.ok) throw new Error((await response.text()).trim())
  return response.json()
}
