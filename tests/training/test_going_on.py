"""Going on: beyond the end of a run, from another machine; watched on the way; and never two at once."""

import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from proust_attention import parameters
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.config import Config
from proust_attention.errors import InputError, InUseError
from proust_attention.optimizer.schedules import lr_scale
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training import Hardware, Training
from proust_attention.training.events import Finished, Stepped
from proust_attention.training.groups import group_of
from proust_attention.training.inheritance import inherit
from tests.conftest import TINY_FLAGS, Proust, run_proust
from tests.training.runs import NUMPY, TORCH, Tiny, start


class TestBeyondTheEnd:
    @pytest.mark.parametrize("hardware", [TORCH, NUMPY], ids=["torch", "numpy"])
    def test_a_finished_run_goes_on(self, tmp_path: Path, tiny: Tiny, hardware: Hardware) -> None:
        list(start(tmp_path / "run", tiny, hardware, steps=20, learning_rate=0.01, warmup_steps=5).run())
        training = Training.resume(tmp_path / "run", hardware, steps=60)
        assert (training.step, training.steps) == (20, 60)
        events = list(training.run())
        rates = [event.result.learning_rate for event in events if isinstance(event, Stepped)]
        assert len(rates) == 40
        assert rates[:4] == pytest.approx([0.0025, 0.005, 0.0075, 0.01])  # a tenth of the steps is warm-up
        assert rates[-1] < 0.0001
        finals = [r["step"] for r in training.run_folder.read_log("metrics") if r["kind"] == "final"]
        assert finals == [20, 60]
        assert Training.resume(tmp_path / "run", hardware).finished

    def test_it_is_the_same_when_stopped_between(self, tmp_path: Path, tiny: Tiny) -> None:
        states = []
        for stopped in (False, True):
            path = tmp_path / f"run{stopped}"
            list(start(path, tiny, steps=10).run())
            training = Training.resume(path, NUMPY, steps=30)
            for event in training.run():
                if stopped and isinstance(event, Stepped) and event.step == 17:
                    training.stop()
            if stopped:
                list(Training.resume(path, NUMPY).run())
            states.append(arrays.read(path / "state" / "state.safetensors"))
        assert all(np.array_equal(states[1][name], array) for name, array in states[0].items())

    def test_a_finished_run_without_its_state_is_left_alone(self, tmp_path: Path, tiny: Tiny) -> None:
        list(start(tmp_path / "run", tiny, steps=10).run())
        (tmp_path / "run" / "state" / "state.safetensors").unlink()
        with pytest.raises(InputError, match="is missing, and the run was finished once"):
            Training.resume(tmp_path / "run", NUMPY)
        assert RunFolder.open(tmp_path / "run").read_log("metrics")[-1]["kind"] == "final"

    def test_what_is_refused(self, tmp_path: Path, tiny: Tiny) -> None:
        training = start(tmp_path / "run", tiny, steps=10)
        for event in training.run():
            if isinstance(event, Stepped) and event.step == 4:
                training.stop()
        with pytest.raises(InputError, match="is not finished: 4 of 10 steps are done"):
            Training.resume(tmp_path / "run", NUMPY, steps=30)
        assert [r["step"] for r in RunFolder.open(tmp_path / "run").read_log("metrics")][
            -1
        ] == 4  # it took nothing
        list(Training.resume(tmp_path / "run", NUMPY).run())
        with pytest.raises(InputError, match="has done 10 steps already"):
            Training.resume(tmp_path / "run", NUMPY, steps=9)
        assert Training.resume(tmp_path / "run", NUMPY, steps=10).finished

    def test_the_command_says_so(self, proust: Proust, tmp_path: Path) -> None:
        run = tmp_path / "run"
        proust("train", "--run", run, "--engine", "numpy", "--steps", 10, *TINY_FLAGS)
        ran = proust("train", "--run", run, "--engine", "numpy", "--resume", "--steps", 30)
        assert ran.returncode == 0, ran.stderr
        assert "it had finished at step 10, and goes on for 20 steps: the learning rate climbs again" in ran.stdout

    def test_a_schedule_of_its_own(self) -> None:
        training = replace(Config.from_dict({"model": {"vocab_size": 3}}).training, steps=1100, continued_from=100)
        assert lr_scale(100, training) == 1 / 100  # warm-up: 100 of 1000 steps
        assert lr_scale(199, training) == 1
        assert lr_scale(650, training) == pytest.approx(1 / 2)


