"""The scorer in PyTorch: the same losses as that of scoring.py, sooner."""

from collections.abc import Mapping

import numpy as np
import torch
from jaxtyping import Float

from proust_attention.batches import Batch
from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions
from proust_attention.torch_model import Transformer, cross_entropy
from proust_attention.torch_model.arrays import as_array


class TorchScorer:
    """A scorer on a device of PyTorch. Raises InputError if the weights do not fit the settings."""

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray], device: torch.device) -> None:
        self.machine = Transformer(config, values).to(device)
        self.device = device

    @torch.inference_mode()
    def __call__(self, batch: Batch, interventions: Interventions | None = None) -> Float[np.ndarray, "B T"]:
        """Return the loss of every target."""
        inputs, targets = (torch.from_numpy(array).to(self.device) for array in batch)
        return as_array(cross_entropy.each(self.machine(inputs, interventions), targets))
