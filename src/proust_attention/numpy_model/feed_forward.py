"""Feed-forward: what each position does by itself with what attention brought it.

# Class Notes

Two matrices with a non-linearity φ between them, the activation; the same for every position:

    z = x·W₁ + b₁        h = φ(z)        y = h·W₂ + b₂

    φ(z) = max(z, 0)       "relu"
    φ(z) = max(z, 0)²      "relu_squared"

Read each of the F columns of W₁ as a pattern ("does a q stand before me?"), and the row of W₂ that belongs to it
as what to add to the vector where the pattern is found. φ keeps the positive z and sets the others to 0; without a
non-linearity, two matrices in a row would only be one. The square grows faster than z, and has no corner at 0.

    paper: FFN, d_ff   here: feed_forward, F      Vaswani et al. 2017, section 3.3; So et al. 2021 (squared)

A worked example: one position, x = (1, 2); two hidden units, of which the second is not active (z = -1):

>>> weights = {
...     "W_1": np.array([[1.0, -1.0], [1.0, 0.0]]), "b_1": np.zeros(2),
...     "W_2": np.array([[10.0, 0.0], [0.0, 10.0]]), "b_2": np.array([0.0, 1.0]),
... }
>>> y, saved = forward(np.array([[[1.0, 2.0]]]), weights, "relu")
>>> y.tolist()                                          # z = (3, -1), h = (3, 0)
[[[30.0, 1.0]]]

The gradient. Everything rests on the product of matrices y = h·W, that is y_tj = Σ_k h_tk·W_kj. W_kj is in y_tj
for every t, with the factor h_tk; and h_tk is in y_tj for every j, with the factor W_kj:

    dW_kj = Σ_t h_tk·dy_tj     that is     dW = hᵀ·dy
    dh_tk = Σ_j dy_tj·W_kj     that is     dh = dy·Wᵀ

Where the axes differ the shapes leave no other choice, which is the quickest way to remember it. b is added to
every position, so db = Σ_t dy_t.

φ works number by number: dz = dh·φ'(z). For relu φ' is 1 where z > 0 and 0 where z < 0 (at z = 0, a single
point, we say 0): the gradient passes where the value passed. For the square it is 2·max(z, 0). Then x·W₁ + b₁
is a product again.

Of the example: what arrives at y is (1, 1). dh = (10, 10), and no gradient passes the unit that was not active:
dz = (10, 0).

>>> d_x, gradients = backward(saved, np.array([[[1.0, 1.0]]]))
>>> gradients["W_2"].tolist(), gradients["b_1"].tolist(), d_x.tolist()
([[3.0, 3.0], [0.0, 0.0]], [10.0, 0.0], [[[10.0, 10.0]]])
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from proust_attention.interventions import Interventions
from proust_attention.numpy_model.interventions import Array, Hooks
from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Saved:
    """What the backward needs."""

    x: Float[np.ndarray, "B T D"]
    positive: Float[np.ndarray, "B T F"]  # max(z, 0)
    hidden: Float[np.ndarray, "B T F"]  # after the activation, and after its hook
    hooks: Hooks
    W_1: Float[np.ndarray, "D F"]
    W_2: Float[np.ndarray, "F D"]
    activation: str

    __repr__ = short_repr


def forward(
    x: Float[np.ndarray, "B T D"],
    weights: Mapping[str, Array],
    activation: str,
    interventions: Interventions | None = None,
    name: str = "",
) -> tuple[Float[np.ndarray, "B T D"], Saved]:
    """Widen, apply φ, narrow. `name` is the part's own, "blocks.0.feed_forward", for the interventions."""
    hooks = Hooks(name, interventions)
    z = x @ weights["W_1"]  # (B, T, D) @ (D, F) -> (B, T, F)
    z += weights["b_1"]
    positive = np.maximum(z, 0, out=z)
    hidden = hooks("hidden", positive**2 if activation == "relu_squared" else positive)
    y = hidden @ weights["W_2"]  # (B, T, F) @ (F, D) -> (B, T, D)
    y += weights["b_2"]
    return hooks("output", y), Saved(x, positive, hidden, hooks, weights["W_1"], weights["W_2"], activation)


def backward(saved: Saved, d_y: Float[np.ndarray, "B T D"]) -> tuple[Float[np.ndarray, "B T D"], dict[str, Array]]:
    """Return the gradients with respect to x and to the four weights."""
    d_y = saved.hooks.backward("output", d_y)  # hooks("output", y)
    d_W_2 = flat(saved.hidden).T @ flat(d_y)  # y = hidden @ W_2                     (F, B·T) @ (B·T, D)
    d_b_2 = flat(d_y).sum(axis=0)  # y += b_2                                                        (D,)
    d_hidden = d_y @ saved.W_2.T  # y = hidden @ W_2                                            (B, T, F)
    d_z = saved.hooks.backward("hidden", d_hidden)  # hidden = hooks("hidden", ...)
    if saved.activation == "relu_squared":
        d_z = d_z * (2 * saved.positive)  # positive**2
    d_z *= saved.positive > 0  # positive = np.maximum(z, 0)
    d_W_1 = flat(saved.x).T @ flat(d_z)  # z = x @ W_1                               (D, B·T) @ (B·T, F)
    d_b_1 = flat(d_z).sum(axis=0)  # z += b_1                                                        (F,)
    d_x = d_z @ saved.W_1.T  # z = x @ W_1                                                      (B, T, D)
    return d_x, {"W_2": d_W_2, "b_2": d_b_2, "W_1": d_W_1, "b_1": d_b_1}


def flat(x: Float[np.ndarray, "B T N"]) -> Float[np.ndarray, "BT N"]:
    """Lay the positions of all texts under one another: a weight does not care where a position stood."""
    return x.reshape(-1, x.shape[-1])
