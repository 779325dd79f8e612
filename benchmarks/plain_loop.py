"""Writing in some plain lines of NumPy with a key-value cache: what generation.py measures our engine against.

It does the work of a machine of the preset `modern` (pre-norm, rotary positions, QK norm, squared ReLU) by its
formulas, one text only, with top-k and temperature and nothing else; the queries', keys' and values' matrices lie
side by side, and no other weight is prepared. At the end of the context it reads the last half again. For the same
random numbers it writes the text that our engines write (generation.py checks it).
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from proust_attention.config import ModelConfig
from proust_attention.generation.context import window_start
from proust_attention.numpy_model.positions import rotary
from proust_attention.parts import block_names

EPSILON = 1e-5


def write(
    config: ModelConfig,
    weights: Mapping[str, np.ndarray],
    prompt: Sequence[int],
    uniforms: np.ndarray,
    temperature: float,
    top_k: int,
) -> list[int]:
    """Return a token for each of the uniform numbers, which go on from the prompt."""
    L, H, K, T = config.n_layers, config.n_heads, config.head_width, config.context_length
    embedding, output = weights["embedding.token_embedding"], weights["output_projection"]
    keys, values = np.zeros((2, L, H, T, K), output.dtype)
    cos, sin = rotary(T, K, output.dtype)
    blocks = []
    for name in block_names(config):
        W_QKV = np.concatenate([weights[f"{name}.attention.{W}"] for W in ("W_Q", "W_K", "W_V")], axis=1)
        own = "norm_1.gamma", "norm_1.beta", "attention.W_O", "norm_2.gamma", "norm_2.beta"
        own += tuple(f"feed_forward.{W}" for W in ("W_1", "b_1", "W_2", "b_2"))
        blocks.append((W_QKV, *(weights[f"{name}.{one}"] for one in own)))

    def norm(x, gamma, beta):
        x = x - x.mean()
        return x / math.sqrt(x @ x / len(x) + EPSILON) * gamma + beta

    def step(token, t):
        x = math.sqrt(config.d_model) * embedding[token]
        for layer, (W_QKV, gamma_1, beta_1, W_O, gamma_2, beta_2, W_1, b_1, W_2, b_2) in enumerate(blocks):
            qkv = (norm(x, gamma_1, beta_1) @ W_QKV).reshape(3, H, K)
            qk = qkv[:2] / np.sqrt(np.vecdot(qkv[:2], qkv[:2])[..., None] / K + EPSILON)
            a, b = qk[..., ::2], qk[..., 1::2]
            qk = np.stack((a * cos[t] - b * sin[t], a * sin[t] + b * cos[t]), axis=-1).reshape(2, H, K)
            keys[layer, :, t], values[layer, :, t] = qk[1], qkv[2]
            scores = qk[0][:, None] @ keys[layer, :, : t + 1].swapaxes(1, 2) / math.sqrt(K)  # (H, 1, S)
            P = np.exp(scores - scores.max(axis=-1, keepdims=True))
            P /= P.sum(axis=-1, keepdims=True)
            x = x + (P @ values[layer, :, : t + 1]).ravel() @ W_O
            hidden = np.maximum(norm(x, gamma_2, beta_2) @ W_1 + b_1, 0)
            x = x + hidden * hidden @ W_2 + b_2
        return norm(x, weights["final_norm.gamma"], weights["final_norm.beta"]) @ output

    ids, n_read, begin = list(prompt), 0, 0
    for uniform in uniforms:
        if begin != (start := window_start(len(ids), T)):
            n_read = begin = start
        for n in range(n_read, len(ids)):
            logits = step(ids[n], n - begin)
        n_read = len(ids)
        z = logits.astype(np.float64)
        z = np.where(z >= np.partition(z, -top_k)[-top_k], z, -np.inf)
        edges = np.exp((z - z.max()) / temperature).cumsum()
        ids.append(int(edges.searchsorted(uniform * edges[-1], side="right")))
    return ids[len(prompt) :]
