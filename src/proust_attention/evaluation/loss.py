"""The loss of a machine on a text that it did not train on.

The honest protocol: windows side by side over the whole held-out part, every token scored once (but the very
first, and what is left at the end). The first tokens of a window are predicted from hardly anything, and count
all the same. During training a fixed, evenly spread set of windows is enough: always the same ones, so that two
figures can be compared. What is reported is nats a character, whatever the tokens: their nats, over the characters
that they stand for.
"""

import math
from collections.abc import Callable

import numpy as np

from proust_attention.batches import Batch, gather
from proust_attention.tokenizer import Tokenizer

WINDOWS_AT_ONCE = 32


def mean_loss(
    evaluate: Callable[[Batch], float],
    ids: np.ndarray,
    starts: np.ndarray,
    context_length: int,
    tokenizer: Tokenizer,
) -> tuple[float, int]:
    """Return the mean loss, nats a character, over the windows of ids (N,) that begin at `starts`.

    `evaluate` gives the mean loss of one batch, nats a token. Return, too, how many characters were scored.
    """
    total, characters = 0.0, 0
    for first in range(0, len(starts), WINDOWS_AT_ONCE):
        batch = gather(ids, starts[first : first + WINDOWS_AT_ONCE], context_length)
        total += len(batch.targets) * evaluate(batch)
        characters += tokenizer.count(batch.targets)
    return per_character(total / len(starts), len(starts) * context_length, characters), characters


def per_character(nats: float, tokens: int, characters: int) -> float:
    """Convert a loss from nats a token to nats a character, where so many tokens are so many characters.

    >>> per_character(2.0, tokens=100, characters=160)
    1.25
    """
    return nats * (tokens / characters)


def nats_to_bits(nats: float) -> float:
    """Convert a loss from nats to bits.

    >>> nats_to_bits(math.log(2))
    1.0
    """
    return nats / math.log(2)
