"""Training: it learns, it logs, it stops and goes on."""

import math
import resource
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention.batches import Batch, Batches
from proust_attention.checkpoint import RunFolder
from proust_attention.config import Config, build
from proust_attention.errors import DivergedError, InputError, SaveError
from proust_attention.evaluation import mean_loss
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training import Hardware, Training
from proust_attention.training.engines import open_engine
from proust_attention.training.events import Evaluated, Finished, Sampled, Stepped, Stopped
from tests.conftest import SOON, TINY

TORCH = Hardware("torch", "cpu")
NUMPY = Hardware("numpy")

Tiny = tuple[Config, CharacterTokenizer, np.ndarray]


def start(path: Path, tiny: Tiny, hardware: Hardware = TORCH, **training: Any) -> Training:
    config, tokenizer, ids = tiny
    changed = replace(config, training=replace(config.training, **training))
    return Training.start(path, changed, tokenizer, {"language": "es"}, ids, hardware)


def test_it_learns(tmp_path: Path, tiny: Tiny) -> None:
    events = list(start(tmp_path / "run", tiny, steps=150, learning_rate=0.01, evaluations=3).run())
    losses = [event.held_out_loss for event in events if isinstance(event, Evaluated)]
    assert losses[0] == pytest.approx(math.log(tiny[1].vocab_size), rel=0.1)  # it knows nothing
    assert losses[0] > losses[1] > losses[2]
    assert losses[-1] < 2.9
    assert isinstance(events[-1], Finished)


def test_what_it_tells_and_what_it_writes(tmp_path: Path, tiny: Tiny) -> None:
    training = start(tmp_path / "run", tiny, steps=12, evaluations=3, samples=3, sample_length=20)
    events = list(training.run())
    assert [event.step for event in events if isinstance(event, Stepped)] == list(range(1, 13))
    assert [event.step for event in events if isinstance(event, Evaluated)] == [0, 4, 8, 12]
    samples = [event for event in events if isinstance(event, Sampled)]
    assert [sample.step for sample in samples] == [0, 3, 6, 12]
    assert all(len(sample.text) == 20 and sample.prompt == samples[0].prompt for sample in samples)

    log = training.run_folder.read_log("metrics")
    assert [r["step"] for r in log if r["kind"] == "evaluation"] == [0, 4, 8, 12]
    assert [r["step"] for r in log if r["kind"] == "step"] == list(range(1, 13))
    assert {"loss", "learning_rate", "gradient_norm"} < set(next(r for r in log if r["kind"] == "step"))
    assert [r["step"] for r in training.run_folder.read_log("samples")] == [0, 3, 6, 12]


