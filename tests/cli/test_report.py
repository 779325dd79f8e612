"""`proust report` and `proust compare`, as processes."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.test_stats import saved
from tests.conftest import TINY_FLAGS, Proust


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A run of one's own."""
    return Path(shutil.copytree(trained, tmp_path / "a run"))


def test_a_report(proust: Proust, run: Path) -> None:
    result = proust("report", run)
    assert (result.returncode, result.stderr) == (0, "")
    page = run / "report.html"
    assert result.stdout.endswith(f"written to {page}\n")
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert html.endswith("</html>\n")
    assert result.stdout.split("\n")[0] in html

    page.write_text(html[:1000], encoding="utf-8")  # an older one is replaced whole
    assert proust("report", run).returncode == 0
    assert page.read_text(encoding="utf-8") == html


def test_to_another_place(proust: Proust, run: Path, tmp_path: Path) -> None:
    result = proust("report", run, "--out", tmp_path / "page.html")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "page.html").is_file()
    assert not (run / "report.html").exists()


def test_what_is_refused(proust: Proust, run: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("mine", encoding="utf-8")
    for arguments, says in [
        ([tmp_path / "nowhere"], "there is no run folder"),
        ([tmp_path], "is not a whole run: config.json is missing"),
        ([run, "--out", mine], "is already there, and no page of this command"),
        ([run, "--out", tmp_path / "nowhere" / "a.html"], "there is no folder"),
    ]:
        result = proust("report", *arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert says in result.stderr
        assert result.stderr.count("\n") == 1
    assert mine.read_text(encoding="utf-8") == "mine"


def test_runs_are_compared(proust: Proust, run: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(run, tmp_path / "again"))
    settings = json.loads((again / "config.json").read_text(encoding="utf-8"))
    settings["training"]["learning_rate"] = 0.25
    (again / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    page = tmp_path / "page.html"
    result = proust("compare", run, again, "--out", page)
    assert (result.returncode, result.stderr) == (0, "")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["a", "run", "again"] in lines
    assert ["training.learning_rate", "0.003", "0.25"] in lines
    assert page.is_file()
    figures = json.loads(proust("compare", run, again, "--json").stdout)
    assert figures["unit"] == "nats a character"
    assert figures["runs"][0]["final"] == figures["runs"][1]["final"] > 0


def test_what_means_nothing_is_refused(proust: Proust, run: Path, tmp_path: Path) -> None:
    folder = saved(tmp_path / "corpus", {"a.txt": "Una tarde, otra tarde. " * 100})
    other = tmp_path / "other"
    assert proust("train", "--corpus", folder, "--run", other, "--steps", 2, *TINY_FLAGS).returncode == 0
    for runs, says in [([run, other], "were not tested on the same text"), ([run], "give two or more")]:
        result = proust("compare", *runs)
        assert (result.returncode, result.stdout) == (2, "")
        assert says in result.stderr
        assert result.stderr.count("\n") == 1
