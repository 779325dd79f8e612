"""The gradients of the PyTorch machine: NumPy arrays in, NumPy arrays out.

As a witness it differentiates the plain formulas: no part hands autograd a gradient that we derived.
"""

from collections.abc import Callable, Mapping

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions
from proust_attention.numpy_model.interventions import Array, Hooks
from proust_attention.torch_model import Transformer, cross_entropy
from proust_attention.torch_model.arrays import as_array


def gradients(
    config: ModelConfig,
    values: Mapping[str, Array],
    inputs: Int[np.ndarray, "B T"],
    targets: Int[np.ndarray, "B T"],
    interventions: Interventions | None = None,
    plain: bool = True,
) -> dict[str, Float[np.ndarray, "..."]]:
    """Return the gradient of the loss with respect to every weight, by autograd, under the same interventions.

    With `plain` False, those of the machine as it is trained.
    """
    machine = Transformer(config, values, plain)
    logits = machine(torch.from_numpy(inputs), interventions and AsTorch(interventions))
    cross_entropy.forward(logits, torch.from_numpy(targets)).backward()
    by_name = {name: weight.grad for name, weight in machine.named_parameters() if weight.grad is not None}
    return {name: as_array(by_name[name]) for name in values}


class AsTorch:
    """The interventions of the NumPy machine (its masks of dropout, say) for the PyTorch machine."""

    def __init__(self, interventions: Interventions) -> None:
        self.interventions = interventions

    def get(self, name: str) -> Callable[[Tensor], Tensor] | None:
        """Return what becomes of the array of this name."""
        if self.interventions.get(name) is None:
            return None

        def function(x: Tensor) -> Tensor:
            hooks, found = Hooks("", self.interventions), x.detach().numpy()
            y = hooks(name, found)
            factor = hooks.factors.get(name, np.ones_like(found)).copy()
            return x * torch.from_numpy(factor) + torch.from_numpy(y - found * factor)  # y, and factor is dy/dx

        return function
