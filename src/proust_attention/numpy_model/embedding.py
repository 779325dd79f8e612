"""Embedding: from a symbol's number to a vector.

# Class Notes

A symbol's id says nothing about it: 17 is not more than 16 in any useful sense. So each of the V symbols has a
row of D numbers of its own in a table E, and reading a text is looking up rows:

    x_t = √D · E[token_t] + PE(t)

The rows are learned like any weight. They start small (standard deviation 0.02), the positions are of size 1; the
factor √D (paper: section 3.4) brings the two nearer to one scale.

    paper: d_model   here: D, and E is token_embedding                            Vaswani et al. 2017, section 3.4

The gradient. Looking up a row is multiplying by a one-hot vector o (0 everywhere, 1 at the token):

    E[token] = o·E        and so, as for any product,        dE = oᵀ·dx

which puts dx into the row of the token and leaves the others at 0. A text has many tokens, and E is in all of
these products: their gradients add up. So a row gets the sum of the gradients of all places at which its symbol
stands: where the forward looks up, the backward adds up ("scatter-add"). To assign instead of to add would keep
only the last place.

A worked example: D = 1, the text "b a b" (ids 1 0 1), and the gradients 1, 10, 100 arriving at its three places:

>>> weights = {"token_embedding": np.array([[0.5], [0.25], [7.0]])}
>>> x, saved = forward(np.array([[1, 0, 1]]), weights, np.zeros((3, 1)))
>>> x[0, :, 0].tolist()
[0.25, 0.5, 0.25]
>>> backward(saved, np.array([[[1.0], [10.0], [100.0]]]))["token_embedding"][:, 0].tolist()
[10.0, 101.0, 0.0]
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Integer

from proust_attention.interventions import Interventions
from proust_attention.numpy_model.interventions import Array, Hooks
from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Saved:
    """What the backward needs."""

    token_ids: Integer[np.ndarray, "B T"]
    hooks: Hooks
    vocab_size: int

    __repr__ = short_repr


def forward(
    token_ids: Integer[np.ndarray, "B T"],
    weights: Mapping[str, Array],
    positions: Float[np.ndarray, "T D"] | None,
    interventions: Interventions | None = None,
) -> tuple[Float[np.ndarray, "B T D"], Saved]:
    """Look up, scale, and add the positions (None: rotary ones are used further on)."""
    E = weights["token_embedding"]
    V, D = E.shape
    x = E[token_ids]  # (B, T) -> (B, T, D)
    x *= math.sqrt(D)
    if positions is not None:
        x += positions  # (B, T, D) + (T, D)
    hooks = Hooks("", interventions)
    x = hooks("embedding", x)
    return x, Saved(token_ids, hooks, V)


def backward(saved: Saved, d_x: Float[np.ndarray, "B T D"]) -> dict[str, Array]:
    """Return the gradient of the table. The backward pass ends here: ids are not differentiable."""
    d_x = saved.hooks.backward("embedding", d_x)  # x = hooks("embedding", x)
    D = d_x.shape[-1]
    # x += positions: a constant, and the gradient passes
    d_rows = d_x.reshape(-1, D) * math.sqrt(D)  # x *= √D                                        (B·T, D)
    one_hot = np.zeros((saved.token_ids.size, saved.vocab_size), d_x.dtype)
    one_hot[np.arange(saved.token_ids.size), saved.token_ids.ravel()] = 1  # (B·T, V)
    return {"token_embedding": one_hot.T @ d_rows}  # x = E[token_ids]              (V, B·T) @ (B·T, D)
