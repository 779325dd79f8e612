"""What a run says of its own text and symbols is believed to the letter: other ones are told, not trained on."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import Proust


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A copy of a finished run."""
    return Path(shutil.copytree(trained, tmp_path / "run"))


def flip(ids: np.ndarray) -> None:
    ids[128:3128] ^= 1


def swap(ids: np.ndarray) -> None:
    ids[[5, 6]] = ids[[6, 5]] if ids[5] != ids[6] else ids[[6, 7]]


def one(ids: np.ndarray) -> None:
    ids[-1] = ids[-1] - 1 if ids[-1] else 1


@pytest.mark.parametrize("change", [flip, swap, one])
def test_other_ids(run: Path, proust: Proust, change: Callable[[np.ndarray], None]) -> None:
    ids = np.load(run / "tokens.npy")
    before = ids.copy()
    change(ids)
    np.minimum(ids, before.max(), out=ids)  # all of them still ids
    assert (ids != before).any()
    np.save(run / "tokens.npy", ids)
    for command in (("train", "--run", run, "--resume", "--steps", 40), ("evaluate", run), ("report", run)):
        ran = proust(*command)
        assert ran.returncode == 2, command
        assert (
            ran.stderr == f"proust: {run}/tokens.npy is damaged: it is not the text that corpus.json describes\n"
        )


def other_letters(symbols: str) -> str:
    return "".join(sorted(set(symbols) - set("éí") | set("ßø")))


def one_more_sign(symbols: str) -> str:
    return "".join(sorted(set(symbols) - {"a"} | {"语"}))


@pytest.mark.parametrize("change", [other_letters, one_more_sign])
def test_another_tokenizer_of_the_same_size(run: Path, proust: Proust, change: Callable[[str], str]) -> None:
    table: dict[str, Any] = json.loads((run / "tokenizer.json").read_text("utf-8"))
    symbols = change(table["symbols"])
    assert len(symbols) == len(table["symbols"])
    (run / "tokenizer.json").write_text(json.dumps({**table, "symbols": symbols}), "utf-8")
    commands = (
        ("generate", "La ", "--model", run, "--length", 5),
        ("score", "La ", "--model", run),
        ("evaluate", run),
        ("train", "--run", run, "--resume", "--steps", 40),
    )
    for command in commands:
        ran = proust(*command)
        assert ran.returncode == 2, command
        assert "tokenizer.json is not that of corpus.json" in ran.stderr
        assert ran.stderr.count("\n") == 1
