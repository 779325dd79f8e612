"""Layer norm: every vector brought to one scale.

# Class Notes

A vector passes through many matrices, and small factors multiply: without care it grows or fades on the way,
and its gradient with it. Layer norm takes each vector by itself, subtracts its mean, divides by its standard
deviation, and lets two learned vectors choose scale and shift anew:

    y = γ · (x - μ) / √(σ² + ε) + β         μ, σ²: mean and variance over the D numbers of this one vector

ε = 1e-5 only keeps a constant vector from a division by zero. Nothing is shared between positions or between
the texts of a batch, so that training and writing compute the same.

    paper: g, b   here: gamma, beta                                  Ba, Kiros and Hinton 2016

PyTorch has the whole formula as one operation, forward and backward; it is used here, and a test holds it
against the formula as it stands above.
"""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from proust_attention.torch_model.arrays import as_parameter

EPSILON = 1e-5


class LayerNorm(nn.Module):
    """Normalise each vector, then scale and shift it."""

    def __init__(self, values: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.gamma = as_parameter(values["gamma"])  # (D,)
        self.beta = as_parameter(values["beta"])  # (D,)

    def forward(self, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B T D"]:
        """Return γ · (x - μ) / √(σ² + ε) + β."""
        return F.layer_norm(x, self.gamma.shape, self.gamma, self.beta, EPSILON)
