"""Figures of steps that are still on their device, and are read together.

# Class Notes

A GPU does what it is told while the host is already saying what comes next. Whoever reads a number of it has to
wait until all is done that was said before, and meanwhile says nothing: the GPU then stands still. So the loss and
the norms of a step stay where they are until one of them is wanted, and then those of all steps before come with
it, in one copy.
"""

from itertools import islice
from weakref import WeakSet

import torch
from jaxtyping import Float
from torch import Tensor


class Deferred:
    """Some numbers of one step, from which its figures are made. Called, it returns them."""

    def __init__(self, numbers: Float[Tensor, " n"], unread: "Unread") -> None:
        self._there: Tensor | None = numbers
        self._here = list[float]()
        self._unread = unread

    def __call__(self) -> list[float]:
        """Return the numbers; where they are still on their device, wait for it."""
        if self._there is not None:
            self._unread.read()
        return self._here


class Unread:
    """All numbers that nobody has read yet. Those that nobody keeps are forgotten."""

    def __init__(self) -> None:
        self._waiting = WeakSet[Deferred]()

    def later(self, numbers: Float[Tensor, " n"]) -> Deferred:
        """Leave numbers on their device until they are wanted."""
        deferred = Deferred(numbers, self)
        self._waiting.add(deferred)
        return deferred

    def read(self) -> None:
        """Read all of them: the one place of a training step where the host waits for the device."""
        waiting = list(self._waiting)
        numbers = iter(torch.cat([one._there for one in waiting if one._there is not None]).tolist())
        for one in waiting:
            assert one._there is not None
            one._here, one._there = list(islice(numbers, len(one._there))), None
        self._waiting.clear()
