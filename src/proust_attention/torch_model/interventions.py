"""Interventions: what happens to an array on its way, when somebody reaches in.

# Class Notes

    y = x · m                 a factor m
    y = v where w, else x     a value v

The idea, and the gradient: numpy_model/interventions.py. Here autograd finds the gradient: a factor is a constant
to it, and so is a value. A function takes a tensor and returns one of the same shape, or the same.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from proust_attention.interventions import Interventions, Value, misfit, not_numbers


def hook(x: Tensor, name: str, interventions: Interventions | None) -> Tensor:
    """Return what becomes of an array. Raises InputError if an intervention has another shape."""
    intervention = None if interventions is None else interventions.get(name)
    if intervention is None:
        return x
    if callable(intervention):
        y = intervention(x)
        if y.shape != x.shape:
            raise misfit(name, tuple(y.shape), tuple(x.shape))
        return y
    if isinstance(intervention, Value):
        where = _fitted(name, intervention.where, x, torch.bool)
        return torch.where(where, _fitted(name, intervention.value, x, x.dtype), x)
    return x * _fitted(name, intervention, x, x.dtype)


def _fitted(name: str, given: Any, x: Tensor, dtype: torch.dtype) -> Tensor:
    try:
        numbers = given if isinstance(given, Tensor) else np.array(given)
        tensor = torch.as_tensor(numbers, dtype=dtype, device=x.device)
    except (TypeError, ValueError):
        raise not_numbers(name) from None
    try:
        return tensor.expand(x.shape)
    except RuntimeError:
        raise misfit(name, tuple(tensor.shape), tuple(x.shape)) from None
