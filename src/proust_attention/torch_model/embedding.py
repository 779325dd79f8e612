"""Embedding: from a symbol's number to a vector.

# Class Notes

A symbol's id says nothing about it: 17 is not more than 16 in any useful sense. So each of the V symbols has
a row of D numbers of its own in a table E, and reading a text is looking up rows:

    x_t = √D · E[token_t] + PE(t)

The rows are learned like any weight. They start small (deviation 0.02), the positions are of size 1; the
factor √D (paper: section 3.4) brings the two nearer to one scale, so that what a symbol is does not drown
in where it stands.

A row that occurs n times in the batch gets the sum of n gradients, a row that does not occur gets none: the
gradient of looking up is adding up. Here autograd does it.

    paper: d_model   here: D, and E is token_embedding                     Vaswani et al. 2017, section 3.4
"""

import math
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from proust_attention.config import ModelConfig
from proust_attention.torch_model.arrays import as_parameter
from proust_attention.torch_model.dropout import Masks, dropout
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

    def forward(self, token_ids: Int[Tensor, "B T"], masks: Masks | None = None) -> Float[Tensor, "B T D"]:
        """Look up, scale, add the positions (rotary ones are used further on)."""
        x = self.scale * F.embedding(token_ids, self.token_embedding)  # (B, T) -> (B, T, D)
        if self.positions is not None:
            x = x + self.positions[: token_ids.shape[1]]  # (B, T, D) + (T, D)
        return dropout(x, "embedding", masks)
