"""AdamW: a step of its own size for every weight.

# Class Notes

Plain gradient descent moves every weight by the same factor times its gradient: too far where the slope is
steep, hardly at all where it is gentle. Adam keeps for each weight a fading mean m of the gradient g and a
fading mean v of its square, and divides one by the root of the other, so that the size of the step depends on
how steadily the gradient points one way, and not on how large it is:

    m ← β₁·m + (1 - β₁)·g             v ← β₂·v + (1 - β₂)·g²
    m̂ = m / (1 - β₁ᵗ)                 v̂ = v / (1 - β₂ᵗ)
    θ ← θ - η·λ·θ - η · m̂ / (√v̂ + ε)

Why m̂: m began at 0, so that after t steps the gradients in it have weights that add up to 1 - β₁ᵗ and not to 1;
divided by that it is a mean of them (after one step m = (1 - β₁)·g, and m̂ = g). v̂ likewise.

A gradient that is always the same gives m̂/√v̂ = ±1: a step of η, however small the gradient (while it is far
above ε = 1e-8). One that changes its sign each time gives about 0.

The W is the term η·λ·θ: each weight decays a little by itself, apart from the gradient. As in the article, all
weights decay, the norms and biases too.

    g gradient   m first_moment   v second_moment   t step, from 1   η learning rate   λ weight_decay
                                            Kingma and Ba 2015; Loshchilov and Hutter 2019 (the decay set apart)

>>> weight, g = np.array([1.0, 1.0]), np.array([1e-2, -1e2])
>>> kept = {"first_moment": np.zeros(2), "second_moment": np.zeros(2)}
>>> update(weight, g, kept, learning_rate=0.1, t=1, config=TrainingConfig(weight_decay=0.0))
>>> weight.round(3).tolist()                     # two gradients, ten thousand times apart: the same step
[0.9, 1.1]
"""

import numpy as np

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.method import Array, Method

EPSILON = 1e-8


def update(
    weight: Array, g: Array, kept: dict[str, Array], learning_rate: float, t: int, config: TrainingConfig
) -> None:
    """Move a weight by its gradient, in place."""
    m, v = kept["first_moment"], kept["second_moment"]
    correction_1, correction_2 = 1 - config.beta_1**t, 1 - config.beta_2**t
    m += (1 - config.beta_1) * (g - m)  # β₁·m + (1 - β₁)·g
    v += (1 - config.beta_2) * (g * g - v)
    weight *= 1 - learning_rate * config.weight_decay
    weight -= (learning_rate / correction_1) * m / (np.sqrt(v / correction_2) + EPSILON)


ADAMW = Method(
    name="adamw",
    title="AdamW",
    owns=lambda name, shape: True,
    of="all weights",
    rate="learning_rate",
    state=("first_moment", "second_moment"),
    update=update,
)
