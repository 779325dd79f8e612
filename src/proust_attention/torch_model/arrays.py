"""From an array of `parameters.py` to a parameter of PyTorch, and back."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn


def as_parameter(array: Float[np.ndarray, "..."]) -> nn.Parameter:
    """Copy a NumPy array into a parameter that PyTorch can differentiate by."""
    return nn.Parameter(torch.from_numpy(array.copy()))


def as_array(tensor: Tensor) -> Float[np.ndarray, "..."]:
    """Copy a tensor, wherever it lies, into a NumPy array."""
    return tensor.detach().cpu().numpy().copy()
