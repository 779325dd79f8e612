"""Dropout: learning not to rely on any single number.

# Class Notes

In training, each value is set to 0 with probability p, anew at every step, and the survivors are divided by
1 - p, so that the expected value stays what it was:

    y = x · m,   m = 0 with probability p, else 1 / (1 - p)

The masks are handed in from outside, or not at all: without them the machine evaluates. Whoever trains makes
them from (seed, step), so that the same step drops the same values however often the run was interrupted.

Why does the training loss stand above the validation loss? For two reasons: with dropout the machine predicts with
some of its values missing, and with all of them when it is tested; and a training loss is a mean over steps at
which the machine was still worse than at the end. Of a difference of 0.307 nats in a run of ours the first made
about 0.13, the second about 0.17; notes/training_loss.md has the measurement.

The gradient. y is x times a constant, and so

    dx = dy · m

The gradient passes where the value passed, and with the same factor.                    Srivastava et al. 2014

A mask is an intervention (interventions.py) in each of the arrays that parts.py marks as `dropped`: the sum of
embedding and position, the attention weights, the hidden layer, and what the two sub-layers write into the stream.

>>> masks = RandomMasks(ModelConfig(vocab_size=9, dropout=0.1), seed=0, step=7)
>>> y, m = masks.get("embedding")(np.array([3.0, 5.0, 4.0, 2.0]))
>>> y.round(3).tolist()                                                # x · m
[3.333, 5.556, 0.0, 2.222]
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from proust_attention import parts
from proust_attention.config import ModelConfig
from proust_attention.numpy_model.interventions import Array, Function

DROPOUT = 2  # sets this use of a seed apart from the others: weights, windows


class RandomMasks:
    """The masks of one training step, each a function of (seed, step, name of the array)."""

    def __init__(
        self, config: ModelConfig, seed: int, step: int, rows: tuple[int, int, int] | None = None
    ) -> None:
        """Make the masks of a batch; or of its `rows` (first, end, of): the same numbers as in all of it."""
        self.rate, self.seed, self.step, self.rows = config.dropout, seed, step, rows
        self.places = {array.name for array in parts.machine(config).arrays if array.dropped}

    def get(self, name: str) -> Function | None:
        """Return what becomes of the array of this name in the step."""
        if not self.rate or name not in self.places:
            return None

        def dropped(x: Array) -> tuple[Array, Array]:
            mask = self.mask(name, x.shape)
            return x * mask, mask

        return dropped

    def mask(self, name: str, shape: Sequence[int]) -> Float[np.ndarray, "..."]:
        """Return a mask of 0 and 1 / (1 - rate), float32."""
        # Under these names the first runs were begun; with others they would go on with other masks.
        place = name.replace(".output", ".residual")
        key = np.random.SeedSequence(self.seed, spawn_key=(DROPOUT, self.step, *place.encode()))
        random = np.random.Generator(np.random.Philox(key))
        first, end, of = self.rows or (0, shape[0], shape[0])
        keep = random.random((of, *shape[1:]), dtype=np.float32)[first:end] >= self.rate
        return keep * np.float32(1 / (1 - self.rate))
