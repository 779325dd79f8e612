"""Muon: a step that turns every direction of a matrix by the same amount.

# Class Notes

AdamW treats a matrix as a bag of numbers. But a matrix is a map, x ↦ x·W, and what a step does to the map shows
in its singular values. The gradient of a whole batch has a few large ones and many tiny ones: a step along it
changes the map in a few directions and hardly at all in the others. Muon keeps the directions and makes all the
sizes equal. With M = U·S·Vᵀ, the step is

    U·Vᵀ          the orthogonal matrix nearest to M: whatever its slope, each direction moves by 1

which is also the steepest way down among all steps that change no input's image by more than its own length. An
SVD at every step would be slow. An odd polynomial does it without: p(M) = a·M + b·(M·Mᵀ)·M + c·(M·Mᵀ)²·M changes
each singular value s into p(s) = a·s + b·s³ + c·s⁵ and leaves U and V alone. With (a, b, c) below, five rounds of
it bring every s between 0.003 and 1 to between 0.68 and 1.21, near enough to 1. They need s ≤ 1, so M is first
divided by its Frobenius norm √(Σ s²), which no singular value exceeds.

    m ← μ·m + (1 - μ)·g                  a fading mean of the gradient
    u = μ·m + (1 - μ)·g                  Nesterov: look one step ahead
    θ ← θ - η·λ·θ - η · √max(1, out/in) · orthogonal(u)

The factor in front keeps the change of the output, number for number, as large for a matrix that widens as for a
square one. It is mostly written for weights (out, in); ours are (in, out), so the shape is read the other way.

Only for matrices between hidden vectors, those inside the blocks. Rows of the embedding and columns of the output
belong to single symbols, most of which a batch does not contain: those, and vectors, are left to AdamW.

    g gradient   m momentum   μ muon_momentum   η muon_learning_rate   λ weight_decay
                   Jordan et al. 2024 (Muon; a, b, c); Bernstein and Newhouse 2024 (why: the spectral norm)

>>> stretched = np.array([[3.0, 0.0, 0.0], [0.0, 0.02, 0.0]])      # two directions, one 150 times the other
>>> orthogonalise(stretched).round(1).tolist()                     # now about equal
[[0.7, 0.0, 0.0], [0.0, 0.9, 0.0]]
"""

import math
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from proust_attention.config import TrainingConfig

A, B, C = 3.4445, -4.7750, 2.0315  # steep at 0, so that small singular values catch up; about 1 near 1
ROUNDS = 5
EPSILON = 1e-7  # a gradient of zeros stays one


def is_moved(name: str, shape: tuple[int, ...]) -> bool:
    """Whether Muon moves a weight: the matrices inside the blocks.

    >>> [is_moved("blocks.0.attention.W_Q", (4, 4)), is_moved("output_projection", (4, 9))]
    [True, False]
    """
    return name.startswith("blocks.") and len(shape) == 2


def step_factor(shape: tuple[int, ...]) -> float:
    """Return √max(1, out/in) of a weight (in, out)."""
    return math.sqrt(max(1.0, shape[1] / shape[0]))


def orthogonalise(matrix: Float[np.ndarray, "N M"]) -> Float[np.ndarray, "N M"]:
    """Return about U·Vᵀ of a matrix U·S·Vᵀ, by Newton-Schulz iteration."""
    if matrix.shape[0] > matrix.shape[1]:
        return orthogonalise(matrix.T).T  # so that X·Xᵀ is the smaller product
    X = matrix / (np.linalg.norm(matrix) + EPSILON)
    for _ in range(ROUNDS):
        gram = X @ X.T  # (N, M) @ (M, N) -> (N, N)
        X = A * X + (B * gram + C * gram @ gram) @ X  # -> (N, M)
    return X


class Muon:
    """Muon over named matrices, which it changes in place."""

    def __init__(self, weights: Mapping[str, Float[np.ndarray, "N M"]], config: TrainingConfig) -> None:
        self.weights = weights
        self.config = config
        self.momentum = {name: np.zeros_like(weight) for name, weight in weights.items()}

    def step(self, gradients: Mapping[str, Float[np.ndarray, "..."]], learning_rate: float) -> None:
        """Move every matrix by its gradient."""
        mu = self.config.muon_momentum
        for name, weight in self.weights.items():
            g, m = gradients[name], self.momentum[name]
            m += (1 - mu) * (g - m)  # μ·m + (1 - μ)·g
            u = orthogonalise(mu * m + (1 - mu) * g)
            weight *= 1 - learning_rate * self.config.weight_decay
            weight -= learning_rate * step_factor(weight.shape) * u
