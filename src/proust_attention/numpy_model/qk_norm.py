"""QK norm: queries and keys brought to one length.

# Class Notes

A score is a dot product, and grows with the lengths of query and key. In a long training these may grow without
end, until softmax gives everything to one position and its gradient dies. So, where `qk_norm` is on, every
query and every key of every head is divided by its root mean square, over its d_k numbers:

    n = x·r,      r = 1 / √(mean(x²) + ε)

Then mean(n²) = 1 (but for ε): each has length √d_k, and a score Q·Kᵀ/√d_k lies between -√d_k and √d_k. Nothing is
learned here.

                                                Henry et al. 2020; root mean square: Zhang and Sennrich 2019

The gradient. It is layer norm's (see layer_norm.py) without the mean, and so without the term that came of it:

    dx = r · ( dn - n · mean(dn·n) )

>>> n, saved = forward(np.array([3.0, 4.0]))          # root mean square: √12.5 = 3.5355
>>> n.round(4).tolist(), backward(saved, n).round(4).tolist()      # a gradient along x changes nothing
([0.8485, 1.1314], [0.0, 0.0])
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from proust_attention.shown import short_repr

EPSILON = 1e-5


@dataclass(frozen=True)
class Saved:
    """What the backward needs."""

    normalised: Float[np.ndarray, "*any K"]
    reciprocal: Float[np.ndarray, "*any 1"]

    __repr__ = short_repr


def forward(x: Float[np.ndarray, "*any K"]) -> tuple[Float[np.ndarray, "*any K"], Saved]:
    """Divide each vector by its root mean square."""
    K = x.shape[-1]
    reciprocal = 1 / np.sqrt(np.vecdot(x, x)[..., None] / K + EPSILON)  # (..., K) -> (..., 1)
    normalised = x * reciprocal
    return normalised, Saved(normalised, reciprocal)


def backward(saved: Saved, d_n: Float[np.ndarray, "*any K"]) -> Float[np.ndarray, "*any K"]:
    """Return the gradient with respect to x."""
    n, K = saved.normalised, d_n.shape[-1]
    along_n = np.vecdot(d_n, n)[..., None] / K
    return (d_n - n * along_n) * saved.reciprocal  # normalised = x * reciprocal, which x is in
