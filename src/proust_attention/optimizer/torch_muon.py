"""Muon in PyTorch: the formula of muon.py, over all matrices of one shape at once.

# Class Notes

What Muon does and why: muon.py. Its products are small, and a small product keeps few cores busy; so the matrices
of one shape, and the transposes of those of the opposite shape, lie on one another and are multiplied together.
Where several processes share a run, each has the same gradients, and would do the same work: so each takes its
share of a stack, with zeros for the rest. The sum over all processes is the whole, to the bit the same in all.
"""

from collections import defaultdict
from collections.abc import Sequence

import torch
import torch.distributed as dist
from jaxtyping import Float
from torch import Tensor

from proust_attention.config import TrainingConfig
from proust_attention.errors import ProcessLostError
from proust_attention.optimizer.muon import EPSILON, ROUNDS, A, B, C, step_factor


def orthogonalise(matrices: Float[Tensor, "G N M"]) -> Float[Tensor, "G N M"]:
    """Return about U·Vᵀ of each matrix U·S·Vᵀ of a stack, N ≤ M, by Newton-Schulz iteration."""
    X = matrices / (torch.linalg.vector_norm(matrices, dim=(1, 2), keepdim=True) + EPSILON)
    for _ in range(ROUNDS):
        gram = X @ X.mT  # (G, N, M) @ (G, M, N) -> (G, N, N)
        polynomial = torch.baddbmm(gram, gram, gram, beta=B, alpha=C)  # b·G + c·G²
        X = torch.baddbmm(X, polynomial, X, beta=A)  # a·X + (b·G + c·G²)·X
    return X


def shared(matrices: Float[Tensor, "G N M"]) -> Float[Tensor, "G N M"]:
    """Return what `orthogonalise` does, each process having done its share. Raises ProcessLostError."""
    if not dist.is_initialized() or dist.get_world_size() == 1:
        return orthogonalise(matrices)
    own = slice(dist.get_rank(), None, dist.get_world_size())
    together = torch.zeros_like(matrices)
    together[own] = orthogonalise(matrices[own])
    try:
        dist.all_reduce(together)
    except RuntimeError as error:
        raise ProcessLostError.in_a_step(dist.get_world_size(), error) from error
    return together


def update(
    weights: Sequence[Tensor],
    gradients: Sequence[Tensor],
    kept: dict[str, list[Tensor]],
    learning_rate: float,
    t: int,
    config: TrainingConfig,
) -> None:
    """Move all matrices by their gradients, in place."""
    mu, decay = config.muon_momentum, 1 - learning_rate * config.weight_decay
    dtype = torch.bfloat16 if config.precision == "bfloat16" else None  # None: that of the weights
    stacks = defaultdict[tuple[int, ...], list[int]](list)  # the smaller side first: the places in `weights`
    for i, weight in enumerate(weights):
        stacks[tuple(sorted(weight.shape))].append(i)
    for places in stacks.values():
        g, m = [gradients[i] for i in places], [kept["momentum"][i] for i in places]
        torch._foreach_lerp_(m, g, 1 - mu)  # μ·m + (1 - μ)·g
        u = torch._foreach_lerp(g, m, mu)
        lying = torch.stack([matrix.mT if upright(matrix) else matrix for matrix in u])
        for i, step in zip(places, shared(lying.to(dtype)), strict=True):
            weight = weights[i]
            back = step.mT if upright(weight) else step  # as the weight lies
            weight.mul_(decay).sub_(back, alpha=learning_rate * step_factor(weight.shape))


def upright(matrix: Tensor) -> bool:
    """Whether a matrix has more rows than columns."""
    return matrix.shape[0] > matrix.shape[1]
