"""Cross entropy: how surprised the machine was.

# Class Notes

    loss = -log softmax(z)_target          mean over the B·T positions, in nats

The idea and the gradient, p - 1 for the symbol that came and p for all others, over B·T:
numpy_model/cross_entropy.py. PyTorch takes the logarithm of the softmax in one step, less the maximum of the
logits, so that nothing overflows.

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


def each(logits: Float[Tensor, "B T V"], targets: Int[Tensor, "B T"]) -> Float[Tensor, "B T"]:
    """Return the loss at every position, in nats: what `forward` takes the mean of."""
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").view(targets.shape)
