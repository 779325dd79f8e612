"""One step of writing, compiled by Numba: numpy_reader.py for one symbol of one stream, written out in loops.

# Class Notes

In NumPy a step is some sixty calls, each of which costs more than the little work it does. Here it is one. Every
product x·W is made a row of W at a time, y += xᵢ·Wᵢ, as the rows lie in memory; and a row whose xᵢ is 0 need not
be read at all. Behind a ReLU most are: of W_2, half the numbers of a layer's feed-forward, only a part is read.

    D d_model   F d_ff   H heads   K = D/H   L layers   N streams   T context_length   V vocabulary
"""

import math
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from proust_attention.generation.readers.compiling import compiled
from proust_attention.generation.readers.decoder import Decoder
from proust_attention.generation.readers.numpy_reader import NumpyReader
from proust_attention.numpy_model.layer_norm import EPSILON as NORM_EPSILON
from proust_attention.numpy_model.qk_norm import EPSILON as QK_EPSILON


class CompiledReader(NumpyReader):
    """A reader in NumPy whose single steps are compiled."""

    def __init__(self, decoder: Decoder, n_streams: int) -> None:
        super().__init__(decoder, n_streams)
        config = decoder.config
        self.machine = (  # in the order in which `step` takes them
            *(decoder.embedding, decoder.positions, decoder.cos, decoder.sin),
            *(decoder.symbol_QKV, decoder.position_QKV, decoder.W_QKV, decoder.b_QKV),
            *(decoder.W_O, decoder.W_1, decoder.b_1, decoder.W_2, decoder.b_2),
            *(decoder.gamma, decoder.beta, decoder.output, decoder.b_output),
            *(config.norm_placement == "pre", config.activation == "relu_squared", config.qk_norm),
        )

    @property
    def state(self) -> tuple[np.ndarray, np.ndarray, tuple[Any, ...]]:
        """What `step` needs: keys and values, whole (for a slice of them Numba compiles anew); the machine."""
        return self.cache.keys, self.cache.values, self.machine

    def read(self, ids: Int[np.ndarray, "N T"]) -> Float[np.ndarray, "N V"]:
        """Read on."""
        if ids.shape[1] > 1:
            return super().read(ids)
        self.cache.length += 1
        return np.stack([step(row[0], self.cache.length - 1, n, *self.state) for n, row in enumerate(ids)])


@compiled
def step(token, t, stream, keys, values, machine):
    """Read a stream's symbol at position t; keys, values (L, N, H, T, K). Return the next one's logits (V,)."""
    (embedding, positions, cos, sin, symbol_QKV, position_QKV, W_QKV, b_QKV, W_O, W_1, b_1, W_2, b_2,
     gamma, beta, output, b_output, pre, squared, normalise) = machine  # fmt: skip
    L, _, H, _, K = keys.shape
    D = H * K
    x = embedding[token] + positions[t]
    for layer in range(L):
        if layer == 0 and len(symbol_QKV) > 0:
            qkv = symbol_QKV[token] + position_QKV[t]
        else:
            qkv = _product(_normalised(x) if pre else x, W_QKV[layer], b_QKV[layer])
        if normalise:
            for head in range(2 * H):
                _to_one_length(qkv[head * K : (head + 1) * K])
            qkv[:D] /= math.sqrt(K)
        if len(cos) > 0:
            for head in range(2 * H):
                _turn(qkv[head * K : (head + 1) * K], cos[t], sin[t])
        gathered = np.zeros_like(x)
        for head in range(H):
            here = slice(head * K, (head + 1) * K)
            seen = layer, stream, head, slice(t + 1)
            keys[layer, stream, head, t] = qkv[D:][here]
            values[layer, stream, head, t] = qkv[2 * D :][here]
            _attend(qkv[here], keys[seen], values[seen], gathered[here])
        x = _product(gathered, W_O[layer], x)
        if not pre:
            x = _normalised(x) * gamma[layer, 0] + beta[layer, 0]
        hidden = np.maximum(_product(_normalised(x) if pre else x, W_1[layer], b_1[layer]), 0)
        if squared:
            hidden *= hidden
        x = _product(hidden, W_2[layer], x + b_2[layer])
        if not pre:
            x = _normalised(x) * gamma[layer, 1] + beta[layer, 1]
    return _product(_normalised(x), output, b_output)


@compiled
def _product(x, W, start):
    """Return x·W + start, a row of W at a time, and those rows only that count."""
    y = start.copy()
    for i in range(len(x)):
        if x[i] != 0:
            for j in range(len(y)):
                y[j] += x[i] * W[i, j]
    return y


@compiled
def _attend(query, keys, values, gathered):
    """Add to `gathered` (K,) the values (S, K), each by the weight of its key."""
    scores = np.empty_like(keys[:, 0])
    for s in range(len(keys)):
        total = keys.dtype.type(0)  # (from 1 on, a query's length is no multiple of what fits into a register)
        for k in range(len(query)):
            total += query[k] * keys[s, k]
        scores[s] = total
    scores = np.exp(scores - scores.max())
    scores /= scores.sum()
    for s in range(len(keys)):
        for k in range(len(query)):
            gathered[k] += scores[s] * values[s, k]


@compiled
def _normalised(x):
    centred = x - x.mean()
    return centred / np.sqrt((centred * centred).mean() + x.dtype.type(NORM_EPSILON))


@compiled
def _to_one_length(x):
    x /= np.sqrt((x * x).mean() + x.dtype.type(QK_EPSILON))


@compiled
def _turn(x, cos, sin):
    for i in range(len(cos)):
        a, b = x[2 * i], x[2 * i + 1]
        x[2 * i] = a * cos[i] - b * sin[i]
        x[2 * i + 1] = a * sin[i] + b * cos[i]
