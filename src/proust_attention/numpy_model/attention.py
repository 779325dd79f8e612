"""Attention: each position gathers from those before it what it needs.

# Class Notes

From its vector x each position makes three others: a query (what am I looking for?), a key (what do I have to
offer?) and a value (what do I hand over?). The query at t is compared with the key at every s by their dot
product; softmax makes of the row of scores weights that add up to 1; and the position receives the mean of the
values by these weights:

    Q = x·W_Q    K = x·W_K    V = x·W_V
    Z = Q·Kᵀ / √d_k                           scores, (T, S)
    P = softmax(Z + mask)                     attention weights: each row adds up to 1
    O = P·V                                   what is gathered
    y = O·W_O

- **The root.** d_k is the width of a head. Let the d_k numbers of a query and of a key be independent, with mean 0
  and variance 1. Each product q_i·k_i then has mean 0 and variance 1, and a sum of d_k of them has variance d_k.
  Divided by √d_k the score has variance 1, however wide the head. Without it the softmax of a wide head would give
  nearly all the weight to one position; and there, as its gradient below shows (p·(1 - p) is nearly 0), it learns
  nearly nothing.
- **The mask.** Position t may see s ≤ t only: it learns to predict the next symbol, and must not read it. A
  score of -∞ becomes a weight of exactly 0.
- **The heads.** The D numbers are split among H heads of width d_k = D/H, and each does all this for itself.
  Their outputs are laid side by side again, and W_O mixes them.

    notes      code                             paper (Vaswani et al. 2017, section 3.2)
    Q, K, V    query, key, value                Q, K, V: here for each head, (B, H, T, K)
    d_k        K in shapes, head_width          d_k
    H          n_heads                          h
    Z          scores                           Q·Kᵀ/√d_k
    P          softmaxed, attention_weights     softmax(...); the second is the first behind its hook
    O          joined                           Concat(head_1, ..., head_h)
    dP, dZ     d_P, d_scores                    gradients of the loss with respect to P and to Z

A worked example, by hand: two positions, two numbers, one head. W_K and W_O are the identity, so that the keys are
x itself: (1, 0) and (0, 1). W_Q is such that the query at 0 is (0, 0), and at 1 (√2·log 3, 0); √d_k = √2, and so
the scores at 1 are log 3 and 0, and their softmax 3/4 and 1/4. Position 0 sees itself alone. The values are (4, 0)
and (0, 8), and position 1 gathers 3/4·(4, 0) + 1/4·(0, 8) = (3, 2):

>>> x = np.array([[[1.0, 0.0], [0.0, 1.0]]])
>>> W_Q = np.array([[0.0, 0.0], [math.sqrt(2) * math.log(3), 0.0]])
>>> weights = {"W_Q": W_Q, "W_K": np.eye(2), "W_V": np.diag([4.0, 8.0]), "W_O": np.eye(2)}
>>> y, saved = forward(x, weights, n_heads=1)
>>> saved.attention_weights[0, 0].round(4).tolist()
[[1.0, 0.0], [0.75, 0.25]]
>>> y[0].round(4).tolist()
[[4.0, 0.0], [3.0, 2.0]]

The gradient, from the end to the beginning. dO means dL/dO, what arrives there.

1. y = O·W_O, where O are the heads side by side, is a product (see feed_forward.py): dW_O = Oᵀ·dy, dO =
   dy·W_Oᵀ. The heads part again.

2. In each head O = P·V is a product too: dP = dO·Vᵀ, dV = Pᵀ·dO. (In training some weights are dropped, O =
   (P·m)·V: then dV uses P·m, dP is multiplied by m, and the softmax below uses P as it was.) Read it: the
   weight that t gives to s matters as much as the value there agrees with dO_t; and a value receives the gradient
   of every position that looked at it, times the weight with which it looked.

3. Softmax, one row: p_i = e^{z_i} / Σ_m e^{z_m}. Move z_j a little. The numerator changes where i = j, and
   gives p_i; the denominator changes for every i, and by the quotient rule gives -e^{z_i}·e^{z_j} / (Σ_m
   e^{z_m})², which is -p_i·p_j. Together, with [i = j] for 1 where i is j and 0 elsewhere:

       ∂p_i/∂z_j = p_i·[i = j] - p_i·p_j

   Sum over i, with what arrives at each:

       dz_j = Σ_i dp_i·(p_i·[i = j] - p_i·p_j) = p_j · ( dp_j - Σ_i dp_i·p_i )

   Each weight's gradient, less the mean of them all (a mean by p itself), times the weight. To raise all scores
   alike changes nothing, so the gradient has no part in that direction: Σ_j dz_j = 0, since Σ_j p_j = 1.

   The masked places: p_j = 0 there, and so dz_j = 0. No gradient flows to what was not seen. Nothing has to be
   done for it, it follows.

4. Z = Q·Kᵀ/√d_k: dQ = dZ·K/√d_k, dK = dZᵀ·Q/√d_k. In the code the root stands in one of the two lines only: the
   forward divides the queries, not the scores, so that `saved.query` is Q/√d_k already. d_key, made of it, has its
   root; d_query is divided later, where the forward's division is undone. If queries and keys were normalised
   (qk_norm.py) and rotated (positions.py), their gradients go back through these in reverse order: first the
   rotation, then the norm.

5. Q = x·W_Q, and likewise K and V: three products of one x, so dx is a sum of three:
   dQ·W_Qᵀ + dK·W_Kᵀ + dV·W_Vᵀ.

Of the example: let (1, 0) arrive at position 1 and nothing at 0. In the row of 1, dP is (1, 0)·Vᵀ = (4, 0), the
mean by p is 3, and dz = (3/4·(4 - 3), 1/4·(0 - 3)):

>>> softmax_backward(np.array([[0.75, 0.25]]), np.array([[4.0, 0.0]])).tolist()
[[0.75, -0.75]]

The query of 1 then has dQ = (3/4, -3/4)·K/√2, and position 1 is the second row of W_Q; the values have dV =
3/4·(1, 0) and 1/4·(1, 0):

>>> d_x, gradients = backward(saved, np.array([[[0.0, 0.0], [1.0, 0.0]]]))
>>> gradients["W_Q"].round(4).tolist()                        # 0.75/√2 = 0.5303
[[0.0, 0.0], [0.5303, -0.5303]]
>>> gradients["W_V"].round(4).tolist()
[[0.75, 0.0], [0.25, 0.0]]
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from proust_attention.interventions import Interventions
from proust_attention.numpy_model import qk_norm
from proust_attention.numpy_model.feed_forward import flat
from proust_attention.numpy_model.interventions import Array, Hooks
from proust_attention.numpy_model.positions import rotate
from proust_attention.shown import short_repr

Stream = Float[np.ndarray, "B T D"]
Heads = Float[np.ndarray, "B H T K"]
Maps = Float[np.ndarray, "B H T S"]
Rotation = tuple[Float[np.ndarray, "T pairs"], Float[np.ndarray, "T pairs"]]  # cos and sin


@dataclass(frozen=True)
class Saved:
    """What the backward needs."""

    x: Stream
    query: Heads  # as they meet: normalised and rotated, the query divided by √d_k
    key: Heads
    value: Heads
    softmaxed: Maps
    attention_weights: Maps  # the same, behind their hook
    joined: Stream
    hooks: Hooks
    weights: Mapping[str, Array]
    rotation: Rotation | None
    query_norm: qk_norm.Saved | None
    key_norm: qk_norm.Saved | None

    __repr__ = short_repr


def forward(
    x: Stream,
    weights: Mapping[str, Array],
    n_heads: int,
    rotation: Rotation | None = None,
    normalise: bool = False,
    interventions: Interventions | None = None,
    name: str = "",
) -> tuple[Stream, Saved]:
    """Attend: causal, with H heads. `name` is the part's own, "blocks.0.attention", for the interventions."""
    hooks = Hooks(name, interventions)
    query, key, value = (split(x @ weights[W], n_heads) for W in ("W_Q", "W_K", "W_V"))  # -> (B, H, T, K)
    query_norm = key_norm = None
    if normalise:
        query, query_norm = qk_norm.forward(query)
        key, key_norm = qk_norm.forward(key)
    if rotation:
        query, key = rotate(query, *rotation), rotate(key, *rotation)
    query = query / math.sqrt(query.shape[-1])  # √d_k: here and not at the scores, of which there are more
    query, key, value = hooks("query", query), hooks("key", key), hooks("value", value)

    scores = query @ key.swapaxes(-1, -2)  # (B, H, T, K) @ (B, H, K, S) -> (B, H, T, S)
    scores += causal_mask(x.shape[1], scores.dtype)  # (T, S)
    softmaxed = softmax(scores)
    attention_weights = hooks("weights", softmaxed)
    joined = join(attention_weights @ value)  # (B, H, T, S) @ (B, H, S, K) -> (B, H, T, K) -> (B, T, D)
    joined = hooks("joined", joined)
    y = hooks("output", joined @ weights["W_O"])  # (B, T, D) -> (B, T, D)
    norms = query_norm, key_norm
    return y, Saved(x, query, key, value, softmaxed, attention_weights, joined, hooks, weights, rotation, *norms)


