"""Beginning with another machine's weights: its rates, its context, and whether it knows what is to judge it."""

import json
import random
import shutil
from pathlib import Path

import pytest

from proust_attention.checkpoint import RunFolder
from tests.conftest import TINY_FLAGS, Proust

LAST = [*TINY_FLAGS[-6:], "--engine", "numpy", "--steps", "3"]
WARNED = "in the text that the machine was trained on"


def book(seed: int) -> str:
    """Sentences of words that no other seed has in that order."""
    words = ["la casa", "el molino", "una tarde", "nadie", "llovía", "sobre los campos", "y se fue", "sin decir"]
    draw = random.Random(seed)
    return "\n".join(" ".join(draw.choices(words, k=12)).capitalize() + "." for _ in range(120)) + "\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, proust: Proust) -> Path:
    """A folder with corpora of two books, alone and together, and a run on the first."""
    folder = tmp_path_factory.mktemp("begun")
    for name, text in (("a", book(1)), ("b", book(2))):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    for names in (["a"], ["b"], ["a", "b"], ["b", "a"]):
        files = [f"{name}.txt" for name in names]
        ran = proust(
            "corpus", "prepare", *files, "--as-given", "--language", "es", "--out", "".join(names), cwd=folder
        )
        assert ran.returncode == 0, ran.stderr
    ran = proust("train", "--run", "run", "--corpus", "a", *TINY_FLAGS, *LAST[-4:], cwd=folder)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture
def begun(made: Path, tmp_path: Path) -> Path:
    """A copy of it, of one's own."""
    return Path(shutil.copytree(made, tmp_path / "begun"))


def test_it_begins_with_lower_rates(begun: Path, proust: Proust) -> None:
    ran = proust("train", "--run", "onward", "--from", "run", "--corpus", "b", *LAST, cwd=begun)
    assert ran.returncode == 0, ran.stderr
    onward, fresh = (RunFolder.open(begun / name).config.training for name in ("onward", "run"))
    assert onward.learning_rate < fresh.learning_rate / 2
    assert onward.muon_learning_rate < fresh.muon_learning_rate / 2
    named = proust("train", "--run", "named", "--from", "run", "--preset", "modern", *LAST, cwd=begun)
    assert named.returncode == 0, named.stderr
    assert RunFolder.open(begun / "named").config.training.learning_rate == fresh.learning_rate


@pytest.mark.parametrize(("corpus", "warns"), [("a", False), ("b", False), ("ab", False), ("ba", True)])
def test_a_held_out_part_that_it_knows(begun: Path, proust: Proust, corpus: str, warns: bool) -> None:
    """With a book added before the one it knows, the end is held out, and most of that it was trained on."""
    ran = proust("train", "--run", "onward", "--from", "run", "--corpus", corpus, *LAST, cwd=begun)
    assert ran.returncode == 0, ran.stderr
    assert (WARNED in ran.stdout) == warns
    assert "% of the held-out part stand" in ran.stdout or not warns


@pytest.mark.parametrize(("corpus", "warns"), [("a", False), ("ab", False), ("ba", True)])
def test_a_machine_without_its_text_has_hashes(begun: Path, proust: Proust, corpus: str, warns: bool) -> None:
    (begun / "run" / "tokens.npy").unlink()
    ran = proust("train", "--run", "onward", "--from", "run", "--corpus", corpus, *LAST, cwd=begun)
    assert ran.returncode == 0, ran.stderr
    assert ("the held-out part is of a.txt, which may stand " + WARNED in ran.stdout) == warns


def test_a_longer_context_where_positions_are_rotations(begun: Path, proust: Proust) -> None:
    line = ["train", "--from", "run", "--corpus", "b", *LAST]
    ran = proust(*line, "--run", "longer", "--set", "model.context_length=48", cwd=begun)
    assert ran.returncode == 0, ran.stderr
    model = json.loads((begun / "longer" / "config.json").read_text("utf-8"))["model"]
    assert (model["context_length"], model["d_model"]) == (48, 16)
    written = proust("generate", "La casa", "--model", "longer", "--length", 60, cwd=begun)
    assert written.returncode == 0, written.stderr
    same = proust(*line, "--run", "longer", "--set", "model.context_length=48", "--resume", cwd=begun)
    assert (same.returncode, "is finished" in same.stdout) == (0, True)
    refused = proust(*line, "--run", "wider", "--set", "model.d_model=32", cwd=begun)
    assert (refused.returncode, "keeps its shape; leave out model.d_model" in refused.stderr) == (2, True)


def test_a_table_of_positions_keeps_its_length(begun: Path, proust: Proust) -> None:
    shutil.rmtree(begun / "run")
    proust("train", "--run", "run", "--corpus", "a", "--preset", "article", *TINY_FLAGS, *LAST[-4:], cwd=begun)
    refused = proust(
        "train", "--from", "run", "--corpus", "b", *LAST, "--run", "longer",
        "--set", "model.context_length=48", cwd=begun,
    )  # fmt: skip
    assert (refused.returncode, "leave out model.context_length" in refused.stderr) == (2, True)
    assert not (begun / "longer").exists()
