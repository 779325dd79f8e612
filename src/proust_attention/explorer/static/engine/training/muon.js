/**
 * Muon: a step that changes what a matrix does equally in every direction.
 *
 * # Class Notes
 *
 *     m ← μ·m + (1 - μ)·g                  a fading mean of the gradient
 *     u = μ·m + (1 - μ)·g                  Nesterov: look one step ahead
 *     θ ← θ - η·λ·θ - η · √max(1, out/in) · orthogonal(u)
 *
 * orthogonal(U·S·Vᵀ) is about U·Vᵀ: every singular value is brought near 1, by five rounds of an odd polynomial
 * (Newton and Schulz). Only for the matrices inside the blocks; the others are left to AdamW. The whole of the
 * notes stands in optimizer/muon.py.
 */

import { like, scaled, squares } from "../floats.js"
import { product, timesTransposed, transposed } from "../product.js"

/** @typedef {import("../floats.js").Floats} Floats */

const A = 3.4445
const B = -4.775
const C = 2.0315 // steep at 0, so that small singular values catch up; about 1 near 1
const ROUNDS = 5
const EPSILON = 1e-7 // so that a gradient of zeros gives a step of zeros

/** @type {import("./optimizer.js").Method} */
export const MUON = {
  name: "muon",
  owns: (name, shape) => name.startsWith("blocks.") && shape.length === 2,
  rate: "muon_learning_rate",
  state: ["momentum"],
  update({ data, shape: [rows, columns] }, g, { momentum: m }, learningRate, _, config) {
    const { muon_momentum: mu, weight_decay } = config
    const ahead = like(g)
    for (let i = 0; i < g.length; i++) {
      m[i] += (1 - mu) * (g[i] - m[i]) // μ·m + (1 - μ)·g
      ahead[i] = mu * m[i] + (1 - mu) * g[i]
    }
    const u = orthogonalise(ahead, rows, columns)
    const kept = 1 - learningRate * weight_decay
    const rate = learningRate * Math.sqrt(Math.max(1, columns / rows))
    for (let i = 0; i < data.length; i++) data[i] = data[i] * kept - rate * u[i]
  },
}

/**
 * Return about U·Vᵀ of a matrix U·S·Vᵀ, by Newton-Schulz iteration.
 * @param {Floats} matrix (rows, columns)
 * @param {number} rows
 * @param {number} columns
 * @returns {Floats}
 */
export function orthogonalise(matrix, rows, columns) {
  if (rows > columns) {
    // so that X·Xᵀ is the smaller product
    return transposed(orthogonalise(transposed(matrix, columns), columns, rows), rows)
  }
  const X = scaled(matrix, 1 / (Math.sqrt(squares(matrix)) + EPSILON))
  for (let round = 0; round < ROUNDS; round++) {
    const gram = timesTransposed(X, X, columns, rows) // (N, M) @ (M, N) -> (N, N)
    const gram2 = product(gram, gram, rows, rows)
    for (let i = 0; i < gram.length; i++) gram[i] = B * gram[i] + C * gram2[i]
    const change = product(gram, X, rows, columns) // -> (N, M)
    for (let i = 0; i < X.length; i++) X[i] = A * X[i] + change[i]
  }
  return X
}
