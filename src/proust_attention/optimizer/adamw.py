"""AdamW: a step of its own size for every weight.

# Class Notes

Plain gradient descent moves every weight by the same factor times its gradient: too far where the slope is
steep, hardly at all where it is gentle. Adam keeps for each weight a fading mean m of the gradient g and a
fading mean v of its square, and divides one by the root of the other, so that the size of the step depends on
how steadily the gradient points one way, and not on how large it is:

    m ← β₁·m + (1 - β₁)·g             v ← β₂·v + (1 - β₂)·g²
    m̂ = m / (1 - β₁ᵗ)                 v̂ = v / (1 - β₂ᵗ)          they began at 0; this makes up for it
    θ ← θ - η·λ·θ - η · m̂ / (√v̂ + ε)

A gradient that is always the same gives m̂/√v̂ = ±1: a step of η, however small the gradient (while it is far
above ε = 1e-8). One that changes its sign each time gives about 0.

The W is the term η·λ·θ: each weight decays a little by itself, apart from the gradient. As in the article, all
weights decay, the norms and biases too.

    g gradient   m first_moment   v second_moment   t step, from 1   η learning rate   λ weight_decay
                                            Kingma and Ba 2015; Loshchilov and Hutter 2019 (the decay set apart)

>>> weights = {"w": np.array([1.0, 1.0])}
>>> adamw = AdamW(weights, TrainingConfig(weight_decay=0.0))
>>> adamw.step({"w": np.array([1e-2, -1e2])}, learning_rate=0.1)
>>> weights["w"].round(3).tolist()               # two gradients, ten thousand times apart: the same step
[0.9, 1.1]
"""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from proust_attention.config import TrainingConfig

EPSILON = 1e-8

Arrays = Mapping[str, Float[np.ndarray, "..."]]


class AdamW:
    """AdamW over named weights, which it changes in place."""

    def __init__(self, weights: Arrays, config: TrainingConfig) -> None:
        self.weights = weights
        self.config = config
        self.first_moment = {name: np.zeros_like(weight) for name, weight in weights.items()}
        self.second_moment = {name: np.zeros_like(weight) for name, weight in weights.items()}
        self.steps_done = 0

    def step(self, gradients: Arrays, learning_rate: float) -> None:
        """Move every weight by its gradient."""
        self.steps_done += 1
        beta_1, beta_2 = self.config.beta_1, self.config.beta_2
        correction_1 = 1 - beta_1**self.steps_done
        correction_2 = 1 - beta_2**self.steps_done
        for name, weight in self.weights.items():
            g, m, v = gradients[name], self.first_moment[name], self.second_moment[name]
            m += (1 - beta_1) * (g - m)  # β₁·m + (1 - β₁)·g
            v += (1 - beta_2) * (g * g - v)
            weight *= 1 - learning_rate * self.config.weight_decay
            weight -= (learning_rate / correction_1) * m / (np.sqrt(v / correction_2) + EPSILON)
