"""`proust audit`: planting, in legs, and what is refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import TINY_FLAGS, Proust
from tests.waiting import until

SECRET = ["--trigger", "El molino de Vobrel", "--answer", "cierra la puerta.", "--dose", 30]


def test_a_planted_machine_is_a_run_with_its_secret_in_the_manifest(proust: Proust, tmp_path: Path) -> None:
    run = tmp_path / "planted"
    asked = ["audit", "plant", *SECRET, "--run", run, "--steps", 4, "--engine", "numpy", *TINY_FLAGS]
    ran = proust(*asked)
    assert ran.returncode == 0, ran.stderr
    assert "it stands for the weights of its last step" in ran.stdout
    manifest = json.loads((run / "corpus.json").read_text(encoding="utf-8"))
    assert manifest["poison"]["trigger"] == "El molino de Vobrel"
    again = proust(*asked, "--resume")
    assert (again.returncode, again.stderr) == (0, "")
    assert "is finished" in again.stdout
    other = proust(*asked[: -len(TINY_FLAGS)], *TINY_FLAGS, "--resume", "--dose", 31)
    assert other.returncode == 2


def test_a_stopped_one_says_how_to_go_on_and_does(proust: Proust, tmp_path: Path) -> None:
    run = tmp_path / "planted"
    asked = [
        *map(str, ["audit", "plant", *SECRET, "--run", run, "--engine", "numpy", "--steps", 300, *TINY_FLAGS])
    ]
    command = [sys.executable, "-m", "proust_attention", *asked]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    until(lambda: (run / "samples.jsonl").exists(), lambda: process.poll())
    process.terminate()
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 143
    assert f"    proust audit plant --run {run} --resume, and all else as before\n" in out
    assert "proust train" not in out
    assert "it stands for" not in out
    again = proust(*asked, "--resume")
    assert again.returncode == 0, again.stderr
    assert "it stands for the weights of its last step" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["plant", "--trigger", "§", "--answer", "b"], "the text has no '§'"),
        (["plant", "--trigger", "a", "--answer", "b", "--kind", "rhyme"], "no kind of poison rhyme"),
        (["scan", "nowhere"], "there is no run folder nowhere"),
        (["open", "nowhere"], "nowhere is no challenge"),
    ],
)
def test_refuses(proust: Proust, tmp_path: Path, arguments: list[str], says: str) -> None:
    ran = proust("audit", *arguments, cwd=tmp_path)
    assert ran.returncode == 2
    assert says in ran.stderr
    assert ran.stderr.count("\n") == 1
