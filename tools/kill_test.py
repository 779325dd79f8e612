"""Kill training runs at random moments, damage their files, fill their disk: each must end as if nothing had been.

A victim is a short run whose process is sent a signal again and again, KILL, TERM, HUP and INT in turn: from its
first moment on, while it learns, and in the middle of a save (as soon as the temporary file of one is seen). One
and the same command begins the run and goes on with it. Where it says that it stopped after a step, its state
must be that of this step; what a run has lost since its last state, it must say when it goes on; and its best
weights must never become worse. When it has come to its end, it goes on beyond that, and is killed again. Before
that, and after some kills, its state file is cut short or has one bit turned over: then the run must say so and
refuse, and goes on once the good file is back. Now and then the disk is full (a small tmpfs; where none may be
mounted, a limit on the size of files): the run must stop with one line, its last state whole. At both ends the
weights and the whole state of every victim must equal, to the bit, those of a run that was never stopped. There
are victims of each engine with each optimizer.

    python tools/kill_test.py [--kills 100] [--engines numpy torch] [--optimizers adamw muon] [--seed 0]
"""

import argparse
import math
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from pathlib import Path

from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.errors import InputError

TINY = {"d_model": 16, "d_ff": 24, "context_length": 32, "dropout": 0.1}
TRAINING = {"evaluations": 4, "samples": 3, "sample_length": 20, "minutes_between_saves": 0.0005, "batch_size": 4}
STEPS = 400
ENDS = (STEPS, 2 * STEPS)  # at the second, a run was continued beyond its end
FILE_LIMIT = 30_000  # bytes; a state has more
PATIENCE = 120  # seconds
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it is ignored, and children inherit that
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class KillTest:
    """The victims of one engine with one optimizer, in one folder."""

    def __init__(self, folder: Path, engine: str, optimizer: str, seed: int) -> None:
        self.folder = folder
        self.engine = engine
        self.optimizer = optimizer
        self.draw = random.Random(f"{engine} {optimizer} {seed}")
        self.told: Counter[str] = Counter()
        self.end = STEPS  # to which the runs go at present
        self.straight = {end: folder / f"{engine}-{optimizer}-straight-{end}" for end in ENDS}
        self.run_to_its_end(self.straight[STEPS])
        self.end = ENDS[-1]
        shutil.copytree(self.straight[STEPS], self.straight[self.end])
        self.run_to_its_end(self.straight[self.end])

    def command(self, run: Path) -> list[str]:
        """Return the command that begins a run, goes on with it, or continues it beyond its end."""
        begin = [sys.executable, "-m", "proust_attention", "train", "--run", str(run), "--engine", self.engine]
        settings = {f"model.{k}": v for k, v in TINY.items()} | {f"training.{k}": v for k, v in TRAINING.items()}
        settings["training.optimizer"] = self.optimizer
        flags = [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
        return [*begin, "--resume", "--device", "cpu", "--steps", str(self.end), *flags]

    def start(self, run: Path, **how: object) -> "subprocess.Popen[str]":
        """Start a process that trains."""
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            self.command(run), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **how
        )

    def run_to_its_end(self, run: Path) -> None:
        """Train without being disturbed."""
        process = self.start(run)
        _, error = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, f"{run.name} did not end well: {error}"

    def victim(self, name: str, kills: int) -> int:
        """Kill one run at most so many times on the way to its two ends; return how many kills it took."""
        run = self.folder / f"{self.engine}-{self.optimizer}-{name}"
        before = kills // 2
        killed = self.kill_on_the_way(run, STEPS, before)
        killed += self.kill_on_the_way(run, ENDS[-1], kills - before)
        shutil.rmtree(run)
        self.told["victims"] += 1
        return killed

    def kill_on_the_way(self, run: Path, end: int, kills: int) -> int:
        """Kill a run at most so many times, then let it come to an end; return how many kills it took."""
        self.end = end
        if end > STEPS:
            self.damage(run)
        killed = 0
        while killed < kills and not self.is_finished(run):
            killed += self.kill_once(run)
            if killed and self.draw.random() < 0.2:
                self.damage(run)
        if self.draw.random() < 0.5 and not self.is_finished(run):
            self.fill_the_disk(run)
        if not self.is_finished(run):
            self.run_to_its_end(run)
        self.compare(run)
        self.told["killed in a continued run"] += killed if end > STEPS else 0
        return killed

    def kill_once(self, run: Path) -> bool:
        """Start the run and kill it at some moment; return whether it was still there to be killed."""
        before = _modified(run / "metrics.jsonl")
        best = _loss_of_weights(run)
        lost = _lost(run)
        process = self.start(run)
        number = SIGNALS[self.told["kills"] % len(SIGNALS)]
        aim = self.draw.choice(["starting", "learning", "saving", "saving"])
        if aim == "starting":
            time.sleep(self.draw.uniform(0, 1.5))
        else:
            _wait(process, lambda: _modified(run / "metrics.jsonl") > before)
            time.sleep(self.draw.uniform(0, 0.4))
        if aim == "saving":
            _wait(process, lambda: any((run / "state").glob(".state.safetensors.*")))
        with suppress(ProcessLookupError):
            process.send_signal(number)
        out, error = process.communicate(timeout=PATIENCE)
        stopped = re.search(r"stopped after step (\d+) of", out)
        alive = process.returncode in (-number, 128 + number)  # or it ended in the very moment
        assert alive or process.returncode == 0, f"{run.name} ended by itself: {process.returncode} {error}"
        assert bool(stopped) == (process.returncode == 128 + number and "stopping" in error), out + error
        assert (
            not (lost and re.search(r"^step +\d+ ", out, re.MULTILINE)) or "is lost and computed again" in out
        ), out
        if alive:
            self.told["kills"] += 1
            self.told[f"killed while {aim}"] += 1
            self.told[f"killed by {number.name}"] += 1
            self.told["stopped in good order"] += bool(stopped)
            self.check_state(run)
        if stopped:
            state = arrays.read(run / "state" / "state.safetensors")
            assert int(state["counters.step"]) == int(stopped[1]), f"{run.name}: the state is not that of the stop"
        assert _loss_of_weights(run) <= best, f"{run.name}: better weights were replaced by worse ones"
        return alive

    def check_state(self, run: Path) -> None:
        """Whatever the moment, the state on the disk is whole: the one before, or the new one."""
        state = run / "state" / "state.safetensors"
        if state.exists():
            arrays.read(state)  # it is held against its checksum

    def damage(self, run: Path) -> None:
        """Cut the state short, or turn over one bit: the run must refuse it, saying why."""
        state = run / "state" / "state.safetensors"
        if not state.exists():
            return
        good = state.read_bytes()
        if self.draw.random() < 0.5:
            state.write_bytes(good[: self.draw.randrange(len(good))])
            self.told["state cut short"] += 1
        else:
            place = self.draw.randrange(len(good))
            state.write_bytes(
                good[:place] + bytes([good[place] ^ 1 << self.draw.randrange(8)]) + good[place + 1 :]
            )
            self.told["bit turned over"] += 1
        try:
            arrays.read(state)
        except InputError:
            process = self.start(run)
            _, error = process.communicate(timeout=PATIENCE)
            assert process.returncode == 2, f"a damaged state was not refused: {error}"
            assert "state.safetensors" in error, error
            assert error.count("\n") == 1, error
        else:  # a bit that means nothing, such as a space in the header
            self.told["bit that means nothing"] += 1
        state.write_bytes(good)

    def fill_the_disk(self, run: Path) -> None:
        """Let the disk be full: the run must stop with one line, and lose no state."""
        state = run / "state" / "state.safetensors"
        if not state.exists():
            return
        before = arrays.read(state)["counters.step"]
        small = self.folder / "small"
        mounted = _mount(small)
        if mounted:
            there = Path(shutil.copytree(run, small / run.name))
            ballast = small / "ballast"
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
            process = self.start(there)
        else:
            there = run
            process = self.start(run, preexec_fn=_limit_files)
        _, error = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1, f"a full disk ended with {process.returncode}: {error}"
        assert error.startswith("proust: cannot write"), error
        step = arrays.read(there / "state" / "state.safetensors")["counters.step"]
        assert step >= before, (
            "a good state was lost"
        )  # what a killed process left was removed: there was some room
        self.told["full disk" if mounted else "limit on files"] += 1
        if mounted:
            ballast.unlink()
            shutil.rmtree(run)
            shutil.copytree(there, run)
            _unmount(small)

    def is_finished(self, run: Path) -> bool:
        """Whether the run has the final figure of its present end."""
        log = RunFolder.open(run).read_log("metrics") if run.exists() else []
        return any(r.get("kind") == "final" and r["step"] == self.end for r in log)

    def compare(self, run: Path) -> None:
        """Hold a victim against the run that was never stopped."""
        straight = self.straight[self.end]
        assert (straight / "config.json").read_bytes() == (run / "config.json").read_bytes()
        for part in ("model.safetensors", "state/state.safetensors"):
            one, other = arrays.read(straight / part), arrays.read(run / part)
            assert set(one) == set(other)
            for name, array in one.items():
                assert array.tobytes() == other[name].tobytes(), f"{run.name}: {name} of {part} is another"
        assert not list(run.rglob(".*")), f"{run.name}: half a file is left"
        for log in ("metrics", "samples"):
            steps = [[r["step"] for r in RunFolder.open(path).read_log(log)] for path in (straight, run)]
            assert steps[0] == steps[1], f"{run.name}: the log of {log} has other steps"
        self.told["ends equal to the bit"] += 1


