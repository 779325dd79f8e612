"""Sampling: from the logits to the next symbol.

# Class Notes

The machine does not say which symbol comes next; it says how likely each of them is. To write, one is drawn. What
it is drawn from is the machine's distribution, changed by these, in this order; each of them can be left off:

1. repetition    z > 0 becomes z / θ, z < 0 becomes z · θ, for the symbols of the window that the machine has
   penalty θ     before it. Logits mean the same with any number added to all of them, and this does not: so it is
                 a rule of thumb. It was made for words; of letters nearly all are in every window.
2. top-k         only the k likeliest stay. Every single unlikely token is unlikely, but there are many of them,
                 and one wrong letter spoils a word. But where all the machine knows is that a name begins, k cuts
                 off good letters; where it is certain, k lets in bad ones.
3. temperature   softmax(z / τ), which is p^(1/τ), scaled to sum to 1. τ below 1 sharpens the distribution, above 1
                 flattens it; τ = 0 is the limit in which the likeliest token is always taken (of several, the
                 first), whatever comes below. Before it there are logits, behind it probabilities.
4. top-p         the smallest set {p ≥ t} stays whose mass reaches P: as many as the machine is unsure of.
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

Each is a rule: a function of the array so far, the window and all the settings. The list of them, RULES, is in the
order in which they act; whoever adds one writes a function, its setting in config.py, and a line in the list (and
its twins, in compiled.py and in the browser). Top-k could as well stand behind the softmax, for that changes no
order; before it there are fewer to sum.

>>> logits = np.log([0.5, 0.25, 0.25])
>>> probabilities(logits, SamplingConfig(temperature=0.5, top_k=0)).round(4).tolist()  # p²: 4 : 1 : 1
[0.6667, 0.1667, 0.1667]
>>> logits = np.log([0.5, 0.3, 0.1, 0.1])
>>> probabilities(logits, SamplingConfig(temperature=1, top_k=2)).round(3).tolist()
[0.625, 0.375, 0.0, 0.0]
>>> probabilities(logits, SamplingConfig(temperature=1, top_k=0, top_p=0.75)).round(3).tolist()
[0.625, 0.375, 0.0, 0.0]
"""

import numpy as np
from jaxtyping import Float, Int

from proust_attention.config import SamplingConfig

Row = Float[np.ndarray, " V"]
Window = Int[np.ndarray, " S"]

UNCHANGED = SamplingConfig(temperature=1.0, top_k=0)  # the machine's own distribution
NOTHING_BELOW = -700.0  # e^-700 is nothing beside 1, and exp is slow where it underflows, at -708
NOTHING = np.empty(0, np.int64)


def probabilities(
    logits: Row, settings: SamplingConfig = UNCHANGED, window: Window = NOTHING
) -> Float[np.ndarray, " V"]:
    """Return the distribution from which the next token is drawn, float64.

    `window` is what the machine has before it. The logits must be finite.
    """
    return apply_rules(logits.astype(np.float64), window, settings)


def repetition_penalty(z: Row, window: Window, settings: SamplingConfig) -> Row:
    """Lower the logits of what stands in the window."""
    if settings.repetition_penalty == 1:
        return z
    return penalised(z, window, settings.repetition_penalty)


def top_k(z: Row, window: Window, settings: SamplingConfig) -> Row:
    """Keep the k highest logits; -∞ takes the place of all others."""
    return top_k_of(z, settings.top_k) if 0 < settings.top_k < len(z) else z


def temperature(z: Row, window: Window, settings: SamplingConfig) -> Row:
    """From logits to probabilities: softmax(z / τ), or at τ = 0 all on the highest."""
    return all_on_the_likeliest(z) if settings.temperature == 0 else softmax(z, settings.temperature)


def top_p(p: Row, window: Window, settings: SamplingConfig) -> Row:
    """Keep the likeliest that reach the mass P together."""
    return top_p_of(p, settings.top_p) if settings.top_p < 1 else p


def min_p(p: Row, window: Window, settings: SamplingConfig) -> Row:
    """Keep what is at least m times as likely as the likeliest."""
    return min_p_of(p, settings.min_p) if settings.min_p > 0 else p


RULES = (repetition_penalty, top_k, temperature, top_p, min_p)


def apply_rules(values: Row, window: Window, settings: SamplingConfig) -> Row:
    """Apply one rule after the other."""
    for rule in RULES:
        values = rule(values, window, settings)
    return values


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


def pick(logits: Row, settings: SamplingConfig, window: Window, uniform: float) -> int:
    """Return the id of the next token, for a number from [0, 1). The logits must be finite."""
    return draw(probabilities(logits, settings, window), uniform)


def draw(distribution: Row, uniform: float) -> int:
    """Return the id at which a number from [0, 1) falls. An id of probability 0 is never drawn."""
    edges = distribution.cumsum()
    return int(edges.searchsorted(uniform * edges[-1], side="right"))
