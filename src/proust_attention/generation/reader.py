"""Readers: what holds a cache and answers with logits, in NumPy, compiled or in PyTorch.

NumPy unless something else is asked for, whatever engine trained the machine: so writing needs nothing else
installed, begins at once, and the same seed writes the same text everywhere (in float32 as far as rounding lets
it).
"""

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float, Int

from proust_attention.config import ModelConfig
from proust_attention.errors import InputError, needs_extra
from proust_attention.generation.cache import Cache
from proust_attention.generation.decoder import Decoder
from proust_attention.generation.reading import read

ENGINES = ("numpy", "compiled", "torch")


@runtime_checkable
class Reader(Protocol):
    """N texts that are read on, from an empty cache."""

    def read(self, ids: Int[np.ndarray, "N T"]) -> Float[np.ndarray, "N V"]:
        """Read T more symbols of each text; return the logits of the one after them.

        No more may be read, from the beginning on, than the context holds.
        """


OpenReader = Callable[[int], Reader]  # number of texts -> a reader of them that has read nothing


class NumpyReader:
    """A reader in NumPy."""

    def __init__(self, decoder: Decoder, n_streams: int) -> None:
        self.decoder = decoder
        self.cache = Cache.empty(decoder.config, n_streams, decoder.output.dtype)

    def read(self, ids: Int[np.ndarray, "N T"]) -> Float[np.ndarray, "N V"]:
        """Read on."""
        return read(self.decoder, self.cache, ids)


def reader_of(config: ModelConfig, values: Mapping[str, np.ndarray], engine: str = "numpy") -> OpenReader:
    """Return what opens readers of a machine.

    Raises InputError if the weights do not fit the settings or there is no such engine, MissingExtraError.
    """
    if engine not in ENGINES:
        raise InputError(f"there is no engine {engine}; there are {', '.join(ENGINES)}")
    if engine == "torch":
        with needs_extra("torch"):
            from proust_attention.generation.torch_reader import TorchReader, TorchWeights
        weights = TorchWeights(config, values)
        return lambda n_streams: TorchReader(weights, n_streams)
    decoder = Decoder.of(config, values)
    if engine != "compiled":
        return lambda n_streams: NumpyReader(decoder, n_streams)
    with needs_extra("fast"):
        from proust_attention.generation.compiled import CompiledReader
    return lambda n_streams: CompiledReader(decoder, n_streams)
