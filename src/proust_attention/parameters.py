"""The weights of the machine: their names, their shapes, their initial values.

# Class Notes

All that a machine has learned is in its weights: a plain dict from names to arrays, in the order of the way
through the machine. Names are dotted, "blocks.0.attention.W_Q", and say to which part a weight belongs. Names and
shapes are composed from what each part declares (parts.py), and are the contract that every engine keeps. Matrices
are (in, out) and used as `x @ W`, so that the same file serves NumPy, PyTorch and the browser without a transpose.

Before training the weights are random. They may not all be equal: then all columns of a matrix would have the same
gradient, and stay equal for ever. They may not be too large or too small either: a product with n inputs of
standard deviation 1 and weights of standard deviation s has one of s·√n, and after several layers that is far
above or far below 1. `initial` has two schemes for that.

    V vocabulary   D d_model   F d_ff   L layers

>>> config = ModelConfig(vocab_size=94, n_layers=1)
>>> {name: shape for name, shape in shapes(config).items() if "feed_forward" in name}
{'blocks.0.feed_forward.W_1': (128, 512), 'blocks.0.feed_forward.b_1': (512,),
 'blocks.0.feed_forward.W_2': (512, 128), 'blocks.0.feed_forward.b_2': (128,)}
>>> x = np.random.default_rng(0).normal(size=(100, 128))                      # vectors of standard deviation 1
>>> {s: round(float((x @ initial(config, scheme=s)["blocks.0.feed_forward.W_1"]).std()), 1)
...  for s in ("normal", "scaled")}                                           # 0.02·√128; as large as it went in
{'normal': 0.2, 'scaled': 1.0}
"""

import math
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float
from numpy.typing import DTypeLike

from proust_attention import parts
from proust_attention.config import ModelConfig
from proust_attention.errors import InputError

Array = Float[np.ndarray, "..."]


def shapes(config: ModelConfig) -> dict[str, tuple[int, ...]]:
    """Return the shape of every weight, by name, in the order of the way through the machine."""
    sizes = {"V": config.vocab_size, "D": config.d_model, "F": config.d_ff}
    return {
        weight.name: tuple(sizes[axis] for axis in weight.axes.split()) for weight in parts.machine(config).weights
    }


def count(config: ModelConfig) -> int:
    """Return the number of parameters.

    >>> count(ModelConfig(vocab_size=94))
    419840
    """
    return sum(math.prod(shape) for shape in shapes(config).values())


def initial(
    config: ModelConfig, seed: int = 0, dtype: DTypeLike = np.float32, scheme: str = "normal"
) -> dict[str, Array]:
    """Return the weights before any training, a function of the seed alone.

    Biases and beta are 0, gamma is 1, so that a layer norm begins by only normalising. The matrices, by scheme:

    normal   all of them, the embedding too, from a normal distribution of standard deviation 0.02 (GPT-2's)
    scaled   evenly from ±√(3/in), of standard deviation 1/√in, so that a product has the size of what went in;
             the embedding of standard deviation 0.02; the output of 0.001, so that at first all
             symbols are about equally likely; and W_O and W_2, with which a sub-layer writes into the residual
             stream, 0: each block begins by doing nothing, and learns to do something (Zhang, Dauphin and Ma 2019)
    """
    random = np.random.Generator(np.random.Philox(seed))
    values: dict[str, Array] = {}
    for weight, shape in zip(parts.machine(config).weights, shapes(config).values(), strict=True):
        values[weight.name] = _drawn(random, getattr(weight, scheme), shape).astype(dtype)
    return values


def _drawn(random: np.random.Generator, how: parts.Initial, shape: tuple[int, ...]) -> Array:
    match how:
        case parts.Constant(value):
            return np.full(shape, value)
        case parts.Normal(standard_deviation):
            return random.normal(0.0, standard_deviation, shape)
        case parts.Uniform():
            reach = math.sqrt(3 / shape[0])
            return random.uniform(-reach, reach, shape)


def under(values: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    """Return the weights of one part, under their short names.

    >>> part = {"blocks.0.norm_1.gamma": np.ones(2), "blocks.0.norm_1.beta": np.zeros(2)}
    >>> sorted(under(part, "blocks.0.norm_1"))
    ['beta', 'gamma']
    """
    start = prefix + "."
    return {name.removeprefix(start): array for name, array in values.items() if name.startswith(start)}


def check_length(T: int, config: ModelConfig) -> None:
    """Raise InputError if a text of T tokens does not fit into the context."""
    if config.context_length < T:
        raise InputError(f"{T} tokens are more than the machine sees at once: {config.context_length}")


def check(config: ModelConfig, values: Mapping[str, np.ndarray]) -> None:
    """Raise InputError unless `values` are the weights of just this model: names, shapes, finite floats."""
    expected = shapes(config)
    for name in expected:
        if name not in values:
            raise InputError(f"the weights do not fit the settings: {name} is missing")
    for name, shape in expected.items():
        if values[name].shape != shape:
            found = values[name].shape
            raise InputError(f"the weights do not fit the settings: {name} is {found}, not {shape}")
        if values[name].dtype != values["output_projection"].dtype or values[name].dtype.kind != "f":
            raise InputError(f"the weights are damaged: {name} is of type {values[name].dtype}")
        if not np.isfinite(values[name]).all():
            raise InputError(f"the weights are damaged: {name} holds what is not finite")
    for name in values:
        if name not in expected:
            raise InputError(f"the weights do not fit the settings: {name} belongs to no part of this model")
