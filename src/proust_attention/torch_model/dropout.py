"""Dropout: learning not to rely on any single number.

# Class Notes

In training, each value is set to 0 with probability p, anew at every step, and the survivors are divided by
1 - p, so that the expected value stays what it was:

    y = x · m,   m = 0 with probability p, else 1 / (1 - p)

No number can then count on another one being there, and the machine has to say the same thing in several
ways. When it is evaluated, and when it writes, nothing is dropped.

The masks are not hidden in the layers: they are handed in from outside, or not at all. Whoever trains makes
them from (seed, step), so that on the same kind of device the same step drops the same values, however often
the run was interrupted.
No masks, no dropout: a machine without masks always answers the same.

The derivative of y = x · m is m: the gradient passes where the value passed.     Srivastava et al. 2014
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
