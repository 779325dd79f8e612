"""Positions: showing the machine where in the window each symbol stands.

# Class Notes

The idea, both formulas and the gradient of a rotation: numpy_model/positions.py. The same here: the speeds ω, the
table of sines and cosines, the rotation of each pair, a + bi, by one complex product with e^(φi). The tables are
made in float64 and rounded once, to the type of the weights, in both engines: at position 255 a float32 angle
would already be wrong in its fifth digit.

    Vaswani et al. 2017, section 3.5; Su et al. 2021 (rotary)

>>> table = sinusoidal(3, 4)
>>> [f"{x:.5f}" for x in table[1].tolist()]       # sin 1, cos 1, sin 0.01, cos 0.01
['0.84147', '0.54030', '0.01000', '0.99995']
"""

import torch
from jaxtyping import Float
from torch import Tensor


def speeds(width: int) -> Float[Tensor, " pairs"]:
    """Return ω of the width/2 pairs, radians a position, float64."""
    return 10000.0 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)


def sinusoidal(context_length: int, d_model: int) -> Float[Tensor, "T D"]:
    """Return the table of positions, float64, for T = context_length and D = d_model (even)."""
    angle = torch.arange(context_length, dtype=torch.float64).unsqueeze(1) * speeds(d_model)  # -> (T, D/2)
    table = torch.stack((torch.sin(angle), torch.cos(angle)), dim=-1)  # -> (T, D/2, 2)
    return table.reshape(context_length, d_model)  # sine and cosine side by side -> (T, D)


def rotary(context_length: int, head_width: int) -> Float[Tensor, "T pairs 2"]:
    """Return cos φ and sin φ of every position and pair, float64."""
    angle = torch.arange(context_length, dtype=torch.float64).unsqueeze(1) * speeds(head_width)  # (T, K/2)
    return torch.stack((torch.cos(angle), torch.sin(angle)), dim=-1)


def rotate(x: Float[Tensor, "*B T P K"], rotation: Float[Tensor, "T pairs 2"]) -> Float[Tensor, "*B T P K"]:
    """Rotate each pair of `x` by the angle of its position; P vectors stand at each."""
    points = torch.view_as_complex(x.unflatten(-1, (-1, 2)))  # (..., T, P, K) -> (..., T, P, K/2)
    rotated = points * torch.view_as_complex(rotation).unsqueeze(1)  # a + bi times cos φ + i·sin φ
    return torch.view_as_real(rotated).flatten(-2)  # -> (..., T, P, K)
