"""Layer norm: every vector brought to one scale.

# Class Notes

A vector passes through many matrices, and small factors multiply: without care it grows or fades on the way,
and its gradient with it. Layer norm takes each vector by itself, subtracts its mean, divides by its standard
deviation, and lets two learned vectors choose scale and shift anew:

    n = (x - μ) · r          μ = mean(x),   r = 1 / √(mean((x - μ)²) + ε)
    y = γ · n + β

All means here are over the D numbers of one vector; ε = 1e-5 only keeps a constant vector from a division by
zero. No mean is taken over positions or over the texts of a batch, so that training and writing compute the same.

    paper: g, b   here: gamma (γ), beta (β)   n: normalised                        Ba, Kiros and Hinton 2016

A worked example. x = (3, 3, 1, 1): μ = 2, standard deviation 1, n = (1, 1, -1, -1); with γ = 1 and β = 5 in all
four, y = (6, 6, 4, 4):

>>> config = ModelConfig(vocab_size=3, d_model=4, n_heads=1)
>>> y, saved = forward(np.array([[[3.0, 3.0, 1.0, 1.0]]]), {"gamma": np.ones(4), "beta": np.full(4, 5.0)}, config)
>>> y.round(3).tolist()
[[[6.0, 6.0, 4.0, 4.0]]]

The gradient. Write dy for the gradient that arrives, dL/dy, a vector of D numbers; likewise the others.

1. y = γ·n + β, number by number. So dn = dy·γ. β and γ are the same for all vectors, and their gradients add
   up over them: dβ = Σ dy, dγ = Σ dy·n.

2. n_j = (x_j - μ)·r. How does the loss change when one x_i moves a little? x_i is in n_j in three ways:

   - directly, where j = i:                                               ∂n_i/∂x_i gets  r
   - through the mean: ∂μ/∂x_i = 1/D, and every n_j contains -μ·r         ∂n_j/∂x_i gets -r/D
   - through r = (v + ε)^(-1/2), where v = mean((x - μ)²). First v: ∂v/∂x_i = 2·(x_i - μ)/D, for what comes by
     way of μ is -2·mean(x - μ)/D, and that mean is 0. Then r: ∂r/∂v = -r³/2. Together
     ∂r/∂x_i = -r³·(x_i - μ)/D = -r²·n_i/D, and (x_j - μ) = n_j/r:       ∂n_j/∂x_i gets -r·n_j·n_i/D

3. Multiply by dn_j and sum over j. The three ways give the three terms:

       dx_i = r · ( dn_i  -  mean(dn)  -  n_i · mean(dn·n) )

Read it so: the gradient, less its mean, less its part along n (which is n·(dn·n)/(n·n), and n·n = D but for ε).
Adding a constant to x, or stretching it, does not change n (but for ε): so the gradient has no part in those two
directions, and the last two terms take it out.

Of the example: let (4, 0, 0, 0) arrive. Its mean is 1, and the mean of dn·n is 1 too. Less (1, 1, 1, 1) and less
(1, 1, -1, -1) it is (2, -2, 0, 0):

>>> d_x, gradients = backward(saved, np.array([[[4.0, 0.0, 0.0, 0.0]]]))
>>> (d_x.round(3) + 0.0).tolist()
[[[2.0, -2.0, 0.0, 0.0]]]
>>> gradients["gamma"].round(3).tolist(), gradients["beta"].tolist()
([4.0, 0.0, 0.0, 0.0], [4.0, 0.0, 0.0, 0.0])
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from proust_attention.config import ModelConfig
from proust_attention.numpy_model.interventions import Array
from proust_attention.shown import short_repr

EPSILON = 1e-5


@dataclass(frozen=True)
class Saved:
    """What the backward needs."""

    normalised: Float[np.ndarray, "B T D"]
    reciprocal: Float[np.ndarray, "B T 1"]  # r
    gamma: Float[np.ndarray, " D"]

    __repr__ = short_repr


def forward(
    x: Float[np.ndarray, "B T D"], weights: Mapping[str, Array], config: ModelConfig
) -> tuple[Float[np.ndarray, "B T D"], Saved]:
    """Normalise each vector, then scale and shift it."""
    n, reciprocal = normalise(x, config)
    gamma, beta = scale_and_shift(weights)
    return gamma * n + beta, Saved(n, reciprocal, gamma)  # (D,) * (B, T, D) + (D,)


def normalise(
    x: Float[np.ndarray, "*any D"], config: ModelConfig
) -> tuple[Float[np.ndarray, "*any D"], Float[np.ndarray, "*any 1"]]:
    """Return n and r: what a norm does before its weights."""
    normalised = x - x.mean(axis=-1, keepdims=True)  # (..., D) - (..., 1) -> (..., D)
    variance = np.vecdot(normalised, normalised)[..., None] / config.d_model  # -> (..., 1)
    reciprocal = 1 / np.sqrt(variance + EPSILON)
    normalised *= reciprocal
    return normalised, reciprocal


def scale_and_shift(weights: Mapping[str, Array]) -> tuple[Float[np.ndarray, " D"], Float[np.ndarray, " D"]]:
    """Return γ and β: what a norm does to n."""
    return weights["gamma"], weights["beta"]


def backward(saved: Saved, d_y: Float[np.ndarray, "B T D"]) -> tuple[Float[np.ndarray, "B T D"], dict[str, Array]]:
    """Return the gradients with respect to x, gamma and beta."""
    n, D = saved.normalised, d_y.shape[-1]
    gradients = {
        "gamma": (d_y * n).reshape(-1, D).sum(axis=0),  # y = gamma * normalised + beta      (B, T, D) -> (D,)
        "beta": d_y.reshape(-1, D).sum(axis=0),
    }
    d_x = d_y * saved.gamma  # dn, to begin with
    along_n = np.vecdot(d_x, n)[..., None] / D  # x is in the reciprocal, too: the third way        (B, T, 1)
    d_x -= d_x.mean(axis=-1, keepdims=True)  # normalised = x - x.mean(...)
    d_x -= n * along_n
    d_x *= saved.reciprocal
    return d_x, gradients