def test_a_run_keeps_its_engine(tmp_path: Path, tiny: Tiny) -> None:
    for engine in ("numpy", "torch"):
        start(tmp_path / engine, tiny, Hardware(engine, "cpu")).lock.release()
        assert Training.resume(tmp_path / engine).hardware.engine_name == engine
    other = Training.resume(tmp_path / "torch", NUMPY)
    assert other.hardware.engine_name == "numpy"


class TestOneWriter:
    def test_a_second_writer_is_refused(self, tmp_path: Path, tiny: Tiny) -> None:
        first = start(tmp_path / "run", tiny)
        with pytest.raises(InUseError, match="is being written by another process"):
            Training.resume(tmp_path / "run", NUMPY)
        list(first.run())
        assert Training.resume(tmp_path / "run", NUMPY).finished

    def test_across_processes_and_after_a_kill(self, tmp_path: Path, tiny: Tiny) -> None:
        run = tmp_path / "run"
        start(run, tiny).lock.release()
        holder = subprocess.Popen(
            [sys.executable, "-c", f"from proust_attention.checkpoint import lock; from pathlib import Path; "
             f"held = lock.take(Path({str(run / 'lock')!r})); print('held', flush=True); input()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        refused = run_proust("train", "--run", run, "--resume", "--engine", "numpy")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "is being written by another process" in refused.stderr
        assert refused.stderr.count("\n") == 1
        holder.kill()
        holder.communicate()
        assert run_proust("train", "--run", run, "--resume", "--engine", "numpy").returncode == 0


class TestWatched:
    def test_every_group_is_told_of(self, tmp_path: Path, tiny: Tiny) -> None:
        for hardware in (NUMPY, TORCH):
            training = start(tmp_path / hardware.engine, tiny, hardware)
            list(training.run())
            steps = [r for r in training.run_folder.read_log("metrics") if r["kind"] == "step"]
            names = {group_of(name) for name in parameters.shapes(training.config.model)}
            assert names == set(steps[0]["groups"]) == {
                "embedding", "blocks.0.attention", "blocks.0.feed_forward", "blocks.0.norms",
                "blocks.1.attention", "blocks.1.feed_forward", "blocks.1.norms", "final_norm", "output_projection",
            }  # fmt: skip
            whole = math.sqrt(sum(group["gradient"] ** 2 for group in steps[3]["groups"].values()))
            assert whole == pytest.approx(steps[3]["gradient_norm"], rel=1e-5)
            assert all(0 < group["update_ratio"] < 1 for group in steps[3]["groups"].values())
            assert all(r["characters_per_second"] > 0 and r["memory_mib"] > 10 for r in steps)

    def test_the_update_is_what_the_step_changed(self, tmp_path: Path, tiny: Tiny) -> None:
        training = start(tmp_path / "run", tiny)
        before = training.engine.weights()
        groups = training.engine.step(training.material.batches.at(0), 0, watch=True).groups
        after = training.engine.weights()
        assert groups is not None
        change = np.linalg.norm(after["output_projection"] - before["output_projection"])
        weight = np.linalg.norm(before["output_projection"])
        assert groups["output_projection"]["update_ratio"] == pytest.approx(change / weight, rel=1e-5)
        assert training.engine.step(training.material.batches.at(1), 1).groups is None

    def test_snapshots_stand_beside_the_samples(self, tmp_path: Path, tiny: Tiny) -> None:
        training = start(tmp_path / "run", tiny, steps=12, samples=3)
        list(training.run())
        kept = training.run_folder.snapshots()
        assert list(kept) == [0, 3, 6, 12] == [r["step"] for r in training.run_folder.read_log("samples")]
        first = arrays.read(kept[0])
        settings = training.config.training
        drawn = parameters.initial(training.config.model, settings.seed, scheme=settings.initialisation)
        assert all(np.array_equal(first[name], array) for name, array in drawn.items())
        last = arrays.read(kept[12])
        assert all(np.array_equal(last[name], array) for name, array in training.engine.weights().items())
        training.run_folder.forget_after(6)
        assert list(training.run_folder.snapshots()) == [0, 3, 6]

    def test_event_files(self, proust: Proust, tmp_path: Path) -> None:
        pytest.importorskip("tensorboardX")
        run = tmp_path / "run"
        ran = proust("train", "--run", run, "--engine", "numpy", "--steps", 10, "--tensorboard", *TINY_FLAGS)
        assert ran.returncode == 0, ran.stderr
        (events,) = (run / "tensorboard").iterdir()
        content = events.read_bytes()
        assert b"training/groups/blocks.0.attention/update_ratio" in content
        assert b"evaluation/held_out_loss" in content


class TestInheritance:
    def test_shared_symbols_keep_their_rows(self, tmp_path: Path, tiny: Tiny) -> None:
        list(start(tmp_path / "run", tiny).run())
        source = RunFolder.open(tmp_path / "run")
        old = source.weights()
        known = source.tokenizer.symbols
        tokenizer = CharacterTokenizer.of_text("abcœß")
        inherited = inherit(source, tokenizer, seed=7)
        assert (inherited.shared, inherited.new) == (["a", "b", "c"], ["ß", "œ"])
        assert set(inherited.left) == set(known) - set("abc")
        for symbol in "abc":
            new, there = tokenizer.symbols.index(symbol), known.index(symbol)
            embedding, output = "embedding.token_embedding", "output_projection"
            assert np.array_equal(inherited.values[embedding][new], old[embedding][there])
            assert np.array_equal(inherited.values[output][:, new], old[output][:, there])
        others = set(old) - {"embedding.token_embedding", "output_projection"}
        assert all(np.array_equal(inherited.values[name], old[name]) for name in others)
        parameters.check(inherited.model, inherited.values)

    def test_the_command(self, proust: Proust, trained: Path, tmp_path: Path) -> None:
        (tmp_path / "book.txt").write_text("Une fenêtre ouverte, et la mer. " * 60, encoding="utf-8")
        proust("corpus", "prepare", "book.txt", "--language", "fr", "--out", "corpus", cwd=tmp_path)
        begin = ("train", "--corpus", "corpus", "--run", "run", "--steps", 5, "--engine", "numpy")
        ran = proust(*begin, "--from", trained, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert "tokens keep what it knows of them; 1 are new to it: ê; " in ran.stdout
        config = json.loads((tmp_path / "run" / "config.json").read_text("utf-8"))
        assert config["model"]["d_model"] == 16  # the other machine's shape
        first = arrays.read(tmp_path / "run" / "snapshots" / "step-000000000.safetensors")
        proust("report", "run", cwd=tmp_path)
        page = (tmp_path / "run" / "report.html").read_text("utf-8")
        assert f"it began with the weights of {trained}" in page
        trunk = "blocks.0.attention.W_Q"
        assert np.array_equal(first[trunk], RunFolder.open(trained).weights()[trunk])
        refused = proust(*begin[:4], "other", "--from", trained, "--set", "model.n_layers=3", cwd=tmp_path)
        assert refused.returncode == 2
        assert "keeps its shape; leave out model.n_layers" in refused.stderr

    def test_a_run_that_never_got_better_says_so(self, proust: Proust, trained: Path, tmp_path: Path) -> None:
        begin = ("train", "--from", trained, "--steps", 3, "--engine", "numpy", *TINY_FLAGS[-6:])
        worse = ("--preset", "article", "--set", "training.learning_rate=1", "--set", "training.warmup_steps=0")
        ran = proust(*begin, *worse, "--run", "worse", cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        *_, where, why, how = ran.stdout.splitlines()
        first = RunFolder.open(tmp_path / "worse").read_log("metrics")[0]["held_out_loss"]
        assert where == "in worse"
        assert why.startswith(f"the held-out loss never fell below the {first:.3f} nats at the beginning: worse ")
        assert how == "worse@last writes with those of the last step"
        ran = proust(*begin, "--run", "better", cwd=tmp_path)
        assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "in better")

    def test_it_resumes_from_the_weights_it_began_with(self, tmp_path: Path, tiny: Tiny) -> None:
        list(start(tmp_path / "source", tiny).run())
        config, tokenizer, ids = tiny
        values = inherit(RunFolder.open(tmp_path / "source"), tokenizer, 0).values
        ends = []
        for name in ("straight", "killed"):
            training = Training.start(tmp_path / name, config, tokenizer, {}, ids, NUMPY, values=values)
            for event in training.run():
                if name == "killed" and isinstance(event, Stepped):
                    break  # before the first save
            if name == "killed":
                training = Training.resume(tmp_path / name, NUMPY)
                event = list(training.run())[-1]
            assert isinstance(event, Finished)
            ends.append(event.held_out_loss)
        assert ends[0] == ends[1]


def test_damaged_arrays_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    arrays.write(path, {"w": np.arange(50.0), "v": np.ones(3, np.float32)})
    good = path.read_bytes()
    assert np.array_equal(arrays.read(path)["w"], np.arange(50.0))
    for place in range(len(good) - 412, len(good), 7):  # every place in the numbers
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(InputError, match="its SHA-256 is not that of what was written"):
            arrays.read(path)
