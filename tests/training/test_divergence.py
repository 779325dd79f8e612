"""A training that goes wrong: it is stopped, retraced to its first bad step, and explained; the evidence stays."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention import parameters
from proust_attention.checkpoint import arrays
from proust_attention.errors import DivergedError
from proust_attention.training import Hardware, Training
from proust_attention.training.events import Event, Finished, Replaying, Stepped
from proust_attention.training.numpy_engine import NumpyEngine
from tests.conftest import TINY_FLAGS, Proust
from tests.training.runs import NUMPY, TORCH, Tiny, start


def until(training: Training, step: int) -> None:
    """Train until a step is done, and leave it there."""
    for event in training.run():
        if isinstance(event, Stepped) and event.step == step:
            return


def stopped_at(training: Training, step: int) -> None:
    """Train until a step is done, and save the state."""
    for event in training.run():
        if isinstance(event, Stepped) and event.step == step:
            training.stop()


@pytest.mark.parametrize("hardware", [TORCH, NUMPY], ids=["torch", "numpy"])
def test_the_first_bad_array_is_named(tmp_path: Path, tiny: Tiny, hardware: Hardware) -> None:
    training = start(tmp_path / "run", tiny, hardware, steps=60, learning_rate=1e30, warmup_steps=0)
    events = []
    with (
        np.errstate(all="ignore"),
        pytest.raises(DivergedError, match="at step 2: .*infinite.*layer 0 of 0 to 1"),
    ):
        events.extend(training.run())
    assert Replaying(0, 1) in events
    *_, record = training.run_folder.read_log("metrics")
    assert (record["kind"], record["step"], record["bad_step"]) == ("diverged", 1, 2)
    assert record["array"].startswith("blocks.0")
    evidence = arrays.read(tmp_path / "run" / "diverged.safetensors")
    assert set(evidence) == set(parameters.shapes(training.config.model))
    assert all(np.isfinite(array).all() for array in evidence.values())


def test_it_replays_from_the_last_state(tmp_path: Path, tiny: Tiny) -> None:
    stopped_at(start(tmp_path / "run", tiny, steps=40), 6)
    resumed = Training.resume(tmp_path / "run", NUMPY)
    engine_step = resumed.engine.step

    def step(batch: Any, number: int, watch: bool = False) -> Any:
        result = engine_step(batch, number, watch)
        if number != 9:
            return result
        for weight in resumed.engine.machine.values.values():  # what a real step of that kind leaves behind
            weight.fill(math.nan)
        return result.with_loss(lambda _: math.nan)

    resumed.engine.step = step  # type: ignore[method-assign]
    events = []
    with pytest.raises(DivergedError, match="at step 10: every array was finite"):
        events.extend(resumed.run())
    assert Replaying(6, 9) in events
    # The weights that were kept are those before the bad step.
    straight = start(tmp_path / "straight", tiny, steps=40)
    until(straight, 9)
    kept = arrays.read(tmp_path / "run" / "diverged.safetensors")
    assert all(np.array_equal(kept[name], array) for name, array in straight.engine.weights().items())


def test_weights_that_are_not_finite_never_replace_good_ones(tmp_path: Path, tiny: Tiny) -> None:
    training = start(
        tmp_path / "run", tiny, steps=20, learning_rate=1e39, warmup_steps=0, minutes_between_saves=1e-9
    )
    with np.errstate(all="ignore"), pytest.raises(DivergedError, match="the weight .*infinite"):
        list(training.run())
    for path in (tmp_path / "run").rglob("*.safetensors"):
        sound = all(np.isfinite(array).all() for array in arrays.read(path).values() if array.ndim)
        assert sound or path.name == "diverged.safetensors", path


def test_the_command_ends_with_1_and_one_line(proust: Proust, tmp_path: Path) -> None:
    flags = ("--set", "training.learning_rate=1e30", "--set", "training.warmup_steps=0", *TINY_FLAGS)
    ran = proust("train", "--run", tmp_path / "run", "--steps", 20, *flags)
    assert ran.returncode == 1
    assert ran.stderr.startswith("proust: the loss is not finite at step 2: ")
    assert ran.stderr.count("\n") == 1


HOPELESS = {"learning_rate": 1.0, "warmup_steps": 0, "steps": 1000}  # every fifth is logged


@pytest.mark.parametrize("hardware", [TORCH, NUMPY], ids=["torch", "numpy"])
def test_a_loss_beyond_all_bounds_is_retraced(tmp_path: Path, tiny: Tiny, hardware: Hardware) -> None:
    training = start(tmp_path / "run", tiny, hardware, **HOPELESS)
    events: list[Event] = []
    with pytest.raises(DivergedError) as stopped:
        events.extend(training.run())
    losses = [event.result.loss for event in events if isinstance(event, Stepped)]
    assert events[-1] == Replaying(0, len(losses) - 1)
    bound = 3 * max(math.log(training.config.model.vocab_size), training.watch.first_loss)
    sound = max(step for step in range(0, len(losses), 5) if step == 0 or losses[step - 1] <= bound)
    bad_step = next(step for step in range(sound + 1, len(losses)) if losses[step - 1] > bound)
    *_, record = training.run_folder.read_log("metrics")
    assert (record["kind"], record["step"], record["bad_step"]) == ("diverged", len(losses), bad_step)
    assert bad_step < len(losses)
    assert record["bound"] == pytest.approx(bound)

    straight = start(tmp_path / "straight", tiny, hardware, **HOPELESS)
    until(straight, bad_step - 2)
    groups = straight.engine.step(straight.material.batches.at(bad_step - 2), bad_step - 2, watch=True).groups
    assert groups is not None
    assert record["array"] == max(groups, key=lambda name: groups[name]["update_ratio"])
    kept = arrays.read(tmp_path / "run" / "diverged.safetensors")
    assert all(np.array_equal(kept[name], array) for name, array in straight.engine.weights().items())

    for words in (f"at step {bad_step}, where", f"at step {len(losses)}: ", record["array"], record["layer"]):
        assert words in str(stopped.value)


def scripted(monkeypatch: pytest.MonkeyPatch, losses: dict[int, float], held_out: float = 3.0) -> None:
    """Let the engine report other losses than it has, at some steps, counted from 1."""
    honest = NumpyEngine.step

    def step(self: NumpyEngine, batch: Any, number: int, watch: bool = False) -> Any:
        result = honest(self, batch, number, watch)
        return result.with_loss(lambda loss: losses.get(number + 1, loss))

    monkeypatch.setattr(NumpyEngine, "step", step)
    monkeypatch.setattr(NumpyEngine, "evaluate", lambda self, batch: held_out)


def diverges(training: Training) -> dict[str, Any]:
    """Train until it is stopped; return what the log says of it."""
    with pytest.raises(DivergedError):
        list(training.run())
    *_, record = training.run_folder.read_log("metrics")
    return record


def test_a_loss_that_jumped_and_came_back_is_not_the_cause(
    tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, {3: 99.0, 8: 99.0, 9: 99.0})
    record = diverges(start(tmp_path / "run", tiny))  # all of its steps are logged
    assert (record["step"], record["bad_step"]) == (9, 8)


def test_what_was_bad_in_the_last_state_already(
    tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, dict.fromkeys(range(6, 400), 99.0))
    stopped_at(start(tmp_path / "run", tiny, steps=400), 7)  # every second step is logged
    record = diverges(Training.resume(tmp_path / "run", NUMPY))
    assert (record["step"], record["bad_step"], record["array"]) == (10, 8, "")
    assert record["what"] == "every array was finite, and of the step before it nothing is known"


def test_a_machine_that_begins_far_above_is_not_hopeless(
    tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, dict.fromkeys(range(1, 6), 50.0), held_out=20.0)
    assert isinstance(list(start(tmp_path / "run", tiny).run())[-1], Finished)
