"""One and the same command: it begins a run, goes on with it, and ends it; other values are refused."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.checkpoint import RunFolder, arrays
from tests.conftest import TINY_FLAGS, Proust
from tests.waiting import until

FLAGS = ["--engine", "numpy", *TINY_FLAGS]
JOB = (
    'until sh -c \'echo $$ > pid; exec "$@"\' job "$@"; do [ $? -ne 2 ] || exit 2; done'  # a wrong line is no job
)


def test_a_job_script_that_repeats_one_line(tmp_path: Path, proust: Proust) -> None:
    """Killed in between by every signal, it ends as the same line does that was never killed, equal to the bit."""
    line = ["train", "--corpus", "corpus", "--steps", 1500, "--preset", "modern", "--seed", 3, "--resume", *FLAGS]
    line += ["--set", "training.minutes_between_saves=0.0005"]
    (tmp_path / "book.txt").write_text("El molino daba vueltas, y nadie supo por qué.\n" * 90, "utf-8")
    proust("corpus", "prepare", "book.txt", "--language", "es", "--out", "corpus", cwd=tmp_path)
    straight = proust(*line, "--run", "straight", cwd=tmp_path)
    assert straight.returncode == 0, straight.stderr
    assert straight.stdout.startswith("there is no run straight yet: it begins\n")
    command = [sys.executable, "-m", "proust_attention", *map(str, line), "--run", "run"]
    job = subprocess.Popen(["sh", "-c", JOB, "job", *command], cwd=tmp_path, stderr=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL)  # fmt: skip
    run, killed = tmp_path / "run", 0
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL):
        before = _size(run / "metrics.jsonl")
        until(lambda before=before: job.poll() is not None or _size(run / "metrics.jsonl") > before)  # type: ignore[misc]
        if job.poll() is None:
            victim = int((tmp_path / "pid").read_text())
            os.kill(victim, number)
            killed += 1
            until(lambda victim=victim: not _alive(victim))  # type: ignore[misc]
    assert job.wait(120) == 0
    assert killed >= 2
    for part in ("model.safetensors", "state/state.safetensors"):
        one, other = (arrays.read(tmp_path / name / part) for name in ("straight", "run"))
        assert {name: array.tobytes() for name, array in one.items()} == {
            name: array.tobytes() for name, array in other.items()
        }
    again = proust(*line, "--run", "run", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    assert "is finished: all 1,500 steps are done" in again.stdout


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A copy of a finished run."""
    return Path(shutil.copytree(trained, tmp_path / "run"))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--seed", 3], "training.seed is 0 there, not 3"),
        (["--preset", "article"], "model.dropout is 0.0 there, not 0.1"),
        (
            ["--set", "model.n_layers=5", "--batch-size", 7],
            "model.n_layers is 2 there, not 5; training.batch_size is ",
        ),
        (["--set", "training.learning_rate=1"], "training.learning_rate is 0.003 there, not 1.0"),
        (["--minutes", 2], "--minutes is None there, not 2"),
        (["--from", "novelas-es"], "--from is None there, not novelas-es"),
        (["--corpus", "corpus"], "the SHA-256 of the text is "),
        (["--set", "training.sede=1"], "did you mean training.seed?"),
    ],
)
def test_what_differs_is_refused(
    run: Path, proust: Proust, tmp_path: Path, given: list[object], says: str
) -> None:
    text = "Nadie abrió la puerta aquella noche, y llovía.\n" * 40
    corpus.save(corpus.of_texts([corpus.Source.of_text("book.txt", text)], "es"), tmp_path / "corpus")
    before = {path: path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}
    ran = proust("train", "--run", "run", "--resume", *given, cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert says in ran.stderr
    assert {path: path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()} == before


def test_what_the_run_says_may_be_said_again(run: Path, proust: Proust, tmp_path: Path) -> None:
    settings = json.loads((run / "config.json").read_text("utf-8"))["training"]
    (tmp_path / "mine.toml").write_text(f"[training]\nseed = {settings['seed']}\n[model]\nd_ff = 24\n", "utf-8")
    same = ["--preset", "modern", "--steps", 30, "--config", "mine.toml", *TINY_FLAGS]
    ran = proust("train", "--run", "run", "--resume", *same, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "is finished" in ran.stdout
    ran = proust("train", "--run", "run", "--resume", *same[:2], "--steps", 40, *TINY_FLAGS, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert RunFolder.open(run).config.training.continued_from == 30


def test_minutes_and_the_machine_that_it_came_from(proust: Proust, trained: Path, tmp_path: Path) -> None:
    line = ["train", "--run", "run", "--from", trained, "--minutes", 0.02, "--resume", "--preset", "modern"]
    line += ["--engine", "numpy", "--set", "training.sample_length=20"]
    began = proust(*line, cwd=tmp_path)
    assert began.returncode == 0, began.stderr
    again = proust(*line, cwd=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    assert "is finished" in again.stdout
    other = proust(*line, "--minutes", 0.03, cwd=tmp_path)
    assert (other.returncode, "--minutes is 0.02 there, not 0.03" in other.stderr) == (2, True)


def test_a_whole_run_is_meant(run: Path, proust: Proust, tmp_path: Path) -> None:
    ran = proust("train", "--run", "run@last", "--resume", cwd=tmp_path)
    assert (ran.returncode, "leave out @last" in ran.stderr) == (2, True)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("x", "utf-8")
    ran = proust("train", "--run", "notes", "--resume", cwd=tmp_path)
    assert (ran.returncode, "is not a whole run" in ran.stderr) == (2, True)