def backward(saved: Saved, d_y: Stream) -> tuple[Stream, dict[str, Array]]:
    """Return the gradients with respect to x and to the four matrices."""
    weights, hooks, H = saved.weights, saved.hooks, saved.query.shape[1]
    d_y = hooks.backward("output", d_y)  # y = hooks("output", ...)
    gradients = {"W_O": flat(saved.joined).T @ flat(d_y)}  # joined @ W_O
    d_joined = hooks.backward("joined", d_y @ weights["W_O"].T)  # joined = hooks("joined", joined)  (B, T, D)
    d_heads = split(d_joined, H)  # joined = join(attention_weights @ value)                   (B, H, T, K)
    d_value = saved.attention_weights.swapaxes(-1, -2) @ d_heads  # attention_weights @ value  (B, H, S, K)
    d_P = d_heads @ saved.value.swapaxes(-1, -2)  # attention_weights @ value                  (B, H, T, S)
    d_P = hooks.backward("weights", d_P)  # attention_weights = hooks("weights", softmaxed)
    d_scores = softmax_backward(saved.softmaxed, d_P)  # softmaxed = softmax(scores)
    d_scores = hooks.backward("scores", d_scores)  # no hook in the forward: only so that the trace can show it

    d_query = d_scores @ saved.key  # scores = query @ keyᵀ                                    (B, H, T, K)
    d_key = d_scores.swapaxes(-1, -2) @ saved.query  # scores = query @ keyᵀ, with its 1/√d_k  (B, H, S, K)
    d_query, d_key = hooks.backward("query", d_query), hooks.backward("key", d_key)  # hooks("query", query) ...
    d_value = hooks.backward("value", d_value)
    d_query /= math.sqrt(d_query.shape[-1])  # query = query / √d_k
    if saved.rotation:
        cos, sin = saved.rotation
        d_query, d_key = rotate(d_query, cos, -sin), rotate(d_key, cos, -sin)  # rotate(query), rotate(key)
    if saved.query_norm and saved.key_norm:
        d_query = qk_norm.backward(saved.query_norm, d_query)  # qk_norm.forward(query)
        d_key = qk_norm.backward(saved.key_norm, d_key)  # qk_norm.forward(key)

    d_x = np.zeros_like(saved.x)
    for W, d_heads_of in (("W_Q", d_query), ("W_K", d_key), ("W_V", d_value)):
        d_projected = join(d_heads_of)  # split(x @ W)                                         (B, T, D)
        gradients[W] = flat(saved.x).T @ flat(d_projected)  # x @ W                            (D, D)
        d_x += d_projected @ weights[W].T  # x @ W, three times of the same x
    return d_x, gradients