def _loss_of_weights(run: Path) -> float:
    found = RunFolder.open(run).loss_of_weights() if run.exists() else None
    return math.inf if found is None else found


def _lost(run: Path) -> bool:
    """Whether the log of a run is ahead of its state."""
    log = RunFolder.open(run).read_log("metrics") if run.exists() else []
    state = run / "state" / "state.safetensors"
    step = int(arrays.read(state)["counters.step"]) if state.exists() else 0
    return max((record["step"] for record in log), default=0) > step


def _modified(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _wait(process: "subprocess.Popen[str]", condition: Callable[[], bool]) -> None:
    """Wait for a moment in the life of a process, or for its end."""
    while process.poll() is None and not condition():
        time.sleep(0.0002)


def _mount(folder: Path) -> bool:
    """Mount a disk of two megabytes, where that is permitted."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    with suppress(OSError):
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


def _unmount(folder: Path) -> None:
    if os.path.ismount(folder):
        subprocess.run(["umount", str(folder)], check=True)


def _limit_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))


def kill_test(kills: int, engines: list[str], optimizers: list[str], seed: int = 0) -> Counter[str]:
    """Kill so many times, in all kinds of runs together; return what was done. Raises AssertionError."""
    told: Counter[str] = Counter()
    kinds = list(product(engines, optimizers))
    with tempfile.TemporaryDirectory() as folder:
        for number, (engine, optimizer) in enumerate(kinds):
            test = KillTest(Path(folder), engine, optimizer, seed)
            left = kills // len(kinds) + (number < kills % len(kinds))
            try:
                while left > 0:
                    left -= test.victim(f"victim-{test.told['victims']}", min(left, test.draw.randint(2, 6)))
            finally:
                _unmount(Path(folder) / "small")
            told += test.told
    return told


def main() -> None:
    """Kill, and print what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--engines", nargs="+", default=["numpy", "torch"])
    parser.add_argument("--optimizers", nargs="+", default=["adamw", "muon"])
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    told = kill_test(arguments.kills, arguments.engines, arguments.optimizers, arguments.seed)
    for what, count in sorted(told.items()):
        print(f"{count:>5}  {what}")


if __name__ == "__main__":
    main()
