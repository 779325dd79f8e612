"""Sampling: from the logits to the next symbol.

# Class Notes

The machine does not say which symbol comes next; it says how likely each of them is. To write, one is drawn. What
it is drawn from is the machine's distribution, changed by these, in this order; each of them can be left off:

1. repetition    z > 0 becomes z / θ, z < 0 becomes z · θ, for the symbols of the window that the machine has
   penalty θ     before it. Logits mean the same with any number added to all of them, and this does not: so it is
                 a rule of thumb. It was made for words; of letters nearly all are in every window.
2. temperature   softmax(z / τ). τ below 1 sharpens the distribution, above 1 flattens it; τ = 0 is the limit in
                 which the likeliest symbol is always taken (of several, the first), whatever comes below.
3. top-k         only the k likeliest stay. Every single unlikely symbol is unlikely, but there are many of them,
                 and one wrong letter spoils a word. But where all the machine knows is that a name begins, k cuts
                 off good letters; where it is certain, k lets in bad ones.
4. top-p         the smallest set {p ≥ t} stays whose mass reaches P: as many as the machine's own doubt asks for.
5. min-p         p ≥ m · max(p) stays: what is at least m times as likely as the likeliest.
6. the draw      by inverse CDF: lay the probabilities end to end on a line from 0 to 1 and see where one uniform
                 random number falls. It comes from NumPy's Philox, one number a symbol, so that a seed means the
                 same text in every engine whose logits agree.

Wherever a border is drawn, all that tie with the last one inside stay: which of them has the lower number means
nothing. What stays is scaled to sum to 1 again before the next is applied, so top-p looks at what top-k has left.
The temperature comes before top-p and min-p, and so, as it rises, they let more through; top-k does not mind.

    Keskar et al. 2019 (penalty; it divides negative logits too, and so rewards them)
    Fan et al. 2018 (top-k)      Holtzman et al. 2020 (top-p)      Nguyen et al. 2024 (min-p)
    Salmon et al. 2011 (Philox)

>>> logits = np.log([0.5, 0.3, 0.1, 0.1])
>>> probabilities(logits, top_k=2).round(3).tolist()
[0.625, 0.375, 0.0, 0.0]
>>> probabilities(logits, top_p=0.85).round(3).tolist()
[0.5, 0.3, 0.1, 0.1]

No function here needs more of NumPy than Numba, too, can do: compiled_sampling.py compiles these very ones.
"""

import numpy as np
from jaxtyping import Float, Int

Row = Float[np.ndarray, " V"]
Window = Int[np.ndarray, " S"]

NOTHING_BELOW = -700.0  # e^-700 is nothing beside 1, and exp is slow where it underflows, at -708
NOTHING = np.empty(0, np.int64)


def pick(
    logits: Row,
    window: Window,
    uniform: float,
    temperature: float,
    top_k: int,
    top_p: float,
    min_p: float,
    repetition_penalty: float,
) -> int:
    """Return the id of the next symbol, for a number from [0, 1); V, which is none, if a logit is no number."""
    if not np.isfinite(logits).all():
        return len(logits)
    return draw(probabilities(logits, temperature, top_k, top_p, min_p, repetition_penalty, window), uniform)


def probabilities(
    logits: Row,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    min_p: float = 0.0,
    repetition_penalty: float = 1.0,
    window: Window = NOTHING,
) -> Float[np.ndarray, " V"]:
    """Return the distribution from which the next symbol is drawn, float64. The defaults change nothing."""
    z = logits.astype(np.float64)
    if repetition_penalty != 1:
        z = penalised(z, window, repetition_penalty)
    if temperature == 0:
        return all_on_the_likeliest(z)
    if 0 < top_k < len(z):
        z = top_k_of(z, top_k)  # before the softmax: it changes no order, and there are fewer to sum
    p = softmax(z, temperature)
    if top_p < 1:
        p = top_p_of(p, top_p)
    if min_p > 0:
        p = min_p_of(p, min_p)
    return p


def penalised(z: Row, window: Window, penalty: float) -> Float[np.ndarray, " V"]:
    """Return the logits, less for the symbols of the window."""
    seen = np.bincount(window, minlength=len(z)) > 0
    return np.where(seen, np.minimum(z / penalty, z * penalty), z)  # θ >= 1: the one where z > 0, else the other


def all_on_the_likeliest(z: Row) -> Float[np.ndarray, " V"]:
    """Return the distribution of temperature 0."""
    p = np.zeros(len(z))
    p[z.argmax()] = 1.0
    return p


def top_k_of(z: Row, k: int) -> Float[np.ndarray, " V"]:
    """Return the k highest logits, -∞ in the place of all others."""
    return np.where(z >= kth_highest(z, k), z, -np.inf)


def kth_highest(z: Row, k: int) -> float:
    """Return the value that k - 1 others are not below; to sort them all is not needed for that."""
    return float(np.partition(z, len(z) - k)[len(z) - k])


def softmax(z: Row, temperature: float) -> Float[np.ndarray, " V"]:
    """Return exp(z / τ) over its sum."""
    below, lowest = z - z.max(), NOTHING_BELOW * temperature
    exponentials = np.exp(np.maximum(below, lowest) / temperature)  # a tiny τ would make numbers overflow
    exponentials = np.where(below > lowest, exponentials, 0.0)
    return exponentials / exponentials.sum()


def top_p_of(p: Row, mass: float) -> Float[np.ndarray, " V"]:
    """Return the likeliest symbols that reach a mass together, scaled to sum to 1."""
    descending = -np.sort(-p[p > 0])
    last = int(np.searchsorted(descending.cumsum(), mass))  # the first at which the sum reaches the mass
    threshold = descending[min(last, len(descending) - 1)]  # by rounding, the sum of all may stay below it
    return _scaled(np.where(p >= threshold, p, 0.0))


def min_p_of(p: Row, share: float) -> Float[np.ndarray, " V"]:
    """Return the symbols that have a share of the likeliest one's probability, scaled to sum to 1."""
    return _scaled(np.where(p >= share * p.max(), p, 0.0))


def _scaled(p: Row) -> Float[np.ndarray, " V"]:
    return p / p.sum()


def draw(distribution: Row, uniform: float) -> int:
    """Return the id at which a number from [0, 1) falls. An id of probability 0 is never drawn."""
    edges = distribution.cumsum()
    return int(np.searchsorted(edges, uniform * edges[-1], side="right"))
