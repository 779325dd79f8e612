"""What the training loop knows of an engine, and nothing more."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from proust_attention.batches import Batch
from proust_attention.config import TrainingConfig
from proust_attention.errors import InputError
from proust_attention.training.groups import Groups


class StepResult(NamedTuple):
    """What one step reports."""

    loss: float  # nats a token, of the batch, before the step, with dropout; the loop makes it nats a character
    learning_rate: float
    gradient_norm: float  # before clipping
    groups: Groups | None = None  # where the step was watched


@runtime_checkable
class Engine(Protocol):
    """A machine with its optimizer: what learns."""

    def step(self, batch: Batch, step: int, watch: bool = False) -> StepResult:
        """Learn from one batch; `step` counts from 0 and decides learning rate and dropout.

        With `watch` the result says of every group of weights how it moved.
        """

    def evaluate(self, batch: Batch) -> float:
        """Return the mean loss of a batch, nats a token, without dropout and without learning."""

    def weights(self) -> dict[str, np.ndarray]:
        """Return a copy of the weights, by the names of parameters.py."""

    def load_weights(self, values: Mapping[str, np.ndarray]) -> None:
        """Take these weights, and forget what the optimizer remembers. Raises InputError."""

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of everything that a resume needs: "weights.NAME", those of the optimizer."""

    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Go on from a state that `state` returned after `step` steps. Raises InputError."""


def require_settled(training: TrainingConfig) -> None:
    """Raise InputError unless what settings may leave open is settled (plan.py)."""
    if training.steps is None or training.precision == "auto":
        raise InputError("training.steps and training.precision must be settled before training begins")


def check_state(found: Mapping[str, np.ndarray], own: Mapping[str, np.ndarray]) -> None:
    """Raise InputError unless a state that was read has the arrays of an engine's own, all of them finite."""
    for name, array in own.items():
        if name not in found:
            raise InputError(f"the state does not fit the settings: {name} is missing")
        if found[name].shape != array.shape or found[name].dtype.kind != "f":
            raise InputError(
                f"the state does not fit the settings: {name} is {found[name].shape}, not {array.shape}"
            )
        if not np.isfinite(found[name]).all():
            raise InputError(f"the state is damaged: {name} holds NaN or infinity")
