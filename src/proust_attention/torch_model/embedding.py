"""Embedding: from a symbol's number to a vector.

# Class Notes

    x_t = √D · E[token_t] + PE(t)

The idea and the gradient: numpy_model/embedding.py. There the backward adds up, row by row, by a product with
one-hot vectors; here autograd scatters and adds. The sums are the same, their order is not: in float32 the last
digits of a row's gradient may differ.

    paper: d_model   here: D, and E is token_embedding               Vaswani et al. 2017, section 3.4
"""

import math
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float, Integer
from torch import Tensor, nn
from torch.nn import functional as F

from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions
from proust_attention.torch_model.arrays import as_parameter
from proust_attention.torch_model.interventions import hook
from proust_attention.torch_model.positions import sinusoidal


class Embedding(nn.Module):
    """Token ids to vectors that know what they are and where they stand."""

    positions: Tensor | None

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.token_embedding = as_parameter(values["token_embedding"])  # (V, D)
        self.scale = math.sqrt(config.d_model)
        table = None
        if config.positions == "sinusoidal":
            table = sinusoidal(config.context_length, config.d_model).to(self.token_embedding.dtype)
        self.register_buffer("positions", table, persistent=False)  # (context_length, D)

    def forward(
        self, token_ids: Integer[Tensor, "B T"], interventions: Interventions | None = None
    ) -> Float[Tensor, "B T D"]:
        """Look up, scale, add the positions (rotary ones are used further on)."""
        x = self.scale * F.embedding(token_ids.long(), self.token_embedding)  # (B, T) -> (B, T, D)
        if self.positions is not None:
            x = x + self.positions[: token_ids.shape[1]]  # (B, T, D) + (T, D)
        return hook(x, "embedding", interventions)
