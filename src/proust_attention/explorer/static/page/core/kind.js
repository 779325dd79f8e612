/**
 * The kind of a step: what an array is, in whatever block. The sentences of the diagram go by it.
 */

/**
 * @typedef {"token_ids" | "embedding" | "norm_1" | "query" | "key" | "value" | "weights" | "joined"
 *   | "attention_output" | "between" | "norm_2" | "hidden" | "feed_forward_output" | "after" | "final_norm"
 *   | "logits"} Kind each has its title, a sentence of the diagram
 */

/**
 * Return what kind a step is of, whatever its block: such as "query" for "blocks.1.attention.query". Both
 * sub-layers have an output: "attention_output" and "feed_forward_output".
 * @param {string} name
 * @returns {Kind} tests take every step of the engine through it
 */
export function kindOf(name) {
  const inBlock = name.replace(/^blocks\.\d+\./, "")
  return /** @type {Kind} */ (inBlock.replace(/^(attention|feed_forward)\.(?!output)/, "").replace(".", "_"))
}

/**
 * Return the number of the block that an array or a weight is of; null if it is of none.
 * @param {string} name
 */
export function blockOf(name) {
  const found = /^blocks\.(\d+)/.exec(name)
  return found ? Number(found[1]) : null
}
