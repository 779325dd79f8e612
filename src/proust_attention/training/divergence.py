"""When a training goes wrong: it is stopped, and told why; the evidence is kept."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from proust_attention.errors import DivergedError
from proust_attention.training.engine import StepResult
from proust_attention.training.events import Event, Replaying
from proust_attention.training.postmortem import first_bad_array, most_moved

if TYPE_CHECKING:
    from proust_attention.training.loop import Training

HOPELESS = 3.0  # times the loss of a machine that gives every symbol the same probability
IN_A_ROW = 2  # log points


def refuse_what_is_hopeless(training: "Training", result: StepResult) -> None:
    """Raise DivergedError if the loss is far above that of a machine that knows nothing, twice in a row."""
    nothing = math.log(training.config.model.vocab_size)
    hopeless = result.loss > HOPELESS * max(nothing, training.first_loss)  # another machine may begin far above
    training.hopeless = training.hopeless + 1 if hopeless else 0
    if training.hopeless < IN_A_ROW:
        return
    thrown = most_moved(result.groups or {}, training.config.model.n_layers)
    training.log({"kind": "diverged", "step": training.step, "bad_step": training.step, **thrown._asdict()})
    raise DivergedError(
        f"the loss is {result.loss:.1f} nats at step {training.step}, where knowing nothing costs {nothing:.1f}: "
        f"{thrown.what} ({thrown.layer}); the best weights so far are kept in {training.run_folder.path}; "
        "begin a new run with a lower training.learning_rate"
    )


def is_sound(weights: Mapping[str, np.ndarray]) -> bool:
    """Whether all weights are numbers: otherwise they may not take the place of good ones on the disk."""
    return all(bool(np.isfinite(array).all()) for array in weights.values())


def explain(training: "Training") -> Iterator[Event]:
    """Go from the last state to the step that went wrong again, keep the evidence, and raise DivergedError."""
    bad_step = training.step
    saved = training.run_folder.load_state()
    first = int(saved[1]["step"]) if saved else 0
    weights = training.engine.weights() if saved else training.run_folder.first_weights()
    engine = training.hardware.open(training.config, weights)
    if saved:
        engine.load_state(saved[0], first)
    yield Replaying(first, bad_step)
    for step in range(first, bad_step):
        engine.step(training.material.batches.at(step), step)
    weights = engine.weights()
    training.run_folder.save_evidence(weights)
    finding = first_bad_array(training.config.model, weights, training.material.batches.at(bad_step))
    told = finding._asdict() if finding else {}
    training.log({"kind": "diverged", "step": bad_step, "bad_step": bad_step + 1, **told})
    why = f"{finding.what} ({finding.layer})" if finding else "every array was sound when it was retraced"
    raise DivergedError(
        f"the loss is no longer a number at step {bad_step + 1}: {why}; the best weights so far are kept in "
        f"{training.run_folder.path}, those before that step in diverged.safetensors; "
        "begin a new run with a lower training.learning_rate"
    )
