"""The loss of a text, token by token.

# Class Notes

Side by side, as in loss.py, the windows share nothing, and the first tokens of each are predicted from hardly
anything. With a stride below the context length they overlap: each window begins `stride` tokens after the one
before, and of all but the first only the last `stride` tokens are scored. So every token is still scored
once, but now, behind the first window, from at least context_length - stride + 1 tokens before it.

What that buys: the loss of a machine that can always look back far, as it does when it writes; if it has learned
to make use of that, it is lower. What it costs: context_length / stride times the work. And a figure must be
compared only with figures of the same stride: between two strides the machine is the same, the exercise is not.

What is left at the end, fewer than `stride` tokens, is the end of one more window, which is shorter. The very
first token, which nothing stands before, is not scored.

>>> def of_its_position(batch: Batch) -> Float[np.ndarray, "B T"]:
...     n_windows, T = batch.inputs.shape
...     return np.tile(np.arange(1.0, T + 1), (n_windows, 1))
>>> ids = np.zeros(12, np.uint8)
>>> score(of_its_position, ids, context_length=4).losses.tolist()
[1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0]
>>> score(of_its_position, ids, context_length=4, stride=2).losses.tolist()
[1.0, 2.0, 3.0, 4.0, 3.0, 4.0, 3.0, 4.0, 3.0, 4.0, 3.0]
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float, Int

from proust_attention.batches import Batch, gather
from proust_attention.config import ModelConfig
from proust_attention.devices import ANY, Hardware
from proust_attention.errors import InputError, needs_extra
from proust_attention.evaluation.loss import WINDOWS_AT_ONCE
from proust_attention.interventions import Interventions
from proust_attention.numpy_model import Transformer, cross_entropy
from proust_attention.shown import short_repr

Watch = Callable[[int, int], None]
Losses = Callable[[Batch], Float[np.ndarray, "B T"]]  # of every target, in nats


@runtime_checkable
class Scorer(Protocol):
    """A machine that scores."""

    def __call__(self, batch: Batch, interventions: Interventions | None = None) -> Float[np.ndarray, "B T"]:
        """Return the loss of every target, in nats, under interventions where there are any."""


@dataclass(frozen=True)
class Scored:
    """The scored tokens of a text: its second and all that follow."""

    losses: Float[np.ndarray, " M"]  # nats, float64
    positions: Int[np.ndarray, " M"]  # how many tokens before it in its window: 1 ... context_length
    windows: int

    __repr__ = short_repr


class NumpyScorer:
    """A scorer in NumPy. Raises InputError if the weights do not fit the settings."""

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray]) -> None:
        self.machine = Transformer(config, values)

    def __call__(self, batch: Batch, interventions: Interventions | None = None) -> Float[np.ndarray, "B T"]:
        """Return the loss of every target."""
        logits, _ = self.machine.forward(batch.inputs, interventions)
        return cross_entropy.each(logits, batch.targets)


def scorer_of(config: ModelConfig, values: Mapping[str, np.ndarray], hardware: Hardware = ANY) -> Scorer:
    """Return the scorer of an engine and device.

    Raises InputError if the weights do not fit the settings or the device is not there, and MissingExtraError.
    """
    if hardware.engine_name == "numpy":
        return NumpyScorer(config, values)
    with needs_extra("torch"):
        from proust_attention.evaluation.torch_scorer import TorchScorer
        from proust_attention.torch_model.devices import choose_device
    return TorchScorer(config, values, choose_device(hardware.device))


def score(
    scorer: Losses,
    ids: np.ndarray,
    context_length: int,
    stride: int | None = None,
    watch: Watch = lambda done, of: None,
) -> Scored:
    """Score the ids (N,) of a text, in windows side by side or, with a stride, overlapping.

    `watch` is told how many windows are done, and of how many. Raises InputError if the text does not fill a
    window, or there can be no such stride.
    """
    stride = context_length if stride is None else stride
    if not 1 <= stride <= context_length:
        raise InputError(f"the stride is {stride}, but it must be from 1 to the context length, {context_length}")
    if len(ids) <= context_length:
        raise InputError(
            f"the held-out text is too short: {len(ids)} tokens do not hold one window of {context_length} "
            "and the token after it; give more text"
        )
    starts = np.arange(0, len(ids) - context_length, stride)
    losses = np.empty(len(ids) - 1)
    for first in range(0, len(starts), WINDOWS_AT_ONCE):
        watch(first, len(starts))
        some = starts[first : first + WINDOWS_AT_ONCE]
        of_windows = scorer(gather(ids, some, context_length))  # (B, T)
        end = int(some[-1]) + context_length
        losses[end - len(some) * stride : end] = of_windows[:, -stride:].ravel()
        if first == 0:
            losses[:context_length] = of_windows[0]
    last = len(starts) * stride
    if (rest := len(losses) - (last + context_length - stride)) > 0:
        of_window = scorer(gather(ids, np.array([last]), len(losses) - last))  # (1, what is left of a window)
        losses[-rest:] = of_window[0, -rest:]
    return Scored(losses, _positions(len(losses), context_length, stride), len(starts) + (rest > 0))


def _positions(n_scored: int, context_length: int, stride: int) -> Int[np.ndarray, " M"]:
    places = np.arange(n_scored, dtype=np.int32)
    later = context_length - stride + 1 + (places - context_length) % stride  # behind the first window
    return np.where(places < context_length, places + 1, later)