def softmax(scores: Float[np.ndarray, "*any S"]) -> Float[np.ndarray, "*any S"]:
    """Return e^z / Σ e^z of each row; less the row's maximum, which changes nothing and cannot overflow."""
    P = scores - scores.max(axis=-1, keepdims=True)
    np.exp(P, out=P)
    P /= P.sum(axis=-1, keepdims=True)
    return P


def softmax_backward(
    P: Float[np.ndarray, "*any S"], d_P: Float[np.ndarray, "*any S"]
) -> Float[np.ndarray, "*any S"]:
    """Return p · (dp - Σ dp·p) of each row."""
    d_scores = d_P - np.vecdot(d_P, P)[..., None]
    d_scores *= P
    return d_scores


def causal_mask(T: int, dtype: np.dtype) -> Float[np.ndarray, "T T"]:
    """Return 0 where s ≤ t, -∞ where s > t."""
    return np.triu(np.full((T, T), -np.inf, dtype), k=1)


def split(x: Stream, n_heads: int) -> Heads:
    """Split the D numbers of each position among the heads."""
    B, T, D = x.shape
    return x.reshape(B, T, n_heads, D // n_heads).swapaxes(1, 2)  # -> (B, H, T, K)


def join(heads: Heads) -> Stream:
    """Lay the heads of each position side by side: the reverse of `split`."""
    B, H, T, K = heads.shape
    return heads.swapaxes(1, 2).reshape(B, T, H * K)  # -> (B, T, D)
