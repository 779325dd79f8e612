"""A run under signals: real processes, real signals, a real terminal that is closed."""

import fcntl
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from proust_attention.checkpoint import RunFolder, arrays
from tests.conftest import TINY_FLAGS
from tests.waiting import until

FLAGS = ["--engine", "numpy", *TINY_FLAGS]


def begin(
    run: Path, steps: int = 1_000_000, before: Callable[[], object] | None = None
) -> "subprocess.Popen[str]":
    """Begin a run in a process, and wait until it makes steps."""
    process = subprocess.Popen(
        [sys.executable, "-m", "proust_attention", "train", "--run", str(run), "--steps", str(steps), *FLAGS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=before,
    )  # fmt: skip
    until(lambda: (run / "samples.jsonl").exists())
    return process


def state_step(run: Path) -> int:
    """The step of the state on the disk."""
    return int(arrays.read(run / "state" / "state.safetensors")["counters.step"])


def ignore_hup() -> None:
    """What nohup does."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@pytest.mark.parametrize(
    ("signals", "status"),
    [
        ([signal.SIGTERM], 143),
        ([signal.SIGHUP, signal.SIGHUP], 129),
        ([signal.SIGTERM, signal.SIGTERM, signal.SIGTERM], 143),
    ],
)
def test_it_saves_and_says_how_to_go_on(tmp_path: Path, signals: list[signal.Signals], status: int) -> None:
    run = tmp_path / "run"
    process = begin(run)
    for number in signals:
        process.send_signal(number)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (status, "stopping after this step\n")
    assert f"stopped after step {state_step(run)} of 1000000; the state is saved" in out
    assert f"proust train --run {run} --resume" in out


def test_hup_that_was_ignored_stays_ignored(tmp_path: Path) -> None:
    run = tmp_path / "run"
    process = begin(run, before=ignore_hup)
    process.send_signal(signal.SIGHUP)
    until(lambda: (run / "state" / "state.safetensors").exists(), lambda: process.poll())
    assert process.poll() is None
    process.terminate()
    assert "stopped after step" in process.communicate(timeout=60)[0]
    assert process.returncode == 143


def in_a_terminal(run: Path, steps: int, *before: str) -> "tuple[subprocess.Popen[bytes], int]":
    """Begin a run in a terminal of its own; return the process, and the other side of the terminal."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *before, "-m", "proust_attention", "train", "--run", run, "--steps", str(steps), *FLAGS],
        stdin=its, stdout=its, stderr=its, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(its)
    until(lambda: (run / "samples.jsonl").exists())
    return process, ours


def test_a_terminal_that_is_closed(tmp_path: Path) -> None:
    run = tmp_path / "run"
    process, ours = in_a_terminal(run, 1_000_000)
    os.close(ours)
    assert process.wait(60) == 129
    assert state_step(run) > 0


def test_a_run_may_outlive_its_terminal(tmp_path: Path) -> None:
    run = tmp_path / "run"
    nohup = tmp_path / "nohup.py"
    nohup.write_text(
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    process, ours = in_a_terminal(run, 400, str(nohup))
    os.close(ours)
    assert process.wait(60) == 0
    assert RunFolder.open(run).read_log("metrics")[-1]["kind"] == "final"


def test_a_state_comes_soon_and_a_kill_goes_back_to_it(tmp_path: Path) -> None:
    """The pause between saves may be two minutes; a small machine does not wait for that."""
    run = tmp_path / "run"
    process = begin(run, steps=100_000)  # of which 500 come between two lines of the log
    until(lambda: (run / "state" / "state.safetensors").exists())
    process.kill()
    process.communicate()
    saved = state_step(run)
    assert saved > 0
    resumed = subprocess.Popen(
        [sys.executable, "-m", "proust_attention", "train", "--run", str(run), "--resume"],
        stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    until(lambda: _last_step(run) > saved)
    resumed.send_signal(signal.SIGTERM)
    out, _ = resumed.communicate(timeout=60)
    assert int(out.split("stopped after step ")[1].split()[0]) > saved


def _last_step(run: Path) -> int:
    lines = (run / "metrics.jsonl").read_text("utf-8").splitlines()
    return max((json.loads(line)["step"] for line in lines if line.endswith("}")), default=0)
