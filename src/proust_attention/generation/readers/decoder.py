"""Weights laid out for writing: one symbol at a time, with as few operations as can be.

# Class Notes

A step of writing multiplies one vector, not a window of them, with every matrix. Each number of the weights is
read once and used once, so that the reading is what costs; what need not be read, or need not be done, is time
won. None of it changes what is computed, rounding apart:

- W_Q, W_K and W_V lie side by side, (D, 3D): one product instead of three.
- 1/√d_k stands in the query's columns of that matrix. (Where queries are normalised, it comes after the norm.)
- In pre-norm, norm(x) = γ·n + β only ever meets a matrix: (γ·n + β)·W = n·(γ·W) + β·W. So γ is multiplied into
  the matrix's rows, and β·W becomes a vector that is added; what is left of the norm is `normalise`.
  The final norm goes into the output projection in the same way, in either design. In post-norm the norms stay
  as they are, for there γ·n + β is itself the residual stream.
- In pre-norm, nothing but norms reads the residual stream, and a norm begins by subtracting the mean. So the mean
  is taken out of all that is ever added to the stream: out of √D·E and P, of what W_O and W_2 write, of b_2. The
  stream's own mean is 0 then, and need not be computed: what is left of `normalise` is x / √(mean(x²) + ε).
- A rotation is a complex number, cos φ + i·sin φ: one product for what would be four, a sum and a difference.
- √D·E is a table. So are the first layer's queries, keys and values: there the machine has looked at nothing but
  the symbol, and with sinusoidal positions (x = √D·E + P, and x·W is a sum too) its place. Only norm(√D·E + P) is
  no sum of two: for a machine in pre-norm with sinusoidal positions there is no table.

The arrays of all layers lie in one array, the layer first, as the compiled form needs them.

    V vocabulary   D d_model   F d_ff   H heads   K = D/H   L layers   T context_length
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Complex, Float

from proust_attention import parameters, parts
from proust_attention.config import ModelConfig
from proust_attention.numpy_model.layer_norm import normalise, scale_and_shift
from proust_attention.numpy_model.positions import rotary, sinusoidal
from proust_attention.parameters import under
from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Decoder:
    """The folded weights. Use `of`."""

    config: ModelConfig
    embedding: Float[np.ndarray, "V D"]
    positions: Float[np.ndarray, "T D"]  # zeros where positions are rotary
    rotation: Complex[np.ndarray, "rows pairs"]  # T rows where positions are rotary, none elsewhere
    symbol_QKV: Float[np.ndarray, "symbols D3"]  # the first layer's, of V symbols (or none: no table) ...
    position_QKV: Float[np.ndarray, "T D3"]  # ... and what a position adds: zeros where they are rotary
    W_QKV: Float[np.ndarray, "L D D3"]
    b_QKV: Float[np.ndarray, "L D3"]
    W_O: Float[np.ndarray, "L D D"]
    W_1: Float[np.ndarray, "L D F"]
    b_1: Float[np.ndarray, "L F"]
    W_2: Float[np.ndarray, "L F D"]
    b_2: Float[np.ndarray, "L D"]
    gamma: Float[np.ndarray, "L 2 D"]  # of norm_1 and norm_2: used in post-norm only
    beta: Float[np.ndarray, "L 2 D"]
    output: Float[np.ndarray, "D V"]
    b_output: Float[np.ndarray, " V"]

    __repr__ = short_repr

    @classmethod
    def of(cls, config: ModelConfig, values: Mapping[str, np.ndarray]) -> "Decoder":
        """Fold weights. Raises InputError if they do not fit `config`."""
        parameters.check(config, values)
        dtype = values["output_projection"].dtype
        exact = {name: array.astype(np.float64) for name, array in values.items()}  # rounded once, at the end
        layers = [_layer(config, under(exact, name)) for name in parts.block_names(config)]
        stacked = {name: np.stack([layer[name] for layer in layers]) for name in layers[0]}
        T, D = config.context_length, config.d_model
        rotary_positions = config.positions == "rotary"
        cos, sin = rotary(T if rotary_positions else 0, config.head_width)
        embedding = math.sqrt(D) * exact["embedding.token_embedding"]
        positions = np.zeros((T, D)) if rotary_positions else sinusoidal(T, D)
        if config.norm_placement == "pre":
            embedding, positions = _centred(embedding), _centred(positions)
        output, b_output = _folded(scale_and_shift(under(exact, "final_norm")), exact["output_projection"])
        arrays = {
            "embedding": embedding,
            "positions": positions,
            **_first_tables(config, layers[0], embedding, positions),
            **stacked,
            "output": output,
            "b_output": b_output,
        }
        rounded = {name: np.ascontiguousarray(array, dtype) for name, array in arrays.items()}
        return cls(config, rotation=(cos + 1j * sin).astype(np.result_type(dtype, np.complex64)), **rounded)


def _layer(config: ModelConfig, weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Fold the weights of a block: those that its parts declare, but for the three that become one."""
    sub_layers = {"attention": parts.attention(config), "feed_forward": parts.feed_forward(config)}
    folded = {w.name: weights[f"{name}.{w.name}"] for name, part in sub_layers.items() for w in part.weights}
    norms = [scale_and_shift(under(weights, name)) for name in ("norm_1", "norm_2")]
    folded["gamma"], folded["beta"] = (np.stack(arrays) for arrays in zip(*norms, strict=True))
    query, key, value = (folded.pop(name) for name in ("W_Q", "W_K", "W_V"))
    query = query if config.qk_norm else query / math.sqrt(config.head_width)
    folded["W_QKV"] = np.concatenate((query, key, value), axis=1)  # -> (D, 3D)
    folded["b_QKV"] = np.zeros(folded["W_QKV"].shape[1])
    if config.norm_placement == "pre":
        folded["W_QKV"], folded["b_QKV"] = _folded(norms[0], folded["W_QKV"])
        folded["W_1"], more = _folded(norms[1], folded["W_1"])
        folded["b_1"] = folded["b_1"] + more
        folded |= {name: _centred(folded[name]) for name in ("W_O", "W_2", "b_2")}
    return folded


def _first_tables(
    config: ModelConfig, layer: Mapping[str, np.ndarray], embedding: np.ndarray, positions: np.ndarray
) -> dict[str, np.ndarray]:
    pre = config.norm_placement == "pre"
    symbols = embedding[:0] if pre and config.positions == "sinusoidal" else embedding
    return {
        "symbol_QKV": (normalise(symbols, config)[0] if pre else symbols) @ layer["W_QKV"] + layer["b_QKV"],
        "position_QKV": positions @ layer["W_QKV"],
    }


def _centred(written: np.ndarray) -> np.ndarray:
    """Return what is written to the stream, a vector or several, less the mean of each."""
    return written - written.mean(axis=-1, keepdims=True)


def _folded(norm: tuple[np.ndarray, np.ndarray], W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return γ·W and β·W."""
    gamma, beta = norm
    return gamma[:, None] * W, beta @ W
