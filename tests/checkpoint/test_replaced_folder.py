"""A folder that is moved, removed or replaced while a process writes it: it writes nothing more there."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.errors import SaveError
from tests.conftest import TINY_FLAGS, Proust
from tests.training.runs import Tiny, start
from tests.waiting import until


def move(run: Path) -> None:
    run.rename(run.with_name("moved"))


@pytest.mark.parametrize("take_away", [move, shutil.rmtree])
def test_the_second_writer_is_left_alone(
    tmp_path: Path, proust: Proust, take_away: Callable[[Path], object]
) -> None:
    run = tmp_path / "run"
    flags = ["--engine", "numpy", *TINY_FLAGS]
    command = [sys.executable, "-m", "proust_attention", "train", "--run", str(run), "--steps", "1000000", *flags]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
    until(lambda: (run / "samples.jsonl").exists() and (run / "samples.jsonl").read_bytes() != b"")
    first.send_signal(signal.SIGSTOP)  # it cannot notice before the second one has written everything
    take_away(run)
    second = proust("train", "--run", run, "--steps", 12, *flags)
    assert second.returncode == 0, second.stderr
    before = {path: path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}
    first.send_signal(signal.SIGCONT)
    first.send_signal(signal.SIGTERM)
    _, error = first.communicate(timeout=60)
    stopping, line = error.splitlines()
    assert (first.returncode, stopping) == (1, "stopping after this step")
    assert line.startswith(f"proust: {run} is no longer the folder that this process writes: it was moved")
    assert {path: path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()} == before


def test_no_kind_of_file_is_written(tmp_path: Path, tiny: Tiny) -> None:
    run = tmp_path / "run"
    held = start(run, tiny).run_folder
    shutil.copytree(run, tmp_path / "other")
    shutil.rmtree(run)
    (tmp_path / "other").rename(run)
    values = RunFolder.open(run).weights()
    before = {path: path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}
    writes: list[Callable[[], object]] = [
        lambda: held.with_config(held.config),
        lambda: held.save_weights(values, 1.0),
        lambda: held.save_state({}, {}),
        lambda: held.save_evidence(values),
        lambda: held.save_snapshot(3, values),
        lambda: held.log("metrics", {"step": 3}),
        lambda: held.forget_after(0),
    ]
    for write in writes:
        with pytest.raises(SaveError, match="is no longer the folder that this process writes"):
            write()
    assert {path: path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()} == before
