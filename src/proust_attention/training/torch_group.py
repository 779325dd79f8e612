"""The processes that share the steps of a run: who computes which windows, and how their gradients meet.

# Class Notes

The gradient of a batch is the mean of those of its windows. So B windows can be shared out among W processes: each
computes its own, and the sum of what they found, each by its share, is the gradient of the batch. All processes
hold the same machine, add up the same gradients, and move the same weights by them: what is exchanged in a step is
one number for each weight. The windows, their order and their dropout are functions of (seed, step) alone, so the
run is the same, rounding apart, however many share it.

    Li et al. 2020 (data parallelism in PyTorch)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor

from proust_attention.batches import Rows
from proust_attention.errors import ProcessLostError


@dataclass(frozen=True)
class Group:
    """One of `size` processes, the one with this number."""

    number: int = 0
    size: int = 1

    def rows(self, batch_size: int) -> Rows:
        """Return which windows of a batch are this process's."""
        return Rows(0, batch_size, batch_size).cut(self.size)[self.number]

    def add_up(self, tensors: Sequence[Tensor]) -> None:
        """Put the sum over all processes in the place of each tensor. Raises ProcessLostError."""
        if self.size == 1:
            return
        together = torch.cat([tensor.flatten().to(tensors[-1].dtype) for tensor in tensors])  # one message
        try:
            dist.all_reduce(together)
        except RuntimeError as error:
            raise ProcessLostError.in_a_step(self.size, error) from error
        for tensor, summed in zip(tensors, together.split([tensor.numel() for tensor in tensors]), strict=True):
            tensor.copy_(summed.view_as(tensor))


ALONE = Group()


def group_of_this_process() -> Group:
    """Return the group that this process has joined (torch_processes.py), or that of one that is alone."""
    return Group(dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else ALONE
