/**
 * The three steps of the arithmetic: the score, the softmax of its row, the values that are gathered.
 */

import { named } from "../core/cell.js"
import { element } from "../widgets/elements.js"
import { written } from "../widgets/numbers.js"
import { table } from "../widgets/table.js"

/**
 * @typedef {object} About
 * @property {import("../core/app.js").App} app
 * @property {import("../core/state.js").Reading} reading
 * @property {import("./numbers.js").Numbers} numbers
 * @property {number} query the places in the window
 * @property {number} key
 * @property {string} language
 */

const TERM = 6 // digits after the point: of what is added,
const SUM = 4 // and of a sum

/** Query times key: the score. @param {About} about */
export function scoreSection({ app: { t }, reading, numbers, query, key, language }) {
  const { K, products, sum, masked } = numbers
  const term = written(language, TERM)
  const whole = written(language, SUM)
  const { config } = reading
  const rows = Array.from(products, (product, i) => {
    return { head: String(i), cells: [term(numbers.query[i]), term(numbers.key[i]), term(product)] }
  })
  const sums = [{ head: "Σ", cells: ["", "", whole(sum)] }]
  const root = Math.sqrt(K)
  const rotated = config.positions === "rotary" ? "rotated" : ""
  const before = /** @type {const} */ (`${config.qk_norm ? "normalised" : ""}${rotated}`)
  return section(
    t("arithmetic_score"),
    paragraph(t("arithmetic_products", { from: named(reading, query), to: named(reading, key), K })),
    ...(before ? [paragraph(t(`arithmetic_${before}`))] : []),
    table(t("arithmetic_products_table"), ["i", "qᵢ/√d_k", "kᵢ", "qᵢ/√d_k · kᵢ"], rows, sums),
    paragraph(t("arithmetic_scale", { K, root })),
    formula(`q·k / √d_k = ${whole(sum * root)} / ${whole(root)} = ${whole(sum)}`),
    paragraph(t(masked ? "arithmetic_mask" : "arithmetic_no_mask")),
    formula(masked ? `z = ${whole(sum)} + (-∞) = -∞` : `z = ${whole(sum)} + 0 = ${whole(sum)}`),
  )
}

/** The row of scores made into weights. @param {About} about */
export function softmaxSection({ app: { t }, reading, numbers, query, key, language }) {
  const { scores, highest, powers, total, weights, weight, masked } = numbers
  const term = written(language, TERM)
  const whole = written(language, SUM)
  const rows = Array.from(scores, (score, place) => ({
    head: named(reading, place),
    cells: [term(score), term(powers[place]), term(weights[place])],
    chosen: place === key,
  }))
  const sums = [{ head: "Σ", cells: ["", whole(total), whole(weights.reduce((sum, one) => sum + one, 0))] }]
  const heads = [t("arithmetic_looked_at"), "z", "e^(z - max)", t("arithmetic_weight")]
  const power = `p = e^(${term(scores[key])} - ${term(highest)}) / Σ`
  const divided = `${term(powers[key])} / ${whole(total)}`
  return section(
    t("arithmetic_softmax"),
    paragraph(t("arithmetic_row", { from: named(reading, query), highest: term(highest) })),
    table(t("arithmetic_row_table"), heads, rows, sums),
    paragraph(t("arithmetic_divide")),
    formula(masked ? `p = e^(-∞) / ${whole(total)} = 0` : `${power} = ${divided} = ${term(weight)}`),
  )
}

/** The values, each as much as its weight says. @param {About} about */
export function gatherSection({ app: { t }, reading, numbers, language }) {
  const { K, gathered, others, output } = numbers
  const term = written(language, TERM)
  const whole = written(language, SUM)
  const columns = [
    `v ${named(reading, gathered[0].place)}`,
    ...gathered.map(({ place, weight }) => `${term(weight)} · v ${named(reading, place)}`),
    ...(others ? [t("arithmetic_others", { count: others.count, weight: term(others.weight) })] : []),
  ]
  const rows = Array.from({ length: K }, (_, i) => ({
    head: String(i),
    cells: [
      term(gathered[0].value[i]),
      ...gathered.map(({ parts }) => term(parts[i])),
      ...(others ? [term(others.parts[i])] : []),
      whole(output[i]),
    ],
  }))
  return section(
    t("arithmetic_gather"),
    paragraph(t("arithmetic_values", { K })),
    table(t("arithmetic_values_table"), ["i", ...columns, "oᵢ"], rows),
    paragraph(t("arithmetic_output")),
  )
}

/**
 * @param {string} title
 * @param {Node[]} content
 */
function section(title, ...content) {
  return element("li", {}, element("h3", {}, title), ...content)
}

/** @param {string} text */
function paragraph(text) {
  return element("p", {}, text)
}

/** @param {string} text */
function formula(text) {
  return element("p", { class: "formula" }, text)
}
