"""The engines that there are: an implementation of engine.py for each name."""

from collections.abc import Mapping

import numpy as np

from proust_attention.config import Config
from proust_attention.devices import Hardware
from proust_attention.errors import needs_extra
from proust_attention.training.engine import Engine
from proust_attention.training.numpy_engine import NumpyEngine


def open_engine(hardware: Hardware, config: Config, values: Mapping[str, np.ndarray]) -> Engine:
    """Return an engine around copies of `values`.

    Raises InputError if the device is not there, MissingExtraError if PyTorch is wanted and not installed.
    """
    if hardware.engine_name == "numpy":
        return NumpyEngine(config, values)
    with needs_extra("torch"):
        from proust_attention.training.torch_engine import TorchEngine
    return TorchEngine(config, values, hardware.device)
