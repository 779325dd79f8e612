"""Muon in PyTorch: the formula of muon.py, over all matrices of one shape at once.

# Class Notes

What Muon does and why: muon.py. Its products are small, and a small product keeps few cores busy; so the matrices
of one shape, and the transposes of those of the opposite shape, lie on one another and are multiplied together.
"""

from collections import defaultdict
from collections.abc import Mapping

import torch
from jaxtyping import Float
from torch import Tensor, nn

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.muon import EPSILON, ROUNDS, A, B, C, step_factor


def orthogonalise(matrices: Float[Tensor, "G N M"]) -> Float[Tensor, "G N M"]:
    """Return about U·Vᵀ of each matrix U·S·Vᵀ of a stack, N ≤ M, by Newton-Schulz iteration."""
    X = matrices / (torch.linalg.vector_norm(matrices, dim=(1, 2), keepdim=True) + EPSILON)
    for _ in range(ROUNDS):
        gram = X @ X.mT  # (G, N, M) @ (G, M, N) -> (G, N, N)
        polynomial = torch.baddbmm(gram, gram, gram, beta=B, alpha=C)  # b·G + c·G²
        X = torch.baddbmm(X, polynomial, X, beta=A)  # a·X + (b·G + c·G²)·X
    return X


class Muon:
    """Muon over named matrices."""

    def __init__(self, weights: Mapping[str, nn.Parameter], config: TrainingConfig) -> None:
        self.weights = weights
        self.config = config
        self.dtype = torch.bfloat16 if config.precision == "bfloat16" else None  # None: that of the weights
        self.momentum = {name: torch.zeros_like(weight) for name, weight in weights.items()}
        self.stacks = defaultdict[tuple[int, ...], list[str]](list)  # the smaller side first: the names
        for name, weight in weights.items():
            self.stacks[tuple(sorted(weight.shape))].append(name)

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        """Move every matrix by its gradient."""
        mu, decay = self.config.muon_momentum, 1 - learning_rate * self.config.weight_decay
        for names in self.stacks.values():
            weights = [self.weights[name] for name in names]
            g = [weight.grad for weight in weights if weight.grad is not None]
            m = [self.momentum[name] for name in names]
            torch._foreach_lerp_(m, g, 1 - mu)  # μ·m + (1 - μ)·g
            u = torch._foreach_lerp(g, m, mu)
            lying = torch.stack([matrix.mT if upright(matrix) else matrix for matrix in u])
            for weight, step in zip(weights, orthogonalise(lying.to(self.dtype)), strict=True):
                turned = step.mT if upright(weight) else step
                weight.mul_(decay).sub_(turned, alpha=learning_rate * step_factor(weight.shape))


def upright(matrix: Tensor) -> bool:
    """Whether a matrix has more rows than columns."""
    return matrix.shape[0] > matrix.shape[1]
