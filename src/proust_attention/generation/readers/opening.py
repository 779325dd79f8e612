"""Which reader: NumPy unless another is named, whatever engine trained the machine.

So writing needs nothing else installed, begins at once, and the same seed writes the same text everywhere (in
float32 as far as rounding lets it). The compiled one is the fastest for few texts of a small machine, and worth
its beginning where they are long; whoever knows how long can leave the choice to `engine_for`. PyTorch's wins
where many texts are written with a large one, or on a GPU (benchmarks/generation.py).
"""

from collections.abc import Mapping
from importlib.util import find_spec

import numpy as np

from proust_attention.config import ModelConfig
from proust_attention.devices import Hardware
from proust_attention.errors import InputError, needs_extra
from proust_attention.generation.readers.decoder import Decoder
from proust_attention.generation.readers.numpy_reader import NumpyReader
from proust_attention.generation.readers.reader import OpenReader

ENGINES = ("numpy", "compiled", "torch")
LONG = 50_000  # characters: so many are written sooner even where Numba has to compile first


def engine_for(characters: int) -> str:
    """Return with what to write so many characters: compiled where that is worth its beginning, else in NumPy."""
    return "compiled" if characters >= LONG and find_spec("numba") else "numpy"


def reader_of(
    config: ModelConfig, values: Mapping[str, np.ndarray], engine: str = "numpy", device: str = "auto"
) -> OpenReader:
    """Return what opens readers of a machine.

    Raises InputError if the weights do not fit the settings, or there is no such engine, or no such device of it;
    MissingExtraError.
    """
    if engine not in ENGINES:
        raise InputError(f"there is no engine {engine}; there are {', '.join(ENGINES)}")
    Hardware(device=device)  # refuses a name of no device
    if engine == "torch":
        with needs_extra("torch"):
            from proust_attention.generation.readers.torch_reader import TorchReader, TorchWeights
            from proust_attention.torch_model.devices import choose_device
        weights = TorchWeights(config, values, choose_device(device))
        return lambda n_streams: TorchReader(weights, n_streams)
    if device not in ("auto", "cpu"):
        raise InputError(f"the engine {engine} computes on the cpu only, not on {device}; --engine torch does")
    decoder = Decoder.of(config, values)
    if engine != "compiled":
        return lambda n_streams: NumpyReader(decoder, n_streams)
    with needs_extra("fast"):
        from proust_attention.generation.readers.compiled_reader import CompiledReader
    return lambda n_streams: CompiledReader(decoder, n_streams)
