"""What the training loop knows of an engine, and nothing more.

# Class Notes

An engine is what learns: a machine with its optimizer. It is given a batch and the number of the step, and does
the four things that training consists of (docs/one_step.md goes through them slowly):

    forward    logits = machine(inputs)                   what may come next, at every place
    loss       the mean of -ln p(target)                  how surprised it was
    backward   the gradient of the loss with respect to every weight
    step       every weight moved against its gradient    by the optimizer, at the learning rate of the step

There are two implementations, in NumPy with gradients derived by hand (numpy_engine.py) and in PyTorch with
autograd (torch_engine.py). The loop does not know which it has. Whatever it hands in or gets back is NumPy arrays
under the names of parameters.py, so that a run may begin in one engine and go on in the other. Two things an
engine may keep to itself: the batches, on its device (`source`), and the figures of a step, until somebody wants
them (`StepResult`). So no step has to wait for anything.

Everything that an engine remembers between steps is in its `state`: the weights, and what the optimizer keeps of
each. Learning rate and dropout are functions of the settings and the number of the step. So load_state, then step,
gives what step would have given without a break: to the bit, on one computer.

>>> import numpy as np
>>> from proust_attention import parameters
>>> from proust_attention.config import build
>>> from proust_attention.training.numpy_engine import NumpyEngine
>>> sizes = {"d_model": 4, "n_layers": 1, "d_ff": 8, "context_length": 3, "dropout": 0.0}
>>> config = build(5, "article", [{"model": sizes, "training": {"steps": 9, "warmup_steps": 0}}])
>>> batch = Batch(inputs=np.array([[0, 1, 2]]), targets=np.array([[1, 2, 3]]))
>>> engine, other = (NumpyEngine(config, parameters.initial(config.model, seed)) for seed in (0, 1))
>>> isinstance(engine, Engine), round(engine.step(batch, 0).loss, 1)        # ln 5: nothing is known yet
(True, 1.6)
>>> other.load_state(engine.state(), step=1)                                # whatever it was before
>>> engine.step(batch, 1).figures == other.step(batch, 1).figures
True
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np

from proust_attention.batches import Batch, Batches
from proust_attention.config import Config, TrainingConfig
from proust_attention.errors import InputError
from proust_attention.training.groups import Groups


class Figures(NamedTuple):
    """What is measured in one step."""

    # Of the batch, before the step, with dropout; nats a token, which Material.learn makes nats a character.
    loss: float
    gradient_norm: float  # before clipping
    groups: Groups | None = None  # where the step was watched


class StepResult:
    """What one step reports.

    Its figures may still be on the device where they are computed. The first that is asked for waits for that.
    """

    def __init__(self, learning_rate: float, read: Callable[[], Figures]) -> None:
        self.learning_rate, self._read = learning_rate, read

    @cached_property
    def figures(self) -> Figures:
        """All of them."""
        return self._read()

    @property
    def is_read(self) -> bool:
        """Whether they have been asked for, so that nothing is waited for any more."""
        return "figures" in vars(self)

    @property
    def loss(self) -> float:
        """The loss of the batch before the step, with dropout."""
        return self.figures.loss

    @property
    def gradient_norm(self) -> float:
        """The norm of the whole gradient, before clipping."""
        return self.figures.gradient_norm

    @property
    def groups(self) -> Groups | None:
        """How each group of weights moved, where the step was watched."""
        return self.figures.groups

    def with_loss(self, change: Callable[[float], float]) -> "StepResult":
        """Return a result whose loss is what `change` makes of this one's, once it is wanted."""
        return StepResult(self.learning_rate, lambda: self.figures._replace(loss=change(self.loss)))

    def as_record(self) -> dict[str, Any]:
        """Return all that the log says of a step."""
        rate = self.learning_rate
        return {
            "loss": self.loss,
            "learning_rate": rate,
            "gradient_norm": self.gradient_norm,
            "groups": self.groups,
        }

    def __repr__(self) -> str:
        return f"StepResult(learning_rate={self.learning_rate:g})"  # to show more would wait


class Source(Protocol):
    """Where an engine takes the batches of its steps from."""

    def at(self, step: int) -> Any:
        """Return the batch of a step, as that engine's `step` takes it."""


@runtime_checkable
class Engine(Protocol):
    """A machine with its optimizer: what learns."""

    config: Config  # may be replaced by one with another schedule

    def source(self, batches: Batches) -> Source:
        """Return the batches of a run where this engine wants them: on its device, if it has one."""

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

    def memory(self) -> int | None:
        """Return how many bytes its device has; None where nobody says."""

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
