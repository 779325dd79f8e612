"""When a training goes wrong: it is stopped, and told why; the evidence is kept.

Two things are wrong: a loss that is no number, and one that stays far above that of a machine that knows nothing.
Either way the run goes from its last state to the first bad step again, with every group of weights watched.
"""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from proust_attention import parameters
from proust_attention.errors import DivergedError
from proust_attention.training.engine import Engine, StepResult
from proust_attention.training.events import Event, Replaying
from proust_attention.training.groups import Groups
from proust_attention.training.history import History
from proust_attention.training.postmortem import find_cause

if TYPE_CHECKING:
    from proust_attention.training.loop import Training

HOPELESS = 3.0  # times the loss of a machine that gives every symbol the same probability
IN_A_ROW = 2  # log points


class _Before(NamedTuple):
    """What stood before the step that went wrong."""

    step: int  # how many were done
    weights: dict[str, np.ndarray]
    groups: Groups  # how each group moved in the last of them; empty where that is not known


def is_hopeless(training: "Training", result: StepResult) -> bool:
    """Whether the loss was beyond all bounds at so many log points in a row, this one the last."""
    training.hopeless = training.hopeless + 1 if result.loss > _bound(training) else 0
    return training.hopeless >= IN_A_ROW


def is_sound(weights: Mapping[str, np.ndarray]) -> bool:
    """Whether all weights are numbers: otherwise they may not take the place of good ones on the disk."""
    return all(bool(np.isfinite(array).all()) for array in weights.values())


def explain(training: "Training") -> Iterator[Event]:
    """Go from the last state to the first bad step again, keep the evidence, and raise DivergedError."""
    hopeless = training.hopeless >= IN_A_ROW
    bound = _bound(training) if hopeless else math.inf
    last = training.step - 1 if hopeless else training.step  # a step whose loss is no number is not yet counted
    saved = training.run_folder.load_state()
    first = int(saved[1]["step"]) if saved else 0
    weights = parameters.under(saved[0], "weights") if saved else training.run_folder.first_weights()
    engine = training.hardware.open(training.config, weights)
    if saved:
        engine.load_state(saved[0], first)
    yield Replaying(first, last)
    before = _retrace(training, engine, first, bound)
    training.run_folder.save_evidence(before.weights)
    batch = training.material.batches.at(before.step)
    cause = find_cause(training.config.model, before.weights, batch, before.groups)
    bad_step = before.step + 1
    record = {"kind": "diverged", "step": training.step, "bad_step": bad_step, **cause._asdict()}
    training.log(record | ({"bound": bound} if math.isfinite(bound) else {}))
    raise DivergedError(
        f"{_what_happened(training, bad_step, bound)}: {cause.what}{cause.layer and f' ({cause.layer})'}; "
        f"the best weights so far are kept in {training.run_folder.path}, those before that step in "
        f"diverged.safetensors; begin a new run with a lower {_rates(training)}"
    )


def _rates(training: "Training") -> str:
    both = training.config.training.optimizer == "muon"
    return "training.learning_rate" + (" and training.muon_learning_rate" if both else "")


def _bound(training: "Training") -> float:
    """Return the loss beyond which there is no hope; a machine with weights of its own may begin above it."""
    return HOPELESS * max(_knowing_nothing(training), training.first_loss)


def _knowing_nothing(training: "Training") -> float:
    """Return the loss, nats a character, of a machine that gives every token the same probability."""
    return math.log(training.config.model.vocab_size) / training.material.characters_a_token


def _retrace(training: "Training", engine: Engine, first: int, bound: float) -> _Before:
    """Go from step `first` to the first bad one: the first beyond the bound since the log was last within it.

    (A loss may jump and come back long before.) Where no step is beyond it, the bad one is the next.
    """
    logged = History.of(training.run_folder.read_log("metrics")).losses
    sound = max((step for step, loss in logged if loss <= bound), default=0)
    groups: Groups = {}
    for step in range(first, training.step):
        weights = engine.weights()
        result = training.learn(engine, step, watch=True)
        if step >= sound and result.loss > bound:
            return _Before(step, weights, groups)
        groups = result.groups or {}
    return _Before(training.step, engine.weights(), groups)


def _what_happened(training: "Training", bad_step: int, bound: float) -> str:
    if math.isinf(bound):
        return f"the loss is no longer a number at step {bad_step}"
    return (
        f"the loss went beyond {bound:.1f} nats at step {bad_step}, where knowing nothing costs "
        f"{_knowing_nothing(training):.1f}, and was still there at step {training.step}"
    )
