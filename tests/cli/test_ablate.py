"""`proust ablate`, as a process."""

import json
from pathlib import Path

import pytest

from proust_attention.evaluation import in_words
from tests.cli.test_commands import refused
from tests.conftest import Proust


def test_figures_for_people_and_for_programs(proust: Proust, trained: Path, tmp_path: Path) -> None:
    picture = tmp_path / "worth.svg"
    ran = proust("ablate", trained, "--windows", 4, "--json", "--svg", picture)
    assert (ran.returncode, ran.stderr) == (0, "")
    result = json.loads(ran.stdout)
    assert list(result) == ["base", "windows", "characters", "bytes", "parts"]
    assert result["windows"] == 4
    assert list(result["parts"][0]) == ["name", "loss", "difference", "standard_error"]
    for part in result["parts"]:
        assert part["loss"] == pytest.approx(result["base"] + part["difference"])
    assert picture.read_text(encoding="utf-8").startswith("<svg")

    shown = proust("ablate", trained, "--windows", 4)
    assert (shown.returncode, shown.stderr) == (0, "")
    first, _, head, *rows = shown.stdout.splitlines()
    words = in_words(result["base"], (result["characters"], result["bytes"]))
    assert first == f"{words} with all of it, on 4 held-out windows; below, nats a character"
    assert head.split() == ["without", "loss", "difference", "standard", "error"]
    for row, part in zip(rows, result["parts"], strict=False):
        assert row.split()[:2] == [part["name"], f"{part['loss']:.4f}"]

    refused(proust("ablate", trained, "--svg", picture), "is already there")


def test_any_weights_of_a_run(proust: Proust, trained: Path) -> None:
    untrained = json.loads(proust("ablate", f"{trained}@0", "--windows", 4, "--json").stdout)
    best = json.loads(proust("ablate", trained, "--windows", 4, "--json").stdout)
    assert best["base"] < untrained["base"]


def test_what_is_refused(proust: Proust, trained: Path) -> None:
    refused(proust("ablate", "recherche-fr"), "does not hold its own text; name a prepared one (--corpus)")
    refused(proust("ablate", trained, "--windows", 1), "1 is not in the range x>=2")
    refused(proust("ablate", f"{trained}@7"), "there are no weights")
    refused(proust("ablate", trained, "--engine", "jax"), "there is no engine jax")
