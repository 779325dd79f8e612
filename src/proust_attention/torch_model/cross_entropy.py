"""Cross entropy: how surprised the machine was.

# Class Notes

softmax turns the logits z into probabilities; the loss at a position is the negative logarithm of the one
given to the symbol that really came:

    p_v = exp(z_v) / Σ_w exp(z_w)          loss = -log p_target          mean over the B·T positions

It is 0 for a machine that was certain and right, log V for one that thinks all V symbols equally likely, and
without bound for one that was certain and wrong. Its unit is the nat; divided by log 2 it is bits: the
length of the text if the machine were used to compress it (Shannon 1948).

The gradient could not be simpler: p - 1 for the symbol that came, p for all others, over B·T. Here autograd
does it.

>>> import torch
>>> logits = torch.zeros(1, 1, 94)                       # all 94 symbols equally likely
>>> f"{forward(logits, torch.tensor([[17]])).item():.4f} = log 94"
'4.5433 = log 94'
"""

from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F


def forward(logits: Float[Tensor, "B T V"], targets: Int[Tensor, "B T"]) -> Float[Tensor, ""]:
    """Return the mean loss in nats a symbol."""
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten())  # (B·T, V), (B·T,) -> ()
