"""Reading on: some more symbols into the cache, the logits of the next one out.

One at a time while it writes, many at once where a prompt begins or the context has come to its end. The formulas
are those of numpy_model, with the folded weights of decoder.py; a test holds the two together. N streams go side
by side, each with its own text, all at the same position.

Of the last layer only the last position's logits are wanted; so there all positions leave their key and their
value, but only the last one attends and goes on to the feed-forward layer and the logits.
"""

import math

import numpy as np
from jaxtyping import Float, Int

from proust_attention.generation.readers.cache import Cache
from proust_attention.generation.readers.decoder import Decoder
from proust_attention.numpy_model.attention import causal_mask, softmax
from proust_attention.numpy_model.layer_norm import EPSILON as NORM_EPSILON
from proust_attention.numpy_model.layer_norm import normalise
from proust_attention.numpy_model.qk_norm import EPSILON as QK_EPSILON

Stream = Float[np.ndarray, "N T D"]


class NumpyReader:
    """A reader in NumPy."""

    def __init__(self, decoder: Decoder, n_streams: int) -> None:
        self.decoder = decoder
        self.cache = Cache.empty(decoder.config, n_streams, decoder.output.dtype)

    def read(self, ids: Int[np.ndarray, "N T"]) -> Float[np.ndarray, "N V"]:
        """Read on."""
        return read(self.decoder, self.cache, ids)


def read(decoder: Decoder, cache: Cache, ids: Int[np.ndarray, "N T"]) -> Float[np.ndarray, "N V"]:
    """Read T more symbols of each stream, behind those in the cache; return the logits of the one after them."""
    config, first = decoder.config, cache.length
    cache.length += ids.shape[1]

    def normalised(x: np.ndarray) -> np.ndarray:  # no shapes here: Python would build them anew at every step
        return _to_one_length(x, NORM_EPSILON) if pre else normalise(x, config)[0]  # γ and β: folded, or later

    pre = config.norm_placement == "pre"
    x = decoder.embedding[ids] + decoder.positions[first : cache.length]  # (N, T, D)
    for layer in range(config.n_layers):
        if layer == 0 and len(decoder.symbol_QKV):
            qkv = decoder.symbol_QKV[ids] + decoder.position_QKV[first : cache.length]
        else:
            seen = normalised(x) if pre else x
            qkv = seen @ decoder.W_QKV[layer] + decoder.b_QKV[layer]  # (N, T, D) @ (D, 3D) -> (N, T, 3D)
        query = _queries(decoder, cache, layer, qkv)  # -> (N, H, T, K)
        if layer == config.n_layers - 1:
            x, query = x[:, -1:], query[:, :, -1:]
        x = x + _gather(decoder, cache, layer, query)
        if not pre:
            x = normalised(x) * decoder.gamma[layer, 0] + decoder.beta[layer, 0]
        seen = normalised(x) if pre else x
        hidden = np.maximum(seen @ decoder.W_1[layer] + decoder.b_1[layer], 0)  # (N, T, D) @ (D, F) -> (N, T, F)
        if config.activation == "relu_squared":
            hidden *= hidden
        x = x + (hidden @ decoder.W_2[layer] + decoder.b_2[layer])  # (N, T, F) @ (F, D) -> (N, T, D)
        if not pre:
            x = normalised(x) * decoder.gamma[layer, 1] + decoder.beta[layer, 1]
    return normalised(x[:, -1]) @ decoder.output + decoder.b_output  # (N, D) @ (D, V) -> (N, V)


def _queries(
    decoder: Decoder, cache: Cache, layer: int, qkv: Float[np.ndarray, "N T D3"]
) -> Float[np.ndarray, "N H T K"]:
    """Leave the keys and values of the new positions in the cache; return their queries."""
    config = decoder.config
    N, T, _ = qkv.shape
    new = slice(cache.length - T, cache.length)
    qkv = qkv.reshape(N, T, 3, config.n_heads, -1)  # -> (N, T, 3, H, K)
    query_key = qkv[:, :, :2].transpose(2, 0, 3, 1, 4)  # -> (2, N, H, T, K)
    if config.qk_norm:
        query_key = _to_one_length(query_key, QK_EPSILON)
    if len(decoder.rotation):
        pairs = query_key.view(decoder.rotation.dtype)  # -> (2, N, H, T, K/2) complex numbers
        query_key = (pairs * decoder.rotation[new]).view(query_key.dtype)
    cache.keys[layer, :, :, new] = query_key[1]
    cache.values[layer, :, :, new] = qkv[:, :, 2].transpose(0, 2, 1, 3)
    return query_key[0] / math.sqrt(config.head_width) if config.qk_norm else query_key[0]


def _gather(decoder: Decoder, cache: Cache, layer: int, query: Float[np.ndarray, "N H T K"]) -> Stream:
    """Attend from the last T positions to all in the cache."""
    N, _, T, _ = query.shape
    keys, values = (kept[layer, :, :, : cache.length] for kept in (cache.keys, cache.values))  # (N, H, S, K)
    scores = query @ keys.swapaxes(-1, -2)  # (N, H, T, K) @ (N, H, K, S) -> (N, H, T, S)
    if T > 1:
        scores += causal_mask(cache.length, scores.dtype)[-T:]
    gathered = softmax(scores) @ values  # (N, H, T, S) @ (N, H, S, K) -> (N, H, T, K)
    return gathered.swapaxes(1, 2).reshape(N, T, -1) @ decoder.W_O[layer]  # -> (N, T, D)


def _to_one_length(x: Float[np.ndarray, "*any D"], epsilon: float) -> Float[np.ndarray, "*any D"]:
    """Divide each vector by its root mean square."""
    return x / np.sqrt(np.vecdot(x, x)[..., None] / x.shape[-1] + epsilon)
