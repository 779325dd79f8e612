/**
 * The keys of this panel's sentences, of which some end with the name of a setting, of a value or of a part.
 */

/**
 * @param {string} name
 * @returns {import("../core/language.js").Key} tests take them all through the page
 */
export function keyOf(name) {
  return /** @type {any} */ (`learn_${name}`)
}
