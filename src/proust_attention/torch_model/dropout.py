"""Dropout: learning not to rely on any single number.

# Class Notes

    y = x · m,   m = 0 with probability p, else 1 / (1 - p)

The idea: numpy_model/dropout.py. As there, the masks are handed in from outside or not at all, so that a machine
has no mode to be forgotten in. Autograd multiplies the gradient by the same mask.

What differs: these masks are drawn by PyTorch, on the device where they are used. They are a function of (seed,
step) on one kind of device, but not the masks that NumPy draws. Who wants the same in both hands in NumPy's.

    Srivastava et al. 2014
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

DROPOUT = 2  # sets this use of a seed apart from the others: weights, windows

Masks = Callable[[str, Sequence[int]], Tensor]  # (name of the place, shape) -> mask of that shape


def dropout(x: Tensor, place: str, masks: Masks | None) -> Tensor:
    """Multiply `x` by the mask of this place, if there are masks. The shape stays."""
    return x if masks is None else x * masks(place, x.shape)


class RandomMasks:
    """The masks of one training step: a function of (seed, step), drawn in the order of the forward."""

    def __init__(self, rate: float, seed: int, step: int, device: torch.device) -> None:
        mixed = np.random.SeedSequence(seed, spawn_key=(DROPOUT, step)).generate_state(1, np.uint64)[0]
        self.keep = 1.0 - rate
        self.generator = torch.Generator(device).manual_seed(int(mixed >> np.uint64(1)))

    def __call__(self, place: str, shape: Sequence[int]) -> Tensor:
        """Return a mask of 0 and 1 / (1 - rate); `place` only names it for whoever hands in fixed masks."""
        mask = torch.empty(tuple(shape), device=self.generator.device)
        return mask.bernoulli_(self.keep, generator=self.generator).div_(self.keep)
