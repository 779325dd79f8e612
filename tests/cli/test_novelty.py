"""`proust novelty`: what it prints, for people and for programs, and what it refuses."""

import json
from pathlib import Path

import pytest

from proust_attention import data
from tests.cli.test_commands import refused
from tests.conftest import Proust
from tests.terminals import terminal


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A text with a quotation of the embedded text in it, and the quotation."""
    quoted = data.embedded_text()[5000:5300]
    path = tmp_path_factory.mktemp("texts") / "page.txt"
    path.write_text(f"Algo que nadie ha escrito todavía, o eso parece. {quoted} Y algo más.", encoding="utf-8")
    return path, quoted


def test_json_is_of_the_shape_that_is_promised(proust: Proust, trained: Path) -> None:
    ran = proust("novelty", trained, "--count", 2, "--length", 80, "--json")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert set(found) == {"longest", "new_share", "control"}
    assert set(found["longest"]) == {"characters", "source", "offset", "text"}
    assert list(found["new_share"]) == [str(n) for n in range(5, 51)]
    assert {"held out", "temperature 0.2", "temperature 1.5"} <= set(found["control"])
    for control in found["control"].values():
        assert set(control) == {"longest", "new_share"}


def test_a_quotation_is_said_in_words_and_marked_on_the_page(
    proust: Proust, trained: Path, quoting: tuple[Path, str], tmp_path: Path
) -> None:
    text, quoted = quoting
    page, picture = tmp_path / "page.html", tmp_path / "curves.svg"
    ran = proust("novelty", trained, "--text", text, "--html", page, "--svg", picture)
    assert ran.returncode == 0, ran.stderr
    assert "it quotes what it learned" in ran.stdout
    assert "characters of la-casa-de-los-membrillos.txt, from" in ran.stdout
    html = page.read_text(encoding="utf-8")
    marked = html.partition("<mark title=")[2].partition("</mark>")[0]
    assert quoted[10:60].split("\n")[0] in marked
    assert "<script" not in html
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    again = proust("novelty", trained, "--text", text, "--html", page)
    assert again.returncode == 2
    assert "is already there" in again.stderr


def test_a_quotation_has_a_colour_in_a_terminal(trained: Path, quoting: tuple[Path, str]) -> None:
    with terminal(trained, "--text", quoting[0], command="novelty", COLUMNS="100") as opened:
        shown = opened.rest()
    assert "\x1b[97;45m" in shown
    assert "more than" in shown


def test_two_texts_of_one_name_are_refused(proust: Proust, trained: Path, quoting: tuple[Path, str]) -> None:
    ran = proust("novelty", trained, "--other", quoting[0], "--other", quoting[0])
    assert ran.returncode == 2
    assert "have the same name, page" in ran.stderr


def test_characters_that_it_does_not_know(
    proust: Proust, trained: Path, quoting: tuple[Path, str], tmp_path: Path
) -> None:
    text = quoting[0].read_text(encoding="utf-8")
    (tmp_path / "some.txt").write_text(text + "Ωмир", encoding="utf-8")
    ran = proust("novelty", trained, "--text", "some.txt", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    said = f"some.txt: 4 of {len(text) + 4:,} characters are unknown to the machine; the nearest known ones"
    assert ran.stderr.startswith(said)
    (tmp_path / "most.txt").write_text("Привет, мир. " * 90, encoding="utf-8")
    refused(proust("novelty", trained, "--text", "most.txt", cwd=tmp_path), "it would be another text")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--text", "nowhere.txt"], "cannot read nowhere.txt"),
        (["--length", "20"], "20 characters are too few; a page must have at least 50"),
        (["--length", "100000"], "too few for a page of 100,000"),
        (["--text", "nowhere.txt", "--count", "3"], "--count is for what the machine writes"),
        (["--text", "nowhere.txt", "--temperature", "1"], "--temperature is for what the machine writes"),
        (["--text", "nowhere.txt", "--keep", "pages.jsonl"], "--keep is for what the machine writes"),
    ],
)
def test_refuses(proust: Proust, trained: Path, tmp_path: Path, arguments: list[str], says: str) -> None:
    ran = proust("novelty", trained, *arguments, cwd=tmp_path)
    assert ran.returncode == 2
    assert says in ran.stderr
    assert ran.stderr.count("\n") == 1
