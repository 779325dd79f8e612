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
            *(decoder.embedding, decoder.positions, decoder.rotation),
            *(decoder.symbol_QKV, decoder.position_QKV, decoder.W_QKV, decoder.b_QKV),
            *(decoder.W_O, decoder.W_1, decoder.b_1, decoder.W_2, decoder.b_2),
            *(decoder.gamma, decoder.beta, decoder.output, decoder.b_output),
            *(config.norm_placement == "post", config.activation == "relu_squared", config.qk_norm),
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
    (embedding, positions, rotation, symbol_QKV, position_QKV, W_QKV, b_QKV, W_O, W_1, b_1, W_2, b_2,
     gamma, beta, output, b_output, post, squared, normalise) = machine  # fmt: skip
    L, _, H, _, K = keys.shape
    x = embedding[token] + positions[t]
    for layer in range(L):
        if layer == 0 and len(symbol_QKV) > 0:
            qkv = symbol_QKV[token] + position_QKV[t]
        else:
            qkv = _product(x if post else _normalised(x, post), W_QKV[layer], b_QKV[layer])
        heads = qkv.reshape(3 * H, K)  # queries, keys, values
        if normalise:
            for head in range(2 * H):
                _to_one_length(heads[head], QK_EPSILON)
        if len(rotation) > 0:
            for head in range(2 * H):
                _rotate(heads[head], rotation[t])
        scale = x.dtype.type(1 / math.sqrt(K) if normalise else 1)  # or it stands in the weights
        gathered = np.zeros_like(x)
        for head in range(H):
            seen = layer, stream, head, slice(t + 1)
            for k in range(K):
                keys[layer, stream, head, t, k] = heads[H + head, k]
                values[layer, stream, head, t, k] = heads[2 * H + head, k]
            _attend(heads[head], scale, keys[seen], values[seen], gathered[head * K : (head + 1) * K])
        x = _product(gathered, W_O[layer], x)
        if post:
            x = _normalised(x, post) * gamma[layer, 0] + beta[layer, 0]
        hidden = _product(x if post else _normalised(x, post), W_1[layer], b_1[layer])
        for i in range(len(hidden)):
            hidden[i] = max(hidden[i], 0)
            if squared:
                hidden[i] *= hidden[i]
        x = _product(hidden, W_2[layer], x + b_2[layer])
        if post:
            x = _normalised(x, post) * gamma[layer, 1] + beta[layer, 1]
    return _product(_normalised(x, post), output, b_output)


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
def _attend(query, scale, keys, values, gathered):
    """Add to `gathered` (K,) the values (S, K), each by the weight of its key."""
    scores = np.empty_like(keys[:, 0])
    highest = -np.inf
    for s in range(len(keys)):
        total = keys.dtype.type(0)  # (from 1 on, a query's length is no multiple of what fits into a register)
        for k in range(len(query)):
            total += query[k] * keys[s, k]
        scores[s] = total * scale
        highest = max(highest, scores[s])
    total = keys.dtype.type(0)
    for s in range(len(keys)):
        scores[s] = math.exp(scores[s] - highest)
        total += scores[s]
    for s in range(len(keys)):
        weight = scores[s] / total
        for k in range(len(query)):
            gathered[k] += weight * values[s, k]


@compiled
def _normalised(x, centre):
    """Return a vector, less its mean where that is asked for, at one length."""
    y = x.copy()
    if centre:
        total = x.dtype.type(0)
        for i in range(len(x)):
            total += x[i]
        for i in range(len(x)):
            y[i] -= total / len(x)
    _to_one_length(y, NORM_EPSILON)
    return y


@compiled
def _to_one_length(x, epsilon):
    """Divide a vector by its root mean square."""
    total = x.dtype.type(0)
    for i in range(len(x)):
        total += x[i] * x[i]
    r = x.dtype.type(1 / math.sqrt(total / len(x) + epsilon))
    for i in range(len(x)):
        x[i] *= r


@compiled
def _rotate(x, rotation):
    for i in range(len(rotation)):
        a, b = x[2 * i], x[2 * i + 1]
        x[2 * i] = a * rotation[i].real - b * rotation[i].imag
        x[2 * i + 1] = a * rotation[i].imag + b * rotation[i].real
