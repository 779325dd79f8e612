"""Several processes for one run: the same numbers, one that writes, none that is left behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.devices import n_processes
from proust_attention.errors import InputError
from tests.conftest import TINY_FLAGS
from tests.training.sharing import CASES, losses_and_weights
from tests.waiting import until

ROOT = Path(__file__).parents[2]
LINE = ["proust_attention", "train", "--engine", "torch", "--batch-size", "4", *TINY_FLAGS]


def start(*lines: list[str], cwd: Path = ROOT, path: Sequence[str] = ()) -> "list[subprocess.Popen[str]]":
    """Start a process for each line, as torchrun would."""
    port = str(free_port())
    return [
        subprocess.Popen(
            [sys.executable, "-m", *line], cwd=cwd,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "RANK": str(rank), "WORLD_SIZE": str(len(lines)), "MASTER_ADDR": "127.0.0.1",
                 "MASTER_PORT": port, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([*path, *sys.path])},
        )
        for rank, line in enumerate(lines)
    ]  # fmt: skip


def free_port() -> int:
    """A port of this computer that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ends(processes: "list[subprocess.Popen[str]]") -> list[tuple[int, str, str]]:
    """Wait for all; return the status of each, and what it printed."""
    printed = [process.communicate(timeout=120) for process in processes]
    return [(process.returncode, out, error) for process, (out, error) in zip(processes, printed, strict=True)]


@pytest.fixture(scope="module")
def alone() -> list[np.ndarray]:
    """What one process computes in one piece."""
    return [losses_and_weights(optimizer, dropout, 1) for optimizer, dropout, _ in CASES]


@pytest.mark.parametrize("size", [2, 4])
def test_the_same_numbers_by_any_number_of_processes(tmp_path: Path, alone: list[np.ndarray], size: int) -> None:
    done = ends(start(*[["tests.training.sharing", str(tmp_path / "out.npz")]] * size))
    assert [status for status, _, _ in done] == [0] * size, done
    with np.load(tmp_path / "out.npz") as found:
        for number, expected in enumerate(alone):
            np.testing.assert_allclose(found[f"arr_{number}"], expected, atol=1e-9)


@pytest.mark.parametrize("engine", ["numpy", "torch"])
@pytest.mark.parametrize(("optimizer", "dropout"), [("adamw", 0.2), ("muon", 0.0)])
def test_a_batch_in_parts(engine: str, optimizer: str, dropout: float) -> None:
    whole, *parts = (losses_and_weights(optimizer, dropout, n, engine) for n in (1, 2, 3, 4))
    for part in parts:
        np.testing.assert_allclose(part, whole, atol=1e-9)


def test_one_writes_and_the_run_belongs_to_no_number_of_processes(tmp_path: Path) -> None:
    begin = [*LINE, "--steps", "20", "--run"]
    first, second = ends(start([*begin, "two"], [*begin, "two"], cwd=tmp_path))
    assert (first[0], second) == (0, (0, "", "")), (first, second)
    ((status, _, _),) = ends(start([*begin, "one"], cwd=tmp_path))
    assert status == 0
    onward = [*LINE[:2], "--run", "two", "--resume", "--steps", "40", "--engine", "torch"]
    ((status, _, error),) = ends(start(onward, cwd=tmp_path))
    assert status == 0, error
    one = arrays.read(tmp_path / "one" / "snapshots" / "step-000000020.safetensors")
    two = arrays.read(tmp_path / "two" / "snapshots" / "step-000000020.safetensors")
    for name in one:
        np.testing.assert_allclose(one[name], two[name], atol=1e-5)
    log = RunFolder.open(tmp_path / "two").read_log("metrics")
    assert [record["step"] for record in log if record["kind"] == "step"] == list(range(1, 41))


@pytest.mark.parametrize(
    ("leader", "helper", "says"),
    [
        ([], ["--seed", "3"], "were not all started with the same line"),
        (["--batch-size", "1"], ["--batch-size", "1"], "a step has 1 windows, too few for 2 processes"),
        (["--accumulate", "0"], ["--accumulate", "0"], "--accumulate is 0, but it must be at least 1"),
    ],
)
def test_one_line_and_no_process_left(tmp_path: Path, leader: list[str], helper: list[str], says: str) -> None:
    done = ends(start(*([*LINE, "--run", "a", *more] for more in (leader, helper)), cwd=tmp_path))
    assert [status for status, _, _ in done] == [2, 2], done
    assert says in done[0][2]
    assert done[0][2].count("\n") == 1
    assert done[1][1:] == ("", "")
    assert not (tmp_path / "a").exists()


