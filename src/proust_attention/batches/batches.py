"""The batch of a step: a pure function of (seed, step), the same for every engine.

# Class Notes

A window of T symbols is T exercises: at each place the machine predicts the symbol that follows there. So the
targets are the inputs moved on by one place, and a window needs T + 1 symbols of the text. A batch is B windows,
because the gradient of one is mostly chance, and that of several points more nearly the way that the whole text
would have it.

    number, place = step divided by the steps of a pass, with remainder
    windows of the step = order(seed, number)[place · B : (place + 1) · B]

The windows of a pass over the text stand in a shuffled order that depends on the seed and the number of the pass
alone (windows.py). Nothing is remembered between steps. So an interrupted run needs only the number of its step to
go on with the very batch that it would have had, and two engines can be given the same work.

>>> batches = Batches(np.arange(100), context_length=4, batch_size=2, order="every-offset", seed=0)
>>> inputs, targets = batches.at(step=3)
>>> inputs.tolist(), targets.tolist()        # ids that count up show where the windows begin
([[46, 47, 48, 49], [7, 8, 9, 10]], [[47, 48, 49, 50], [8, 9, 10, 11]])
>>> batches.steps_per_pass                   # 96 windows, two a step
48
"""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from jaxtyping import Int

from proust_attention.batches.windows import Starts, count_windows, in_order, require_window
from proust_attention.errors import InputError
from proust_attention.shown import short_repr


class Batch(NamedTuple):
    """What is read and what is to be predicted: targets[b, t] is the token after inputs[b, t]."""

    inputs: Int[np.ndarray, "B T"]
    targets: Int[np.ndarray, "B T"]

    def __repr__(self) -> str:
        return short_repr(self)


def gather(ids: np.ndarray, starts: Starts, context_length: int) -> Batch:
    """Cut the windows that begin at `starts` (B,) out of ids (N,): two int64 arrays (B, T)."""
    windows = ids[starts[:, None] + np.arange(context_length + 1)].astype(np.int64)  # (B, T + 1)
    return Batch(windows[:, :-1], windows[:, 1:])


class Rows(NamedTuple):
    """Some of the windows of a batch: from `first` up to `end`, of so many."""

    first: int
    end: int
    of: int

    @property
    def share(self) -> float:
        """Their part of the mean over all windows."""
        return (self.end - self.first) / self.of

    def take(self, batch: Batch) -> Batch:
        """Return their part of the batch."""
        return Batch(batch.inputs[self.first : self.end], batch.targets[self.first : self.end])

    def cut(self, n: int) -> "list[Rows]":
        """Return these rows in n parts, as even as may be.

        >>> [tuple(part) for part in Rows(0, 8, 8).cut(3)]
        [(0, 2, 8), (2, 5, 8), (5, 8, 8)]
        """
        places = [self.first + (self.end - self.first) * i // n for i in range(n + 1)]
        return [Rows(first, end, self.of) for first, end in pairwise(places)]


class Batches:
    """The batches of a training run. Raises InputError where the text does not fill one of them."""

    def __init__(self, ids: np.ndarray, context_length: int, batch_size: int, order: str, seed: int) -> None:
        require_window("training", len(ids), context_length)
        n_windows = count_windows(order, len(ids), context_length)
        self.ids = ids
        self.context_length = context_length
        self.batch_size = batch_size
        self.steps_per_pass = n_windows // batch_size  # the remainder is dropped
        if self.steps_per_pass == 0:
            raise InputError(
                f"the text is too short: its training part has {n_windows} windows of {context_length} "
                f"tokens, but a step takes {batch_size}; give more text, or set training.batch_size lower"
            )
        # A pass over a long text has millions of windows; the current one is kept, not drawn at each step.
        self._pass = lru_cache(maxsize=1)(lambda number: in_order(order, len(ids), context_length, seed, number))

    def at(self, step: int) -> Batch:
        """Return the batch of a step, counted from 0."""
        return gather(self.ids, self.starts(step)[0], self.context_length)

    def starts(self, step: int, steps: int = 1) -> Int[np.ndarray, "steps B"]:
        """Return where the windows of so many steps begin; fewer of them where the pass ends before."""
        number, place = divmod(step, self.steps_per_pass)
        end = min(place + steps, self.steps_per_pass)
        return self._pass(number)[place * self.batch_size : end * self.batch_size].reshape(-1, self.batch_size)
