"""The batches of a run on the device where they are learned from: the same as those of batches.py.

# Class Notes

The tokens travel once, when the run begins, and lie on the device from then on. What a step needs besides is where
its windows begin, B numbers; those of many steps travel together. So no step waits for its batch, and the host,
which only says what is to be done, may be many steps ahead of a GPU that does it.
"""

import warnings
from typing import NamedTuple

import torch
from jaxtyping import Int
from torch import Tensor

from proust_attention.batches import Batches

STEPS = 256  # whose window starts travel together


class DeviceBatch(NamedTuple):
    """What is read and what is to be predicted, as batches.Batch, on a device."""

    inputs: Int[Tensor, "B T"]
    targets: Int[Tensor, "B T"]


class DeviceBatches:
    """The same batches as `batches`, gathered on a device."""

    def __init__(self, batches: Batches, device: torch.device) -> None:
        self.batches, self.device = batches, device
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tokens that are mapped from the disk cannot be written, nor are they
            self.ids = torch.from_numpy(batches.ids).to(device)
        self.window = torch.arange(batches.context_length + 1, device=device)
        self.steps, self.starts = range(0), torch.empty(0)

    def at(self, step: int) -> DeviceBatch:
        """Return the batch of a step, counted from 0."""
        if step not in self.steps:
            starts = torch.from_numpy(self.batches.starts(step, STEPS))
            if self.device.type == "cuda":
                starts = starts.pin_memory()  # from there a copy need not be waited for
            self.steps, self.starts = range(step, step + len(starts)), starts.to(self.device, non_blocking=True)
        begin = self.starts[self.steps.index(step)]  # (B,)
        windows = self.ids[begin[:, None] + self.window].long()  # (B, T + 1)
        return DeviceBatch(windows[:, :-1], windows[:, 1:])
