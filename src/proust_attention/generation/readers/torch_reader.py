"""The reader in PyTorch: numpy_reader.py line for line, for many texts at once, or on a GPU.

For one text NumPy is the faster one: what PyTorch adds to each operation is more than the operation itself.
"""

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F

from proust_attention.config import ModelConfig
from proust_attention.generation.readers.decoder import Decoder
from proust_attention.torch_model.layer_norm import normalise
from proust_attention.torch_model.positions import rotate
from proust_attention.torch_model.qk_norm import forward as to_one_length


class TorchWeights:
    """A decoder's arrays as tensors, on a device."""

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray], device: torch.device) -> None:
        decoder = Decoder.of(config, values)
        self.config = config
        self.device = device
        names = [field.name for field in fields(decoder) if field.name != "config"]
        self.of = {name: torch.from_numpy(getattr(decoder, name)).to(self.device) for name in names}


class TorchReader:
    """A reader in PyTorch."""

    def __init__(self, weights: TorchWeights, n_streams: int) -> None:
        self.weights, config, like = weights, weights.config, weights.of["output"]
        shape = (config.n_layers, n_streams, config.n_heads, config.context_length, config.head_width)
        self.keys, self.values = like.new_zeros(shape), like.new_zeros(shape)
        self.length = 0

    @torch.inference_mode()
    def read(self, ids: Int[np.ndarray, "N T"]) -> Float[np.ndarray, "N V"]:
        """Read on."""
        of, config, first = self.weights.of, self.weights.config, self.length
        self.length += ids.shape[1]
        tokens = torch.from_numpy(np.ascontiguousarray(ids, np.int64)).to(self.weights.device)
        x = of["embedding"][tokens] + of["positions"][first : self.length]  # (N, T, D)
        pre = config.norm_placement == "pre"
        for layer in range(config.n_layers):
            if layer == 0 and len(of["symbol_QKV"]):
                qkv = of["symbol_QKV"][tokens] + of["position_QKV"][first : self.length]
            else:
                seen = normalise(x, config) if pre else x
                qkv = seen @ of["W_QKV"][layer] + of["b_QKV"][layer]  # (N, T, D) @ (D, 3D) -> (N, T, 3D)
            query = self._queries(layer, qkv)  # -> (N, H, T, K)
            if layer == config.n_layers - 1:
                x, query = x[:, -1:], query[:, :, -1:]
            x = x + self._gather(layer, query)
            if not pre:
                x = normalise(x, config) * of["gamma"][layer, 0] + of["beta"][layer, 0]
            seen = normalise(x, config) if pre else x
            hidden = torch.relu(seen @ of["W_1"][layer] + of["b_1"][layer])  # (N, T, D) @ (D, F) -> (N, T, F)
            if config.activation == "relu_squared":
                hidden = hidden * hidden
            x = x + (hidden @ of["W_2"][layer] + of["b_2"][layer])  # (N, T, F) @ (F, D) -> (N, T, D)
            if not pre:
                x = normalise(x, config) * of["gamma"][layer, 1] + of["beta"][layer, 1]
        logits = normalise(x[:, -1], config) @ of["output"] + of["b_output"]  # (N, D) @ (D, V) -> (N, V)
        return logits.cpu().numpy()

    def _queries(self, layer: int, qkv: Float[Tensor, "N T D3"]) -> Float[Tensor, "N H T K"]:
        of, config, T = self.weights.of, self.weights.config, qkv.shape[1]
        new = slice(self.length - T, self.length)
        heads = qkv.unflatten(-1, (3 * config.n_heads, -1))  # -> (N, T, 3H, K)
        query_key, value = heads.split((2 * config.n_heads, config.n_heads), dim=2)
        if config.qk_norm:
            query_key = to_one_length(query_key)
        if len(of["rotation"]):
            query_key = rotate(query_key, torch.view_as_real(of["rotation"][new]))
        query, key = query_key.transpose(1, 2).chunk(2, dim=1)  # -> twice (N, H, T, K)
        self.keys[layer, :, :, new] = key
        self.values[layer, :, :, new] = value.transpose(1, 2)
        return query * config.head_width**-0.5 if config.qk_norm else query

    def _gather(self, layer: int, query: Float[Tensor, "N H T K"]) -> Float[Tensor, "N T D"]:
        T, S = query.shape[2], self.length
        keys, values = (kept[layer, :, :, :S] for kept in (self.keys, self.values))  # (N, H, S, K)
        seen = torch.ones(T, S, dtype=torch.bool, device=query.device).tril(S - T)  # the last T of S positions
        gathered = F.scaled_dot_product_attention(query, keys, values, attn_mask=seen, scale=1.0)
        return gathered.transpose(1, 2).flatten(2) @ self.weights.of["W_O"][layer]  # (N, T, D)
