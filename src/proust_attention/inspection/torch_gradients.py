"""The gradients of the PyTorch machine, as a witness: NumPy arrays in, NumPy arrays out."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from proust_attention.config import ModelConfig
from proust_attention.numpy_model.dropout import Array, Masks
from proust_attention.torch_model import Transformer, cross_entropy
from proust_attention.torch_model.arrays import as_array


def gradients(
    config: ModelConfig,
    values: Mapping[str, Array],
    inputs: Int[np.ndarray, "B T"],
    targets: Int[np.ndarray, "B T"],
    masks: Masks | None = None,
) -> dict[str, Float[np.ndarray, "..."]]:
    """Return the gradient of the loss by every weight, by autograd, with the same masks."""
    machine = Transformer(config, values)
    logits = machine(torch.from_numpy(inputs), masks and as_torch(masks))
    cross_entropy.forward(logits, torch.from_numpy(targets)).backward()
    by_name = {name: weight.grad for name, weight in machine.named_parameters() if weight.grad is not None}
    return {name: as_array(by_name[name]) for name in values}


def as_torch(masks: Masks) -> Callable[[str, Sequence[int]], Tensor]:
    """Hand the masks of the NumPy machine to the PyTorch machine."""
    return lambda place, shape: torch.from_numpy(masks(place, shape))
