"""Attention: each position gathers from those before it what it needs.

# Class Notes

    Q = x·W_Q    K = x·W_K    V = x·W_V
    Z = Q·Kᵀ / √d_k                           scores, (T, S); d_k is the width of a head
    P = softmax(Z + mask)                     attention weights: each row adds up to 1
    y = (P·V)·W_O

The idea, step by step, and the gradient: numpy_model/attention.py. Here it is three times:

- `written_out` computes it as it stands above, and gives the attention maps.
- PyTorch's scaled_dot_product_attention computes the same in one operation. It can do without storing the (T, S)
  maps: it goes through them tile by tile, a few queries with a few keys at a time, and keeps for each row only its
  maximum and its sum; the backward computes the weights anew (Dao et al. 2022). It is used wherever the maps are
  not wanted, nothing of them is intervened in, and the machine is not `plain`.
- `_Dropped` is for training with dropout, M, on the attention weights, which is a function of (seed, step) only if
  the masks are ours. It goes through the queries in blocks, each with the keys that it may see: 64 queries at a
  time need little more than half of the (T, S) numbers. Its gradient, by the formulas of the reference:

      y = (P∘M)·V       dV = (P∘M)ᵀ·dy       dP = (dy·Vᵀ)∘M       dZ = P∘(dP - rows(dP∘P))

  where rows(dP∘P), the sum of each row, is rows(dy∘y): both are the sum over s and k of dy_tk·P_ts·M_ts·V_sk.

Sums taken in another order round otherwise: they agree within 1e-5 of the largest logit, and tests hold them
together.

    paper: d_k, h   here: K in shapes, H                             Vaswani et al. 2017, section 3.2
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F

from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions
from proust_attention.torch_model import qk_norm
from proust_attention.torch_model.arrays import as_parameter
from proust_attention.torch_model.dropout import Dropout
from proust_attention.torch_model.interventions import hook
from proust_attention.torch_model.positions import rotary, rotate

Heads = Float[Tensor, "B H T K"]
Maps = Float[Tensor, "B H T S"]
BLOCK = 64  # queries


def written_out(
    query: Heads, key: Heads, value: Heads, interventions: Interventions | None = None, name: str = ""
) -> tuple[Heads, Maps]:
    """Return what each head gathers, and the attention weights with which it gathers."""
    T, K = query.shape[-2:]
    query = hook(query / math.sqrt(K), f"{name}.query", interventions)
    key, value = hook(key, f"{name}.key", interventions), hook(value, f"{name}.value", interventions)
    scores = query @ key.transpose(-2, -1)  # (B, H, T, K) @ (B, H, K, S) -> (B, H, T, S)
    future = torch.ones(T, T, dtype=torch.bool, device=query.device).triu(1)  # True where s > t
    weights = torch.softmax(scores.masked_fill(future, -math.inf), dim=-1)  # -> (B, H, T, S)
    weights = hook(weights, f"{name}.weights", interventions)
    return weights @ value, weights  # (B, H, T, S) @ (B, H, S, K) -> (B, H, T, K)


class _Dropped(torch.autograd.Function):
    """What each head gathers by the attention weights times a mask (B, H, T, S)."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
        T, K = query.shape[-2:]
        future = torch.ones(T, T, dtype=torch.bool, device=query.device).triu(1)  # True where s > t
        query = query / math.sqrt(K)
        q, k, v, m = (array.flatten(0, 1) for array in (query, key, value, mask))  # (B, H, ...) -> (B·H, ...)
        y, weights = torch.empty_like(v), []
        for first in range(0, T, BLOCK):
            end = min(first + BLOCK, T)
            t, s = slice(first, end), slice(end)  # some queries; all keys up to the last of them
            scores = (q[:, t] @ k[:, s].mT).masked_fill_(future[t, s], -math.inf)
            weights.append(torch.softmax(scores, dim=-1))
            y[:, t] = (weights[-1] * m[:, t, s]).to(v.dtype) @ v[:, s]
        ctx.save_for_backward(q, k, v, m, y, *weights)
        return y.view_as(query)

    @staticmethod
    def backward(ctx: Any, d_y: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        q, k, v, m, y, *weights = ctx.saved_tensors
        shape, d_y = d_y.shape, d_y.flatten(0, 1)
        along = (d_y * y).sum(dim=-1, keepdim=True)  # rows(dy∘y): (B·H, T, 1)
        d_q, d_k, d_v = torch.empty_like(q), torch.zeros_like(k), torch.zeros_like(v)
        for number, P in enumerate(weights):
            first, end = number * BLOCK, P.shape[-1]
            t, s = slice(first, end), slice(end)
            M = m[:, t, s]
            d_v[:, s] += (P * M).to(v.dtype).mT @ d_y[:, t]
            d_Z = (d_y[:, t] @ v[:, s].mT).mul_(M).sub_(along[:, t]).mul_(P)
            d_q[:, t] = d_Z @ k[:, s]
            d_k[:, s] += d_Z.mT @ q[:, t]
        d_q /= math.sqrt(shape[-1])
        return d_q.view(shape), d_k.view(shape), d_v.view(shape), None


class Attention(nn.Module):
    """Causal self-attention with H heads. `name` is the part's own, for the interventions."""

    rotation: Tensor | None

    def __init__(
        self, config: ModelConfig, values: Mapping[str, np.ndarray], name: str, plain: bool = False
    ) -> None:
        super().__init__()
        self.n_heads = config.n_heads
        self.normalise = config.qk_norm
        self.name = name
        self.plain = plain
        self.W_Q = as_parameter(values["W_Q"])  # (D, D), as all four
        self.W_K = as_parameter(values["W_K"])
        self.W_V = as_parameter(values["W_V"])
        self.W_O = as_parameter(values["W_O"])
        table = None
        if config.positions == "rotary":
            table = rotary(config.context_length, config.head_width).to(self.W_Q.dtype)
        self.register_buffer("rotation", table, persistent=False)  # (context_length, K/2, 2)

    def forward(
        self, x: Float[Tensor, "B T D"], interventions: Interventions | None = None, return_attention: bool = False
    ) -> tuple[Float[Tensor, "B T D"], Maps | None]:
        """Return the output and, where requested, the maps (B, H, T, S)."""
        B, T, D = x.shape
        W = torch.cat((self.W_Q, self.W_K, self.W_V), dim=1)  # one wide product is faster than three: (D, 3D)
        query_key, value = (x @ W).split((2 * D, D), dim=-1)  # (B, T, D) -> (B, T, 2D), (B, T, D)
        query_key = query_key.unflatten(-1, (2 * self.n_heads, -1))  # -> (B, T, 2H, K)
        query_key = query_key.to(W.dtype)  # where products are made in bfloat16: the norm and the rotation are not
        if self.normalise:
            query_key = qk_norm.plain(query_key) if self.plain else qk_norm.forward(query_key)
        if self.rotation is not None:
            query_key = rotate(query_key, self.rotation[:T])
        query, key = query_key.transpose(1, 2).chunk(2, dim=1)  # -> twice (B, H, T, K)
        value = value.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)  # (B, T, D) -> (B, H, T, K)
        weights = None
        inside = [f"{self.name}.{array}" for array in ("query", "key", "value", "weights")]
        *before, within = ([None] * 4) if interventions is None else map(interventions.get, inside)
        fast = not (self.plain or return_attention or any(found is not None for found in before))
        if fast and within is None:
            heads = F.scaled_dot_product_attention(query, key, value, is_causal=True)  # -> (B, H, T, K)
        elif fast and isinstance(within, Dropout):
            query, key = query.to(value.dtype), key.to(value.dtype)
            mask = within.mask((B, self.n_heads, T, T))
            with torch.autocast(x.device.type, enabled=False):  # all three have the type of the products
                heads = _Dropped.apply(query, key, value, mask)  # type: ignore[no-untyped-call]
        else:
            heads, weights = written_out(query, key, value, interventions, self.name)
        joined = heads.transpose(1, 2).reshape(B, T, D)  # (B, H, T, K) -> (B, T, H, K) -> (B, T, D)
        joined = hook(joined, f"{self.name}.joined", interventions)
        y = joined @ self.W_O  # (B, T, D) -> (B, T, D)
        return hook(y, f"{self.name}.output", interventions), weights
