"""QK norm: queries and keys brought to one length.

# Class Notes

Each query and each key is divided by its root mean square over the K numbers of the head: x / √(mean(x²) + ε).
Why, and the gradient: numpy_model/qk_norm.py. For speed, that gradient is handed to autograd as it is derived
there; `plain` leaves it to autograd, and so can be a witness of the derivation (inspection/gradcheck.py).
"""

from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

EPSILON = 1e-5


class _Normalise(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        mean_square = torch.linalg.vector_norm(x, dim=-1, keepdim=True).square() / x.shape[-1]
        reciprocal = torch.rsqrt(mean_square + EPSILON)  # (..., K) -> (..., 1)
        normalised = x * reciprocal
        ctx.save_for_backward(normalised, reciprocal)
        return normalised

    @staticmethod
    def backward(ctx: Any, d_n: Tensor) -> Tensor:
        n, reciprocal = ctx.saved_tensors
        along_n = (d_n * n).mean(dim=-1, keepdim=True)
        return torch.addcmul(d_n, n, along_n, value=-1).mul_(reciprocal)  # (d_n - n·along_n) · reciprocal


def forward(x: Float[Tensor, "*any K"]) -> Float[Tensor, "*any K"]:
    """Divide each vector by its root mean square."""
    return _Normalise.apply(x)  # type: ignore[no-untyped-call]


def plain(x: Float[Tensor, "*any K"]) -> Float[Tensor, "*any K"]:
    """Return the same, differentiated by autograd."""
    return x / torch.sqrt((x * x).mean(dim=-1, keepdim=True) + EPSILON)
