"""Cross entropy: how surprised the machine was.

# Class Notes

softmax makes probabilities of the logits z; the loss at a position is the negative logarithm of the one given
to the symbol that really came:

    p_v = exp(z_v) / Σ_w exp(z_w)          loss = -log p_target          mean over the N = B·T positions

It is 0 for a machine that was certain and right, log V for one that takes all V symbols for equally likely, and
without bound for one that was certain and wrong. Its unit is the nat; divided by log 2 it is in bits: as many bits
as each symbol of the text would take, in the mean, if the machine were used to compress it (Shannon 1948). The
length of the compressed text is that times the number of its symbols.

The gradient. Written out, loss = log Σ_w exp(z_w) - z_target. The derivative of the first term with
respect to z_v is exp(z_v) / Σ_w exp(z_w), which is p_v; that of the second is -1 for the target and 0 else:

    dz_v = (p_v - [v = target]) / N

What was predicted less what came: the machine is pushed, at every symbol, by just its error; and as the
probabilities add up to 1, so do the pushes to 0.

>>> z = np.log(np.array([[[0.5, 0.25, 0.25]]]))
>>> loss, saved = forward(z, np.array([[1]]))
>>> f"{loss:.4f} = log 4"
'1.3863 = log 4'
>>> backward(saved).round(4).tolist()
[[[0.5, -0.75, 0.25]]]
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Saved:
    """What the backward needs."""

    probabilities: Float[np.ndarray, "N V"]
    targets: Int[np.ndarray, " N"]
    shape: tuple[int, int, int]

    __repr__ = short_repr


def forward(logits: Float[np.ndarray, "B T V"], targets: Int[np.ndarray, "B T"]) -> tuple[float, Saved]:
    """Return the mean loss in nats a symbol."""
    losses, probabilities = _each(logits, targets)
    return float(losses.mean()), Saved(probabilities, targets.ravel(), logits.shape)


def each(logits: Float[np.ndarray, "B T V"], targets: Int[np.ndarray, "B T"]) -> Float[np.ndarray, "B T"]:
    """Return the loss at every position, in nats: what `forward` takes the mean of."""
    return _each(logits, targets)[0].reshape(targets.shape)


def _each(
    logits: Float[np.ndarray, "B T V"], targets: Int[np.ndarray, "B T"]
) -> tuple[Float[np.ndarray, " N"], Float[np.ndarray, "N V"]]:
    z = logits.reshape(-1, logits.shape[-1])  # (B, T, V) -> (N, V)
    rows = np.arange(len(z))
    shifted = z - z.max(axis=-1, keepdims=True)  # the same probabilities, and no overflow
    exponentials = np.exp(shifted)
    sums = exponentials.sum(axis=-1, keepdims=True)  # (N, 1)
    losses = np.log(sums[:, 0]) - shifted[rows, targets.ravel()]  # (N,)
    exponentials /= sums
    return losses, exponentials


def backward(saved: Saved) -> Float[np.ndarray, "B T V"]:
    """Return the gradient with respect to the logits."""
    N = len(saved.targets)
    d_z = saved.probabilities.copy()
    d_z[np.arange(N), saved.targets] -= 1  # losses = log Σ exp(z) - z[target]
    d_z /= N  # losses.mean()
    return d_z.reshape(saved.shape)
