"""Tables in a narrow terminal: nothing of them is cut, and no line is broken in a word."""

import re
import shutil
from pathlib import Path

import pytest

from proust_attention.checkpoint.machines import bundled
from tests.conftest import TINY_FLAGS, Proust
from tests.terminals import terminal

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def shown(command: str, *arguments: object, columns: int = 60) -> str:
    with terminal(*arguments, command=command, COLUMNS=str(columns)) as opened:
        return CONTROL.sub("", opened.rest())


def test_runs_side_by_side(proust: Proust, trained: Path, tmp_path: Path) -> None:
    other = tmp_path / "un-nombre-bastante-largo-de-una-ejecucion"
    assert proust("train", "--run", other, "--preset", "article", "--steps", 9, *TINY_FLAGS).returncode == 0
    three = shutil.copytree(other, tmp_path / "tercera")
    for runs in ([trained, other], [trained, other, three]):
        table = shown("compare", *runs)
        assert "…" not in table
        lines = [line for line in table.splitlines() if not line.startswith("They differ")]
        assert max(map(len, lines)) <= 60
        for words in (
            "model.norm_placement",
            "training.learning_rate",
            "best on the way, nats a character",
            other.name,
        ):
            assert words in table
    wide = shown("compare", trained, other, columns=140)
    assert re.search(r"^final, nats a character +\d\.\d{4} +\d\.\d{4}", wide, re.MULTILINE)


def test_what_was_done_to_books(prose: str, tmp_path: Path) -> None:
    book = tmp_path / "un-libro-de-nombre-largo.txt"
    book.write_text(prose.replace("—", "–") + "\n\n* * *\n\n" + prose[:300], encoding="utf-8")
    account = shown("corpus", "prepare", book, "--language", "es", "--out", tmp_path / "c")
    assert "…" not in account
    assert "begins and ends" not in account  # of which there is no room to show anything
    for words in (book.name, "text, utf-8", "characters", "alphabet  replaced  –"):
        assert words in account


def test_the_list_of_commands() -> None:
    first, *others = re.findall(r"^  ([a-z]+)  ", shown("-h").partition("Commands:")[2], re.MULTILINE)
    assert (first, others[0]) == ("corpus", "train")
    assert "Find a text, look at it, prepare it for learning." in " ".join(shown("-h").split())


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_other_tables(trained: Path, columns: int) -> None:
    machines = shown("machines", columns=columns)
    assert all(machine.title in machines for machine in bundled())
    assert "blocks.1.attention.weights" in shown("trace", "La", columns=columns)
    for table in (machines, shown("evaluate", trained, columns=columns), shown("gradcheck", columns=columns)):
        assert "…" not in table
