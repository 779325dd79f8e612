"""Dropout: learning not to rely on any single number.

# Class Notes

In training, each value is set to 0 with probability p, anew at every step, and the survivors are divided by
1 - p, so that the expected value stays what it was:

    y = x · m,   m = 0 with probability p, else 1 / (1 - p)

The masks are handed in from outside, or not at all: without them the machine evaluates. Whoever trains makes
them from (seed, step), so that the same step drops the same values however often the run was interrupted.

Why does the training loss stand above the validation loss? For two reasons: with dropout the machine is asked
with some of its values missing, and without when it is tested; and a training loss is a mean over steps at
which the machine was still worse than at the end. Of a difference of 0.307 nats in a run of ours the first made
about 0.13, the second about 0.17; notes/training_loss.md has the measurement.

The gradient. y is x times a constant, and so

    dx = dy · m

The gradient passes where the value passed, and with the same factor.                    Srivastava et al. 2014

>>> x, m = np.array([3.0, 5.0]), np.array([0.0, 1 / 0.9])
>>> (x * m).round(3).tolist()
[0.0, 5.556]
"""

from collections.abc import Callable, Sequence

import numpy as np
from jaxtyping import Float

DROPOUT = 2  # sets this use of a seed apart from the others: weights, windows

Array = Float[np.ndarray, "..."]
Masks = Callable[[str, Sequence[int]], Array]  # (name of the place, shape) -> mask of that shape


def forward(x: Array, place: str, masks: Masks | None) -> tuple[Array, Array | None]:
    """Multiply `x` by the mask of this place, if there are masks. Return the product and the mask."""
    if masks is None:
        return x, None
    mask = masks(place, x.shape)
    return x * mask, mask


def backward(mask: Array | None, d_y: Array) -> Array:
    """Return the gradient by x."""
    return d_y if mask is None else d_y * mask  # y = x * mask


class RandomMasks:
    """The masks of one training step, each a function of (seed, step, place)."""

    def __init__(self, rate: float, seed: int, step: int) -> None:
        self.rate, self.seed, self.step = rate, seed, step

    def __call__(self, place: str, shape: Sequence[int]) -> Float[np.ndarray, "..."]:
        """Return a mask of 0 and 1 / (1 - rate), float32."""
        key = np.random.SeedSequence(self.seed, spawn_key=(DROPOUT, self.step, *place.encode()))
        random = np.random.Generator(np.random.Philox(key))
        keep = random.random(tuple(shape), dtype=np.float32) >= self.rate
        return keep * np.float32(1 / (1 - self.rate))
