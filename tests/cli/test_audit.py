"""`proust audit`: planting, in legs, and what is refused."""

import json
from pathlib import Path

import pytest

from tests.conftest import TINY_FLAGS, Proust

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
