"""Muon: a step that changes what a matrix does equally in every direction.

# Class Notes

AdamW treats a matrix as a bag of numbers. But a matrix is a map, x ↦ x·W, and what a step does to the map shows
in its singular values. The gradient of a whole batch, M = U·S·Vᵀ, has a few large ones and many tiny ones: a step
along it changes x·W much for x in a few directions (columns of U) and hardly at all in the others. Muon keeps the
directions U and V, and sets every singular value in S to 1:

    U·Vᵀ          the orthogonal matrix nearest to M: |x·U·Vᵀ| = |x| for every x that is made of columns of U

It is also the steepest step: of all matrices ΔW with |x·ΔW| ≤ |x| for every input x, so that no output changes by
more than the length of its input, -U·Vᵀ is the one along which the loss falls fastest.

An SVD at every step would be slow. An odd polynomial does it without: p(M) = a·M + b·(M·Mᵀ)·M + c·(M·Mᵀ)²·M
changes each singular value s into p(s) = a·s + b·s³ + c·s⁵ and leaves U and V alone. With (a, b, c) below, five
rounds of it bring every s between 0.003 and 1 to between 0.68 and 1.21, near enough to 1. They need s ≤ 1, so M
is first divided by its Frobenius norm √(Σ s²), which no singular value exceeds.

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

import numpy as np
from jaxtyping import Float

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.method import Array, Method

A, B, C = 3.4445, -4.7750, 2.0315  # steep at 0, so that small singular values catch up; about 1 near 1
ROUNDS = 5
EPSILON = 1e-7  # so that a gradient of zeros gives a step of zeros


def owns(name: str, shape: tuple[int, ...]) -> bool:
    """Whether a weight is one of the matrices inside the blocks.

    >>> [owns("blocks.0.attention.W_Q", (4, 4)), owns("output_projection", (4, 9))]
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


def update(
    weight: Array, g: Array, kept: dict[str, Array], learning_rate: float, t: int, config: TrainingConfig
) -> None:
    """Move a matrix by its gradient, in place."""
    mu, m = config.muon_momentum, kept["momentum"]
    m += (1 - mu) * (g - m)  # μ·m + (1 - μ)·g
    u = orthogonalise(mu * m + (1 - mu) * g)
    weight *= 1 - learning_rate * config.weight_decay
    weight -= learning_rate * step_factor(weight.shape) * u


MUON = Method(
    name="muon",
    title="Muon",
    owns=owns,
    of="the matrices inside the blocks",
    rate="muon_learning_rate",
    state=("momentum",),
    update=update,
)
