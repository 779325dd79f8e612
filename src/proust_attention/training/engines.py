"""The engines that there are: an implementation of engine.py for each name."""

from collections.abc import Mapping

import numpy as np

from proust_attention.config import Config
from proust_attention.devices import Hardware, n_processes
from proust_attention.errors import InputError, needs_extra
from proust_attention.interventions import Interventions
from proust_attention.training.engine import Engine
from proust_attention.training.numpy_engine import NumpyEngine


def open_engine(
    hardware: Hardware,
    config: Config,
    values: Mapping[str, np.ndarray],
    interventions: Interventions | None = None,
) -> Engine:
    """Return an engine around copies of `values`, shared by all processes where torchrun has started several.

    `interventions` are in every forward, of learning and of evaluating. Raises InputError if the device is not
    there, or the batch is too small to be shared; MissingExtraError if PyTorch is wanted and not installed.
    """
    n, windows, parts = n_processes(), config.training.batch_size, hardware.accumulate
    if n * parts > windows:
        among = f"{n} processes" if n > 1 else ""
        cut = f"{parts} parts" if parts > 1 else ""
        raise InputError(
            f"a step has {windows} windows, too few for {' in '.join(filter(None, (among, cut)))}; take fewer of "
            f"these, or a batch of at least {n * parts}"
        )
    if hardware.engine_name == "numpy":
        if n > 1:
            raise InputError("the engine numpy computes in one process; several, by torchrun, need --engine torch")
        return NumpyEngine(config, values, parts, interventions)
    with needs_extra("torch"):
        from proust_attention.training.torch_engine import TorchEngine
        from proust_attention.training.torch_processes import SharedEngine
    if n == 1:
        return TorchEngine(config, values, hardware.device, parts, interventions)
    if interventions is not None:
        raise InputError("several processes cannot share a run with interventions; begin it in one")
    return SharedEngine(config, values, hardware.device, parts)