def test_no_batch_is_gathered_twice(tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a token is a character its loss needs no counting."""
    gathered, at = list[int](), Batches.at

    def count(batches: Batches, step: int) -> Batch:
        gathered.append(step)
        return at(batches, step)

    monkeypatch.setattr(Batches, "at", count)
    list(start(tmp_path / "run", tiny, NUMPY, steps=12).run())
    assert gathered == list(range(12))


def test_the_final_figure_is_the_whole_held_out_part(tmp_path: Path, tiny: Tiny) -> None:
    training = start(tmp_path / "run", tiny)
    *_, finished = training.run()
    assert isinstance(finished, Finished)
    assert finished.characters == 1999  # of a tenth of the 20,000 characters of prose: all but the first
    engine = open_engine(TORCH, training.config, training.run_folder.weights())
    held_out = training.material.held_out.astype(np.int64)
    windows = 1999 // 32
    inputs, targets = (held_out[first : first + windows * 32].reshape(windows, 32) for first in (0, 1))
    last = Batch(held_out[None, windows * 32 : -1], held_out[None, windows * 32 + 1 :])  # shorter
    nats = windows * 32 * engine.evaluate(Batch(inputs, targets)) + last.targets.size * engine.evaluate(last)
    assert finished.held_out_loss == pytest.approx(nats / 1999, rel=1e-5)


def test_the_best_weights_are_kept(tmp_path: Path, tiny: Tiny) -> None:
    training = start(tmp_path / "run", tiny, steps=60, learning_rate=0.3, warmup_steps=40, evaluations=20)
    evaluations = [event for event in training.run() if isinstance(event, Evaluated)]
    best = min(evaluations, key=lambda event: event.held_out_loss)
    assert [event.best for event in evaluations] == [
        event.held_out_loss == min(e.held_out_loss for e in evaluations[: i + 1])
        for i, event in enumerate(evaluations)
    ]
    assert not evaluations[-1].best  # with such a learning rate it goes wrong
    again = open_engine(TORCH, training.config, training.run_folder.weights())
    assert again_loss(training, again) == pytest.approx(best.held_out_loss, rel=1e-6)


def again_loss(training: Training, engine: Any) -> float:
    material = training.material
    return mean_loss(engine.evaluate, material.held_out, material.held_out_windows, 32, material.tokenizer)[0]


@pytest.mark.parametrize("hardware", [TORCH, NUMPY], ids=["torch", "numpy"])
@pytest.mark.parametrize("dropout", [0.0, 0.2])
def test_stopped_and_resumed_is_never_stopped(
    tmp_path: Path, tiny: Tiny, dropout: float, hardware: Hardware
) -> None:
    config, tokenizer, ids = tiny
    tiny = replace(config, model=replace(config.model, dropout=dropout)), tokenizer, ids
    straight = start(tmp_path / "straight", tiny, hardware)
    list(straight.run())

    stopped = start(tmp_path / "stopped", tiny, hardware)
    for event in stopped.run():
        if isinstance(event, Stepped) and event.step == 5:
            stopped.stop()
    assert event == Stopped(5)
    resumed = Training.resume(tmp_path / "stopped", hardware)
    assert resumed.step == 5
    list(resumed.run())

    (state, counters), (again, counters_again) = (
        t.run_folder.load_state() or ({}, {}) for t in (straight, resumed)
    )
    assert counters == counters_again
    assert set(state) == set(again)
    assert {name.split(".")[0] for name in state} == {"weights", "first_moment", "second_moment"}
    assert all(np.array_equal(again[name], array) for name, array in state.items())
    one, other = (t.run_folder.weights() for t in (straight, resumed))
    assert all(np.array_equal(one[name], other[name]) for name in one)
    for log in ("metrics", "samples"):
        assert timeless(straight.run_folder, log) == timeless(resumed.run_folder, log) != []


def timeless(run: RunFolder, log: str) -> list[dict[str, Any]]:
    """Return the records of a log without what depends on the machine and its mood."""
    timings = ("characters_per_second", "memory_mib")
    return [{key: value for key, value in record.items() if key not in timings} for record in run.read_log(log)]


def test_resumed_before_the_first_save(tmp_path: Path, tiny: Tiny) -> None:
    training = start(tmp_path / "run", tiny)
    for event in training.run():
        if isinstance(event, Stepped) and event.step == 8:
            break  # a power cut: nothing is saved but the best weights and the logs
    resumed = Training.resume(tmp_path / "run", TORCH)
    assert resumed.step == 0
    *_, finished = resumed.run()
    *_, expected = start(tmp_path / "straight", tiny).run()
    assert finished == expected


def test_a_finished_run_has_nothing_to_do(tmp_path: Path, tiny: Tiny) -> None:
    list(start(tmp_path / "run", tiny).run())
    assert Training.resume(tmp_path / "run", TORCH).finished


def test_one_pass_is_the_default(tmp_path: Path, tiny: Tiny) -> None:
    # 18,000 characters train: (18,000 - 32) // 32 = 561 windows, 140 batches of 4
    assert start(tmp_path / "run", tiny, steps=None).steps == 140


def test_a_text_that_is_too_short(tmp_path: Path, tiny: Tiny) -> None:
    config, tokenizer, ids = tiny
    with pytest.raises(InputError, match="does not hold one window of 32"):
        start(tmp_path / "run", (config, tokenizer, ids[:300]))
    assert not (tmp_path / "run").exists()


def test_no_such_hardware() -> None:
    with pytest.raises(InputError, match="there is no device abacus; there are auto, cpu, cuda, mps"):
        Hardware(device="abacus")
    with pytest.raises(InputError, match="there is no engine steam; there are auto, torch, numpy"):
        Hardware("steam")
    with pytest.raises(InputError, match="the engine numpy computes on the cpu only, not on cuda"):
        Hardware("numpy", "cuda")


def test_a_run_that_diverges_is_stopped(tmp_path: Path, tiny: Tiny) -> None:
    for name, hardware in (("torch", TORCH), ("numpy", NUMPY)):
        training = start(tmp_path / name, tiny, hardware, steps=60, learning_rate=1e30, warmup_steps=0)
        with (
            np.errstate(all="ignore"),
            pytest.raises(DivergedError, match="the loss is not finite at step"),
        ):
            list(training.run())
        weights = training.run_folder.weights()  # finite, or they would be refused
        assert len(weights) == 28
        assert "NaN" not in (tmp_path / name / "metrics.jsonl").read_text(encoding="utf-8")


def test_the_final_figure_is_not_lost(tmp_path: Path, tiny: Tiny) -> None:
    training = start(tmp_path / "run", tiny)
    *_, finished = training.run()
    log = tmp_path / "run" / "metrics.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    log.write_text("".join(lines[:-1]), encoding="utf-8")  # killed while it read the held-out part
    resumed = Training.resume(tmp_path / "run", TORCH)
    assert not resumed.finished
    assert list(resumed.run()) == [finished]
    assert Training.resume(tmp_path / "run", TORCH).finished


def test_one_word_a_line(tmp_path: Path) -> None:
    text = "uno\ndos\ntres\n" * 300
    tokenizer = CharacterTokenizer.of_text(text)
    config = build(tokenizer.vocab_size, "article", [SOON, TINY])
    training = Training.start(tmp_path / "run", config, tokenizer, {}, tokenizer.encode(text), TORCH)
    assert isinstance(list(training.run())[-1], Finished)


def test_a_run_may_change_its_engine(tmp_path: Path, tiny: Tiny) -> None:
    begun = start(tmp_path / "run", tiny, TORCH)
    for event in begun.run():
        if isinstance(event, Stepped) and event.step == 5:
            begun.stop()
    *_, finished = Training.resume(tmp_path / "run", NUMPY).run()
    *_, straight = start(tmp_path / "straight", tiny, TORCH).run()
    assert isinstance(finished, Finished)
    assert isinstance(straight, Finished)
    assert finished.held_out_loss == pytest.approx(straight.held_out_loss, rel=1e-4)


def test_a_damaged_state_is_refused(tmp_path: Path, tiny: Tiny) -> None:
    training = start(tmp_path / "run", tiny)
    list(training.run())
    state = tmp_path / "run" / "state" / "state.safetensors"
    whole = state.read_bytes()
    state.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"state\.safetensors is damaged"):
        Training.resume(tmp_path / "run", TORCH)
    counters = {"best_loss": 1.0, "losses_sum": 0.0, "losses_count": 0}
    for step, says in (
        (3, "is missing"),
        (math.nan, "is no number"),
        (math.inf, "is no number"),
        (-5, "is missing"),
    ):
        training.run_folder.save_state({}, {"step": step, **counters})
        with pytest.raises(InputError, match=rf"state\.safetensors: .*{says}"):
            Training.resume(tmp_path / "run", TORCH)
    state.unlink()
    state.parent.rmdir()
    with pytest.raises(InputError, match="the folder state is missing"):
        Training.resume(tmp_path / "run", TORCH)


def test_a_save_that_fails_stops_the_run(tmp_path: Path, tiny: Tiny) -> None:
    training = start(tmp_path / "run", tiny)
    for event in training.run():
        if isinstance(event, Stepped) and event.step == 5:
            training.stop()
    before = (tmp_path / "run" / "state" / "state.safetensors").read_bytes()
    again = Training.resume(tmp_path / "run", TORCH)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))  # what the system does when the disk is full
    try:
        with pytest.raises(SaveError, match="cannot write"):
            list(again.run())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert (tmp_path / "run" / "state" / "state.safetensors").read_bytes() == before
