"""The key-value cache: what was computed for a token once need not be computed again.

# Class Notes

To predict the next token, the plain way reads the whole window again: T tokens through every layer, of which
only the last one's logits are wanted. But what the others compute does not change. A position looks only at those
before it (the causal mask), so nothing that comes later can change its vectors, in any layer. Of a position that
has been read, those that come later need two things in each layer, its key and its value; so these are kept, (L,
N, H, T, K) each for N streams, and a step computes one position only: its query meets all keys so far, and the
softmax mixes all values so far. The numbers are the same as without a cache, but for the rounding of sums that are
taken in another order.

The room is laid out once, for the whole context. What is paid where the context ends: the text's last half is read
again from position 0 (context.py), T/2 positions at once, after which T/2 single steps are free of it.

Why no ring buffer, in which a new symbol takes the place of the oldest? With sinusoidal positions every key and
value holds the position at which it was read: after one round of the ring, 0 would come after 255. With rotary
ones the score depends on distances, and the first layer would be right. But a deeper layer's key was computed from
vectors that had seen symbols which have left the window since: the machine would go on by what it can no longer
see, which it never had to do in training, and no machine without a cache would write the same.

                                                        Pope et al. 2022 (keys and values kept in decoding)
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy.typing import DTypeLike

from proust_attention.config import ModelConfig
from proust_attention.shown import short_repr


@dataclass
class Cache:
    """Keys as they meet queries (normalised, rotated) and values, of the `length` positions that were read."""

    keys: Float[np.ndarray, "L N H T K"]
    values: Float[np.ndarray, "L N H T K"]
    length: int = 0

    __repr__ = short_repr

    @classmethod
    def empty(cls, config: ModelConfig, n_streams: int, dtype: DTypeLike) -> "Cache":
        """Lay out the room for a whole context."""
        shape = (config.n_layers, n_streams, config.n_heads, config.context_length, config.head_width)
        return cls(np.zeros(shape, dtype), np.zeros(shape, dtype))
