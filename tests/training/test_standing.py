"""Where a run stands that goes on: what is lost is said before it is cut, and better weights stay."""

import json
import math
import shutil
from pathlib import Path

import pytest

from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.training import Training
from proust_attention.training.events import Evaluated, Noticed, Stepped
from tests.training.runs import NUMPY, Tiny, start


def until(training: Training, step: int) -> list[str]:
    """Train until a step is done, and leave it there as a kill would; return what was noticed."""
    noticed = []
    for event in training.run():
        if isinstance(event, Noticed):
            noticed.append(event.what)
        if isinstance(event, Stepped) and event.step == step:
            break
    return noticed


def stopped_at(training: Training, step: int) -> None:
    """Train until a step is done, and save the state."""
    for event in training.run():
        if isinstance(event, Stepped) and event.step == step:
            training.stop()


def learning(path: Path, tiny: Tiny) -> Training:
    """A run that gets better from evaluation to evaluation."""
    return start(path, tiny, steps=80, learning_rate=0.01, warmup_steps=5, evaluations=16)


def test_a_fresh_run_and_a_stopped_one_have_nothing_to_say(tmp_path: Path, tiny: Tiny) -> None:
    assert until(learning(tmp_path / "run", tiny), 1) == []
    stopped_at(learning(tmp_path / "other", tiny), 33)
    assert until(Training.resume(tmp_path / "other", NUMPY), 40) == []


def test_what_is_lost_is_said_before_it_is_cut(tmp_path: Path, tiny: Tiny) -> None:
    run = tmp_path / "run"
    assert until(learning(run, tiny), 61) == []
    best = RunFolder.open(run).loss_of_weights()
    assert best is not None
    before = (run / "metrics.jsonl").read_bytes()
    events = Training.resume(run, NUMPY).run()
    assert next(events) == Noticed(
        "no state was saved, so it begins at step 0: what came after it, up to step 60, is lost and computed "
        f"again; the best weights ({best:.3f} nats) stay until they are reached"
    )
    assert (run / "metrics.jsonl").read_bytes() == before
    events.close()  # type: ignore[attr-defined]


def test_better_weights_stay_until_they_are_reached(tmp_path: Path, tiny: Tiny) -> None:
    run = tmp_path / "run"
    until(learning(run, tiny), 61)
    good = (run / "model.safetensors").read_bytes()
    for step in (12, 31):  # killed twice more, the second time after a state
        stopped_at(Training.resume(run, NUMPY), step)
        assert (run / "model.safetensors").read_bytes() == good
    list(Training.resume(run, NUMPY).run())
    list(learning(tmp_path / "straight", tiny).run())
    for part in ("model.safetensors", "state/state.safetensors"):
        assert (run / part).read_bytes() == (tmp_path / "straight" / part).read_bytes()


def test_weights_of_an_older_version_are_known_by_the_log(tmp_path: Path, tiny: Tiny) -> None:
    run = tmp_path / "run"
    until(learning(run, tiny), 61)
    folder = RunFolder.open(run)
    good = folder.weights()
    folder.save_weights(good)  # without a word of their loss
    until(Training.resume(run, NUMPY), 12)
    kept = RunFolder.open(run).weights()
    assert all((kept[name] == array).all() for name, array in good.items())


def test_records_that_a_copy_lacks_are_missed(tmp_path: Path, tiny: Tiny) -> None:
    run = tmp_path / "run"
    until(learning(run, tiny), 20)
    logs = {name: (run / f"{name}.jsonl").read_bytes() for name in ("metrics", "samples")}
    stopped_at(Training.resume(run, NUMPY), 45)
    for name, content in logs.items():
        (run / f"{name}.jsonl").write_bytes(content)
    assert until(Training.resume(run, NUMPY), 50) == [
        "metrics.jsonl is older than the state: its records up to step 45 are missing from step 20 on; "
        "was the folder copied while it was written?",
        "samples.jsonl is older than the state: its records up to step 40 are missing from step 1 on; "
        "was the folder copied while it was written?",
    ]


@pytest.mark.parametrize("begun", [0, 20])
def test_weights_older_than_the_state_are_told_and_replaced(tmp_path: Path, tiny: Tiny, begun: int) -> None:
    """A folder that was copied while it was written: its weights are those of the beginning, or of step 20."""
    run = tmp_path / "run"
    training = learning(run, tiny)
    if begun:
        stopped_at(training, begun)
    training.lock.release()
    old = (run / "model.safetensors").read_bytes()
    stopped_at(Training.resume(run, NUMPY), 45)
    (run / "model.safetensors").write_bytes(old)
    resumed = Training.resume(run, NUMPY)
    said, *events = resumed.run()
    assert isinstance(said, Noticed)
    assert "are older than the state, which knew better ones (" in said.what
    losses = [event.held_out_loss for event in events if isinstance(event, Evaluated)]
    assert RunFolder.open(run).loss_of_weights() == min(losses)


def test_weights_know_their_own_loss(tmp_path: Path, tiny: Tiny) -> None:
    training = learning(tmp_path / "run", tiny)
    assert training.run_folder.loss_of_weights() == math.inf
    list(training.run())
    log = training.run_folder.read_log("metrics")
    assert training.run_folder.loss_of_weights() == min(
        r["held_out_loss"] for r in log if r["kind"] == "evaluation"
    )
    copy = Path(shutil.copytree(tmp_path / "run", tmp_path / "copy"))
    arrays.write(copy / "model.safetensors", training.run_folder.weights())
    assert RunFolder.open(copy).loss_of_weights() is None
    assert json.loads((copy / "config.json").read_text("utf-8"))