def test_where_one_is_killed_the_other_ends(tmp_path: Path) -> None:
    processes = start(*[[*LINE, "--run", "a", "--steps", "1000000"]] * 2, cwd=tmp_path)
    until(lambda: (tmp_path / "a" / "samples.jsonl").exists())
    processes[1].kill()
    (status, _, error), _ = ends(processes)
    assert status == 1
    assert error.startswith("proust: the 2 processes of this run can no longer add up their gradients")
    assert error.count("\n") == 1


def test_a_process_that_fails_says_why(tmp_path: Path) -> None:
    """It may be another than the leader for which the memory does not suffice."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import os\n"
        "if os.environ.get('RANK') == '1':\n"
        "    import proust_attention.training.torch_engine as engine\n"
        "    def step(*_): raise RuntimeError('CUDA out of memory. Tried to allocate 2.00 GiB.')\n"
        "    engine.TorchEngine.step = step\n"
    )
    leader, helper = ends(start(*[[*LINE, "--run", "a", "--steps", "9"]] * 2, cwd=tmp_path, path=[str(broken)]))
    assert leader[0] == helper[0] == 1
    assert helper[2] == "proust: there is not enough memory for this; try smaller settings\n"


def test_several_processes_are_the_command_s(tmp_path: Path) -> None:
    code = "import proust_attention as p; p.train(run='a', steps=1, engine='torch')"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "WORLD_SIZE": "2", "RANK": "0"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "InputError: several processes are for the command: torchrun" in result.stderr


def test_numpy_computes_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("RANK", "0")
    with pytest.raises(InputError, match="the engine numpy computes in one process"):
        losses_and_weights("adamw", 0.0, 1, "numpy")


@pytest.mark.parametrize("size", ["x", "", "2"])
def test_an_environment_of_no_torchrun(monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    monkeypatch.delenv("RANK", raising=False)
    monkeypatch.setenv("WORLD_SIZE", size)
    with pytest.raises(InputError, match=f"WORLD_SIZE is '{size}' and RANK is ''"):
        n_processes()


def test_stopped_they_all_end_and_it_is_saved(tmp_path: Path) -> None:
    processes = start(*[[*LINE, "--run", "a", "--steps", "1000000"]] * 2, cwd=tmp_path)
    until(lambda: (tmp_path / "a" / "samples.jsonl").exists())
    for process in processes:
        process.send_signal(signal.SIGTERM)
    leader, helper = ends(processes)
    assert leader[0] == 128 + signal.SIGTERM
    assert "the state is saved" in leader[1]
    assert helper == (0, "", "")


def test_killed_under_torchrun_it_ends_as_if_it_never_was(tmp_path: Path) -> None:
    flags = ["--steps", "300", "--resume", "--set", "training.minutes_between_saves=0.0005"]
    assert [end[0] for end in ends(start(*[[*LINE, *flags, "--run", "straight"]] * 2, cwd=tmp_path))] == [0, 0]
    run, killed = tmp_path / "run", 0
    job = psutil.Popen(
        [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "--max-restarts", "9",
         "--master-port", str(free_port()), "-m", "--", *LINE, *flags, "--run", str(run)],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while killed < 3:
        before = _size(run / "metrics.jsonl")
        until(lambda before=before: job.poll() is not None or _size(run / "metrics.jsonl") > before + 999)  # type: ignore[misc]
        assert job.poll() is None
        for process in job.children():
            with suppress(psutil.Error):  # it has ended just now
                if process.environ().get("RANK") == str(killed % 2):
                    process.kill()
                    killed += 1
                    break
    assert job.wait(120) == 0
    for part in ("model.safetensors", "state/state.safetensors"):
        one, other = (arrays.read(folder / part) for folder in (tmp_path / "straight", run))
        assert {name: array.tobytes() for name, array in one.items()} == {
            name: array.tobytes() for name, array in other.items()
        }


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
