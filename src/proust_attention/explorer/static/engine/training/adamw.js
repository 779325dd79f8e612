/**
 * AdamW: a step of its own size for every weight.
 *
 * # Class Notes
 *
 *     m ← β₁·m + (1 - β₁)·g             v ← β₂·v + (1 - β₂)·g²
 *     m̂ = m / (1 - β₁ᵗ)                 v̂ = v / (1 - β₂ᵗ)
 *     θ ← θ - η·λ·θ - η · m̂ / (√v̂ + ε)
 *
 * A fading mean of the gradient, divided by the root of a fading mean of its square: the size of a step depends on
 * how steadily the gradient points one way, and not on how large it is. The whole of the notes stands in
 * optimizer/adamw.py.
 */

const EPSILON = 1e-8

/** @type {import("./optimizer.js").Method} */
export const ADAMW = {
  name: "adamw",
  owns: () => true,
  rate: "learning_rate",
  state: ["first_moment", "second_moment"],
  update(weight, g, { first_moment: m, second_moment: v }, learningRate, t, config) {
    const { beta_1, beta_2, weight_decay } = config
    const correction1 = 1 - beta_1 ** t
    const correction2 = 1 - beta_2 ** t
    const kept = 1 - learningRate * weight_decay
    const rate = learningRate / correction1
    const { data } = weight
    for (let i = 0; i < data.length; i++) {
      m[i] += (1 - beta_1) * (g[i] - m[i]) // β₁·m + (1 - β₁)·g
      v[i] += (1 - beta_2) * (g[i] * g[i] - v[i])
      data[i] = data[i] * kept - (rate * m[i]) / (Math.sqrt(v[i] / correction2) + EPSILON)
    }
  },
}
