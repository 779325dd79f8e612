"""When a training goes wrong: it is stopped, the cause is searched for, the evidence is kept.

Two things are wrong: a loss that is not finite (NaN or infinite), and one that stays far above that of a machine
that gives every token the same probability. Either way the run goes from its last state to the first bad step
again, with every group of weights watched.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

import numpy as np

from proust_attention import parameters
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.devices import Hardware
from proust_attention.errors import DivergedError
from proust_attention.optimizer.methods import used
from proust_attention.training.engine import Engine
from proust_attention.training.engines import open_engine
from proust_attention.training.events import Event, Replaying
from proust_attention.training.groups import Groups
from proust_attention.training.material import Material
from proust_attention.training.postmortem import find_cause

HOPELESS = 3.0  # times the loss of a machine that gives every token the same probability
IN_A_ROW = 2  # log points


class _Before(NamedTuple):
    """What stood before the step that went wrong."""

    step: int  # how many were done
    weights: dict[str, np.ndarray]
    groups: Groups  # how each group moved in the last of them; empty where that is not known


def is_sound(weights: Mapping[str, np.ndarray]) -> bool:
    """Whether all weights are finite: otherwise they may not take the place of good ones on the disk."""
    return all(bool(np.isfinite(array).all()) for array in weights.values())


class Watch:
    """Watches the losses of a run, nats a character."""

    def __init__(self, run: RunFolder, material: Material) -> None:
        self.run, self.material = run, material
        self.first_loss = 0.0  # held out, at step 0; a machine with weights of its own may begin above the bound
        self.in_a_row = 0  # log points beyond the bound, the last among them

    @property
    def uniform_loss(self) -> float:
        """The loss of a machine that gives every token the same probability."""
        return math.log(self.run.config.model.vocab_size) / self.material.characters_a_token

    @property
    def bound(self) -> float:
        """The loss beyond which there is no hope."""
        return HOPELESS * max(self.uniform_loss, self.first_loss)

    def is_hopeless(self, loss: float) -> bool:
        """Take the loss of a log point; whether so many in a row were beyond the bound, this one the last."""
        self.in_a_row = self.in_a_row + 1 if loss > self.bound else 0
        return self.in_a_row >= IN_A_ROW

    def is_calm(self, loss: float) -> bool:
        """Whether a state may be saved: neither this loss nor that of the last log point is beyond the bound."""
        return not self.in_a_row and loss <= self.bound

    def explain(self, step: int, hardware: Hardware, log: Callable[[dict[str, Any]], None]) -> Iterator[Event]:
        """Go from the last state to the first bad step again, keep the evidence, and raise DivergedError.

        `step` counts the steps that are done; `log` takes a record of what was found.
        """
        hopeless = self.in_a_row >= IN_A_ROW
        bound = self.bound if hopeless else math.inf
        last = step - 1 if hopeless else step  # a step whose loss is not finite is not yet counted
        saved = self.run.load_state()
        first = int(saved[1]["step"]) if saved else 0
        weights = parameters.under(saved[0], "weights") if saved else self.run.first_weights()
        engine = open_engine(hardware, self.run.config, weights, self.run.interventions())
        if saved:
            engine.load_state(saved[0], first)
        yield Replaying(first, last)
        before = self._retrace(engine, first, step, bound)
        self._report(before, step, bound, log)

    def _retrace(self, engine: Engine, first: int, last: int, bound: float) -> _Before:
        """Go from step `first` to the first bad one: the first beyond the bound since the log was last within it.

        (A loss may jump and come back long before.) Where no step is beyond it, the bad one is the next.
        """
        logged = History.of(self.run.read_log("metrics")).losses
        sound = max((step for step, loss in logged if loss <= bound), default=0)
        groups: Groups = {}
        for step in range(first, last):
            weights = engine.weights()
            result = self.material.learn(engine, step, watch=True)
            if step >= sound and result.loss > bound:
                return _Before(step, weights, groups)
            groups = result.groups or {}
        return _Before(last, engine.weights(), groups)

    def _report(self, before: _Before, step: int, bound: float, log: Callable[[dict[str, Any]], None]) -> NoReturn:
        """Keep the evidence, and raise DivergedError with what was found."""
        self.run.save_evidence(before.weights)
        batch = self.material.batches.at(before.step)
        cause = find_cause(self.run.config.model, before.weights, batch, before.groups)
        bad_step = before.step + 1
        record = {"kind": "diverged", "step": step, "bad_step": bad_step, **cause._asdict()}
        log(record | ({"bound": bound} if math.isfinite(bound) else {}))
        happened = f"the loss is not finite at step {bad_step}"
        if math.isfinite(bound):
            happened = (
                f"the loss went beyond {bound:.1f} nats at step {bad_step}, where giving every token the same "
                f"probability costs {self.uniform_loss:.1f}, and was still there at step {step}"
            )
        rates = " and ".join(f"training.{method.rate}" for method in reversed(used(self.run.config.training)))
        raise DivergedError(
            f"{happened}: {cause.what}{cause.layer and f' ({cause.layer})'}; "
            f"the best weights so far are kept in {self.run.path}, those before that step in "
            f"diverged.safetensors; begin a new run with a lower {rates}"
        )
