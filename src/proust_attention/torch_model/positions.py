"""Positions: telling the machine where in the window each symbol stands.

# Class Notes

But for the mask, attention looks at a window as a set: shuffle the symbols and it finds the same ones elsewhere.
Order has to be put into the vectors themselves. The paper of 2017 adds to each embedding a vector that
depends on the position alone. Its numbers are sines and cosines of the position at D/2 different speeds:

    PE(t, 2i)     = sin(t / 10000^(2i/D))
    PE(t, 2i + 1) = cos(t / 10000^(2i/D))          t position, i = 0 ... D/2 - 1

Think of a clock with D/2 hands. The first turns by one radian at each symbol, the last by some 1/10000:
fast hands tell neighbours apart, slow ones tell the beginning of the window from its end. And to look n
symbols back is to turn every hand back by a fixed angle, whatever the position: a linear map, which a
weight matrix can learn.

    paper: pos, d_model   here: t, D                                 Vaswani et al. 2017, section 3.5

The table holds no parameters, so nothing here is learned and no gradient is needed.

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


def rotary(context_length: int, head_width: int) -> tuple[Float[Tensor, "T pairs"], Float[Tensor, "T pairs"]]:
    """Return cos φ and sin φ of every position and pair, float64."""
    angle = torch.arange(context_length, dtype=torch.float64).unsqueeze(1) * speeds(head_width)  # (T, K/2)
    return torch.cos(angle), torch.sin(angle)


def turn(
    x: Float[Tensor, "B H T K"], cos: Float[Tensor, "T pairs"], sin: Float[Tensor, "T pairs"]
) -> Float[Tensor, "B H T K"]:
    """Turn each pair of `x` by its angle."""
    a, b = x.chunk(2, dim=-1)  # (B, H, T, K) -> twice (B, H, T, K/2)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)  # -> (B, H, T, K)
