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

Clipping: where the norm of all gradients, taken as one long vector, exceeds a bound, they are scaled down to
it;
the direction stays.                                                                    Pascanu et al. 2013

>>> weights = {"w": np.array([1.0, 1.0])}
>>> adamw = AdamW(weights, TrainingConfig(weight_decay=0.0))
>>> adamw.step({"w": np.array([1e-2, -1e2])}, learning_rate=0.1) > 100         # the norm before clipping
True
>>> weights["w"].round(3).tolist()               # two gradients, ten thousand times apart: the same step
[0.9, 1.1]
"""

import math
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from proust_attention.config import TrainingConfig

EPSILON = 1e-8

Arrays = Mapping[str, Float[np.ndarray, "..."]]


class AdamW:
    """AdamW over named weights, which it changes in place, with clipping."""

    def __init__(self, weights: Arrays, config: TrainingConfig) -> None:
        self.weights = weights
        self.config = config
        self.first_moment = {name: np.zeros_like(weight) for name, weight in weights.items()}
        self.second_moment = {name: np.zeros_like(weight) for name, weight in weights.items()}
        self.steps_done = 0

    def step(self, gradients: Arrays, learning_rate: float) -> float:
        """Move every weight by its gradient; return the norm of the whole gradient before clipping."""
        self.steps_done += 1
        beta_1, beta_2 = self.config.beta_1, self.config.beta_2
        norm = global_norm(gradients)
        scale = min(1.0, self.config.max_gradient_norm / (norm + 1e-6))
        correction_1 = 1 - beta_1**self.steps_done
        correction_2 = 1 - beta_2**self.steps_done
        for name, weight in self.weights.items():
            g, m, v = gradients[name] * scale, self.first_moment[name], self.second_moment[name]
            m += (1 - beta_1) * (g - m)  # β₁·m + (1 - β₁)·g
            v += (1 - beta_2) * (g * g - v)
            weight *= 1 - learning_rate * self.config.weight_decay
            weight -= (learning_rate / correction_1) * m / (np.sqrt(v / correction_2) + EPSILON)
        return norm

    def state(self) -> dict[str, Float[np.ndarray, "..."]]:
        """Return copies of both moments of every weight: "first_moment.NAME", "second_moment.NAME"."""
        first = {f"first_moment.{name}": m.copy() for name, m in self.first_moment.items()}
        second = {f"second_moment.{name}": v.copy() for name, v in self.second_moment.items()}
        return {**first, **second}

    def load_state(self, state: Arrays, step: int) -> None:
        """Go on from moments that `state` returned after `step` steps."""
        for name, weight in self.weights.items():
            self.first_moment[name] = state[f"first_moment.{name}"].astype(weight.dtype)
            self.second_moment[name] = state[f"second_moment.{name}"].astype(weight.dtype)
        self.steps_done = step


def global_norm(gradients: Arrays) -> float:
    """Return the length of all gradients laid end to end."""
    return math.sqrt(sum(float(np.vdot(g, g)) for g in gradients.values()))
