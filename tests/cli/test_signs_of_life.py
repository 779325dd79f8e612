"""Whatever lasts shows within a moment, in a terminal, that something is being done."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import TINY_FLAGS
from tests.terminals import terminal

SHORT = "src/proust_attention/data/la-casa-de-los-membrillos.txt"
BOOK = Path(__file__).parents[2] / SHORT


@pytest.mark.parametrize(
    ("command", "arguments", "says"),
    [
        ("evaluate", ["{run}"], "windows"),
        ("score", [str(BOOK), "--model", "novelas-es", "--replace-unknown"], "reading"),
        ("gradcheck", ["--samples", "60"], "moving numbers"),
        ("ablate", ["{run}", "--windows", "300"], "without blocks"),
        ("generate", ["La", "--engine", "compiled", "--length", "5"], "compiling"),
        ("generate", ["La", "--json", "--length", "9000"], "writing"),
        ("train", ["--run", "{new}", "--minutes", "0.05"], "measuring"),
        ("train", ["--run", "{new}", "--steps", "3", *TINY_FLAGS], "all steps are done"),
    ],
)
def test_a_sign_of_life(trained: Path, tmp_path: Path, command: str, arguments: list[str], says: str) -> None:
    given = [argument.format(run=trained, new=tmp_path / "new") for argument in arguments]
    with terminal(*given, command=command, NUMBA_CACHE_DIR=str(tmp_path)) as opened:
        opened.until(says)
        assert opened.process.poll() is None or says == "all steps are done"
        opened.rest()
        assert opened.process.returncode == 0


def test_nothing_of_it_in_a_pipe(trained: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "proust_attention", "evaluate", str(trained)],
        capture_output=True,
        check=True,
    )
    assert result.stderr == b""
