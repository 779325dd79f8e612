"""Layer norm: every vector brought to one scale.

# Class Notes

    y = γ · (x - μ) / √(σ² + ε) + β         μ, σ²: mean and variance over the D numbers of this one vector

The idea, and why the gradient has three terms: numpy_model/layer_norm.py. PyTorch has the whole formula as one
operation, forward and backward, which reads the vector fewer times; ε is the same 1e-5. A test holds it against
the formula as it stands above.

    paper: g, b   here: gamma (γ), beta (β)                          Ba, Kiros and Hinton 2016
"""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from proust_attention.config import ModelConfig
from proust_attention.torch_model.arrays import as_parameter

EPSILON = 1e-5


class LayerNorm(nn.Module):
    """Normalise each vector, then scale and shift it."""

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.config = config
        self.gamma = as_parameter(values["gamma"])  # (D,)
        self.beta = as_parameter(values["beta"])  # (D,)

    def forward(self, x: Float[Tensor, "B T D"]) -> Float[Tensor, "B T D"]:
        """Return γ · (x - μ) / √(σ² + ε) + β."""
        return normalise(x, self.config, self.gamma, self.beta)


def normalise(
    x: Float[Tensor, "*any D"],
    config: ModelConfig,
    gamma: Float[Tensor, " D"] | None = None,
    beta: Float[Tensor, " D"] | None = None,
) -> Float[Tensor, "*any D"]:
    """Bring each vector to one scale, then scale and shift it where there are γ and β."""
    return F.layer_norm(x, (config.d_model,), gamma, beta, EPSILON)
