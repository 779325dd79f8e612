/**
 * Where the files of a machine lie, as the page sees it (explorer/site.py).
 */

/** @param {string} name */
export function machineFolder(name) {
  return `machines/${encodeURIComponent(name)}/`
}
