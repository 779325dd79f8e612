"""Feed-forward: what each position does by itself with what attention brought it.

# Class Notes

    y = φ(x · W₁ + b₁) · W₂ + b₂          φ(z) = max(z, 0), or its square

The idea and the gradient: numpy_model/feed_forward.py. Autograd derives here what is derived there, and agrees
on the corner of relu: at z = 0 the derivative is 0. (For speed, the gradient of relu's square is handed to it as
it is derived there, unless the machine is `plain`. A bias is not added in a pass of its own: the product begins
from it. And relu overwrites the product, which for that must be an array of its own: where a view is overwritten,
autograd goes back through the whole that it is a view of, with five copies more.)

    paper: FFN, d_ff   here: FeedForward, F      Vaswani et al. 2017, section 3.3; So et al. 2021 (squared)
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions
from proust_attention.torch_model.arrays import as_parameter
from proust_attention.torch_model.interventions import hook


class _ReluSquared(torch.autograd.Function):
    """max(z, 0)², with its gradient in one product: 2·max(z, 0)."""

    @staticmethod
    def forward(ctx: Any, z: Tensor) -> Tensor:
        positive = torch.relu_(z)  # in its place: nothing else needs z
        ctx.save_for_backward(positive)
        return positive * positive

    @staticmethod
    def backward(ctx: Any, d_hidden: Tensor) -> Tensor:
        (positive,) = ctx.saved_tensors
        return (d_hidden * positive).mul_(2)


class FeedForward(nn.Module):
    """Widen, apply φ, narrow. `name` is the part's own, for the interventions."""

    def __init__(
        self, config: ModelConfig, values: Mapping[str, np.ndarray], name: str, plain: bool = False
    ) -> None:
        super().__init__()
        self.activation = config.activation
        self.name = name
        self.plain = plain
        self.W_1 = as_parameter(values["W_1"])  # (D, F)
        self.b_1 = as_parameter(values["b_1"])  # (F,)
        self.W_2 = as_parameter(values["W_2"])  # (F, D)
        self.b_2 = as_parameter(values["b_2"])  # (D,)

    def forward(
        self, x: Float[Tensor, "B T D"], interventions: Interventions | None = None
    ) -> Float[Tensor, "B T D"]:
        """Return φ(x · W₁ + b₁) · W₂ + b₂."""
        rows = x.flatten(0, 1)  # (B, T, D) -> (B·T, D): of these the product is no view, see above
        z = F.linear(rows, self.W_1.mT, self.b_1)  # x · W₁ + b₁: (B·T, D) -> (B·T, F)
        if self.activation == "relu":
            hidden = torch.relu_(z)
        else:
            hidden = torch.relu(z) ** 2 if self.plain else _ReluSquared.apply(z)  # type: ignore[no-untyped-call]
        hidden = hidden.unflatten(0, x.shape[:2])  # -> (B, T, F)
        hidden = hook(hidden, f"{self.name}.hidden", interventions)
        y = F.linear(hidden, self.W_2.mT, self.b_2)  # (B, T, F) -> (B, T, D)
        return hook(y, f"{self.name}.output", interventions)
