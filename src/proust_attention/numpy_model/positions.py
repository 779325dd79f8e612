"""Positions: showing the machine where in the window each symbol stands.

# Class Notes

But for the mask, attention looks at a window as a set: shuffle the symbols and it finds the same ones elsewhere.
Order has to be put into the vectors themselves. There are two ways here.

**Sinusoidal** (2017). To each embedding a vector is added that depends on the position alone, D/2 pairs of sine
and cosine at D/2 different speeds ω:

    PE(t, 2i) = sin(t·ωᵢ)     PE(t, 2i + 1) = cos(t·ωᵢ)     ωᵢ = 10000^(-2i/D),   i = 0 ... D/2 - 1

Think of a clock with D/2 hands. The first rotates by one radian at each symbol, the last by little more than
1/10000 of one. Fast hands tell neighbours apart; a hand separates the beginning of the window from its end if it
is slow and yet moves visibly between them. In a window of 256 and with D = 128 not all do: 25 of the 64 rotate by
less than one radian from end to end, and the slowest by 0.03:

>>> angles = 255 * speeds(128)                       # from the first position to the last
>>> int((angles < 1).sum()), len(angles), f"{angles.min():.3f}"
(25, 64, '0.029')

The table is a constant: nothing is learned, and in x = embedding + PE the gradient passes the sum unchanged.

**Rotary** (2021). Nothing is added. Instead the K numbers of a query or a key are read as K/2 points of the
plane, and at position t the i-th point is rotated by the angle t·ωᵢ (ω as above, with K for D):

    [a']   [cos φ   -sin φ] [a]
    [b'] = [sin φ    cos φ] [b]          φ = t·ωᵢ

What is it good for? Where two vectors are rotated, only the difference of the angles changes their dot product:
R(φ)ᵀ·R(ψ) = R(ψ - φ), so that (R(φ)q)·(R(ψ)k) = q·(R(ψ - φ)k). The score of a query at t and a key at s then
depends on t - s, on how far back and not on where. The pairs lie side by side: a, b, a, b ... (In complex numbers
it is one product, (a' + b'i) = (a + bi)·e^(φi), and so PyTorch's machine writes it.)

    paper: pos, d_model   here: t, D     Vaswani et al. 2017, section 3.5; Su et al. 2021 (rotary)

>>> table = sinusoidal(3, 4)
>>> table[1].round(5).tolist()                       # sin 1, cos 1, sin 0.01, cos 0.01
[0.84147, 0.5403, 0.01, 0.99995]

A query and a key, three apart, wherever they stand:

>>> cos, sin = rotary(8, 2)
>>> q, k = np.array([[1.0, 2.0]]), np.array([[3.0, -1.0]])
>>> def score(t, s):
...     return float((rotate(q, cos[[t]], sin[[t]]) * rotate(k, cos[[s]], sin[[s]])).sum())
>>> round(score(3, 0), 6) == round(score(7, 4), 6) != round(score(7, 3), 6)
True

The gradient of a rotation. y = R(φ)·x is linear, so dx = R(φ)ᵀ·dy; and the transpose of a rotation by φ is the
rotation by -φ: sin(-φ) = -sin φ, cos(-φ) = cos φ. The backward rotates in the other direction:

    dx = rotate(dy, cos, -sin)
"""

import numpy as np
from jaxtyping import Float
from numpy.typing import DTypeLike


def speeds(width: int) -> Float[np.ndarray, " pairs"]:
    """Return ω of the width/2 pairs, radians a position."""
    return 10000.0 ** (-np.arange(0, width, 2) / width)


def sinusoidal(context_length: int, d_model: int, dtype: DTypeLike = np.float64) -> Float[np.ndarray, "T D"]:
    """Return the table of positions, for T = context_length and D = d_model (even)."""
    angle = np.arange(context_length)[:, None] * speeds(d_model)  # (T, 1) * (D/2,) -> (T, D/2)
    table = np.stack([np.sin(angle), np.cos(angle)], axis=-1)  # -> (T, D/2, 2)
    return table.reshape(context_length, d_model).astype(dtype)  # sine and cosine side by side -> (T, D)


def rotary(
    context_length: int, head_width: int, dtype: DTypeLike = np.float64
) -> tuple[Float[np.ndarray, "T pairs"], Float[np.ndarray, "T pairs"]]:
    """Return cos φ and sin φ of every position and pair."""
    angle = np.arange(context_length)[:, None] * speeds(head_width)  # (T, K/2)
    return np.cos(angle).astype(dtype), np.sin(angle).astype(dtype)


def rotate(
    x: Float[np.ndarray, "*B T K"], cos: Float[np.ndarray, "T pairs"], sin: Float[np.ndarray, "T pairs"]
) -> Float[np.ndarray, "*B T K"]:
    """Rotate each pair of `x` by its angle; with -sin for sin, back again."""
    a, b = x[..., 0::2], x[..., 1::2]  # (..., T, K) -> twice (..., T, K/2)
    rotated = np.empty_like(x)
    rotated[..., 0::2] = a * cos - b * sin
    rotated[..., 1::2] = a * sin + b * cos
    return rotated
