"""The logits of whole windows by PyTorch, on any of its devices, as surprise.py takes them."""

from collections.abc import Callable, Mapping

import numpy as np
import torch
from jaxtyping import Float, Int

from proust_attention.config import ModelConfig
from proust_attention.torch_model import Transformer
from proust_attention.torch_model.arrays import as_array
from proust_attention.torch_model.devices import choose_device


def forward_of(
    config: ModelConfig, values: Mapping[str, np.ndarray], device: str
) -> Callable[[Int[np.ndarray, "B T"]], Float[np.ndarray, "B T V"]]:
    """Return a function from ids (B, T) to logits (B, T, V). Raises InputError if the device is not there."""
    place = choose_device(device)
    machine = Transformer(config, values).to(place)

    @torch.inference_mode()
    def forward(ids: Int[np.ndarray, "B T"]) -> Float[np.ndarray, "B T V"]:
        return as_array(machine(torch.from_numpy(ids).to(place)))

    return forward
