"""Reading a window with the machine in PyTorch: ids in, the logits of the next symbol out."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from jaxtyping import Float

from proust_attention.config import ModelConfig
from proust_attention.torch_model import Transformer
from proust_attention.torch_model.arrays import as_array


class TorchReader:
    """The plain way: for each symbol, the whole window is read again."""

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray]) -> None:
        self.machine = Transformer(config, values)

    @torch.inference_mode()
    def __call__(self, window: Sequence[int]) -> Float[np.ndarray, " V"]:
        """Return the logits (V,) of the symbol after a window of at most context_length ids."""
        logits = self.machine(torch.tensor([list(window)]))  # (1, T) -> (1, T, V)
        return as_array(logits[0, -1])
