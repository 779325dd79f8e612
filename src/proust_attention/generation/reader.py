"""Reading a window: ids in, the logits of the next symbol out.

In NumPy, whatever engine trained the machine: so writing needs nothing else installed, begins at once, and the
same seed writes the same text everywhere. The plain way: for each symbol, the whole window is read again.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from jaxtyping import Float

from proust_attention.config import ModelConfig
from proust_attention.numpy_model import Transformer

Reader = Callable[[Sequence[int]], Float[np.ndarray, " V"]]


class NumpyReader:
    """A reader around weights. Raises InputError if they do not fit the settings."""

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray]) -> None:
        self.machine = Transformer(config, values)

    def __call__(self, window: Sequence[int]) -> Float[np.ndarray, " V"]:
        """Return the logits (V,) of the symbol after a window of at most context_length ids."""
        logits, _ = self.machine.forward(np.array([window]))  # (1, T) -> (1, T, V)
        return logits[0, -1]
