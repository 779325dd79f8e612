"""Sampling: from the logits to the next symbol.

# Class Notes

The machine does not say which symbol comes next; it says how likely each of them is. To write, one is drawn:

1. temperature   z / τ, before the softmax. τ below 1 sharpens the distribution, above 1 flattens it; τ = 0 is
                 the limit in which the likeliest symbol is always taken (argmax).
2. top-k         only the k likeliest stay; of those that tie with the k-th, all stay. Every single unlikely
                 symbol is unlikely, but there are many of them, and one wrong letter spoils a word.
3. the draw      by inverse CDF: lay the probabilities end to end on a line from 0 to 1 and see where one
                 uniform random number falls. It comes from NumPy's Philox, one number a symbol, so that a
                 seed means the same text in every engine whose logits agree.

    top-k: Fan et al. 2018     Philox: Salmon et al. 2011

>>> logits = np.log([0.5, 0.3, 0.2])
>>> probabilities(logits, temperature=1.0, top_k=2).round(3).tolist()
[0.625, 0.375, 0.0]
"""

import numpy as np
from jaxtyping import Float

Row = Float[np.ndarray, " V"]


def probabilities(logits: Row, temperature: float, top_k: int) -> Float[np.ndarray, " V"]:
    """Return the distribution from which the next symbol is drawn, float64. top_k = 0 keeps all symbols."""
    z = logits.astype(np.float64)
    if temperature == 0:
        return np.eye(1, len(z), int(z.argmax()))[0]  # all on the likeliest
    if 0 < top_k < len(z):
        threshold = np.partition(z, -top_k)[-top_k]
        z = np.where(z >= threshold, z, -np.inf)
    with np.errstate(over="ignore"):  # a temperature of nearly 0 makes -∞, and that is what is meant
        exponentials = np.exp((z - z.max()) / temperature)  # less the maximum: the same ratios, no overflow
    return exponentials / exponentials.sum()


def draw(distribution: Row, uniform: float) -> int:
    """Return the id at which a number from [0, 1) falls. An id of probability 0 is never drawn."""
    edges = distribution.cumsum()
    return int(np.searchsorted(edges, uniform * edges[-1], side="right"))
