"""The loss of a machine on a text that it did not train on.

The honest protocol: windows side by side over the whole held-out part, every character scored once (but the very
first, and what is left at the end). The first characters of a window are foretold from hardly anything, and count
all the same. During training a fixed,
evenly spread set of windows is enough: always the same ones, so that two figures can be compared.
"""

import math
from collections.abc import Callable

import numpy as np

from proust_attention.batches import Batch, gather

WINDOWS_AT_ONCE = 32


def mean_loss(
    evaluate: Callable[[Batch], float], ids: np.ndarray, starts: np.ndarray, context_length: int
) -> float:
    """Return the mean loss, nats a character, over the windows of ids (N,) that begin at `starts`.

    `evaluate` gives the mean loss of one batch.
    """
    total = 0.0
    for first in range(0, len(starts), WINDOWS_AT_ONCE):
        some = starts[first : first + WINDOWS_AT_ONCE]
        total += len(some) * evaluate(gather(ids, some, context_length))
    return total / len(starts)


def nats_to_bits(nats: float) -> float:
    """Convert a loss from nats to bits.

    >>> nats_to_bits(math.log(2))
    1.0
    """
    return nats / math.log(2)
