"""The command in a fork does what it does when it is begun as a user begins it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import warm

if warm.waiting() is None:
    pytest.skip("processes do not fork here", allow_module_level=True)


@pytest.mark.parametrize(
    "words", [["--version"], ["write"], ["machines"], ["score", "-", "--model", "novelas-es"]]
)
def test_the_same_status_and_the_same_words(words: list[str], tmp_path: Path) -> None:
    text = "La casa.\nUna tarde."
    there = subprocess.run(
        [sys.executable, "-m", "proust_attention", *words], input=text, capture_output=True, encoding="utf-8",
        cwd=tmp_path, check=False,
    )  # fmt: skip
    here = warm.run(words, tmp_path, text, 60)
    assert here is not None
    assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)


def test_it_is_where_it_is_asked_and_has_its_time(tmp_path: Path) -> None:
    made = warm.run(["corpus", "prepare", "a.txt", "--language", "es", "--out", "made"], tmp_path, "", 60)
    assert made is not None
    assert "cannot read a.txt" in made.stderr
    with pytest.raises(subprocess.TimeoutExpired):
        warm.run(["generate", "La", "--model", "novelas-es", "--length", "1000000"], tmp_path, "", 1)
    after = warm.run(["--version"], tmp_path, "", 60)
    assert after is not None
    assert after.returncode == 0


def test_what_python_reads_as_it_begins_begins_it_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONUTF8", "1")
    assert warm.run(["--version"], tmp_path, "", 60) is None
