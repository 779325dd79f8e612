"""Dropout: learning not to rely on any single number.

# Class Notes

    y = x · m,   m = 0 with probability p, else 1 / (1 - p)

The idea: numpy_model/dropout.py. As there, the masks are interventions, handed in from outside or not at all, so
that a machine has no mode to be forgotten in. Autograd multiplies the gradient by the same mask.

What differs: these masks are drawn by PyTorch, on the device where they are used. They are a function of (seed,
step) on one kind of device, but not the masks that NumPy draws. Who wants the same in both hands in NumPy's.

    Srivastava et al. 2014
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from proust_attention import parts
from proust_attention.config import ModelConfig

DROPOUT = 2  # sets this use of a seed apart from the others: weights, windows


@dataclass(frozen=True)
class Dropout:
    """What becomes of one array: it is multiplied by a mask, which `mask` draws in its shape."""

    mask: Callable[[Sequence[int]], Tensor]

    def __call__(self, x: Tensor) -> Tensor:
        """Return x · m."""
        return x * self.mask(x.shape)


class RandomMasks:
    """The masks of one training step: a function of (seed, step), drawn in the order of the forward."""

    def __init__(
        self,
        config: ModelConfig,
        seed: int,
        step: int,
        device: torch.device,
        rows: tuple[int, int, int] | None = None,
    ) -> None:
        """Make the masks of a batch; or of its `rows` (first, end, of): the same numbers as in all of it."""
        self.rows = rows
        mixed = np.random.SeedSequence(seed, spawn_key=(DROPOUT, step)).generate_state(1, np.uint64)[0]
        self.rate = config.dropout
        self.places = {array.name for array in parts.machine(config).arrays if array.dropped}
        self.generator = torch.Generator(device).manual_seed(int(mixed >> np.uint64(1)))

    def get(self, name: str) -> Callable[[Tensor], Tensor] | None:
        """Return what becomes of the array of this name in the step."""
        return Dropout(self.mask) if self.rate and name in self.places else None

    def mask(self, shape: Sequence[int]) -> Tensor:
        """Return the next mask of 0 and 1 / (1 - rate)."""
        keep = 1.0 - self.rate
        first, end, of = self.rows or (0, shape[0], shape[0])
        mask = torch.empty((of, *shape[1:]), device=self.generator.device)
        mask.bernoulli_(keep, generator=self.generator)
        return mask[first:end].div(keep)  # a copy: the rest is not kept
