"""Books of several formats, badly named, brought by a user to `proust corpus`."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pdf_files import pdf

from proust_attention import data
from tests.cli.test_commands import refused
from tests.conftest import Proust
from tests.corpus.books.epubs import write_epub

TITLES = [
    "Por el camino de Swann",
    "A la sombra de las muchachas en flor",
    "El mundo de Guermantes",
    "Sodoma y Gomorra",
    "La prisionera",
    "Albertina desaparecida",
    "El tiempo recobrado",
]
NAMES = ["libro(3)", "final", "x", "b2", "download", "aa", "00"]
MADE = Path(__file__).parent.parent / "corpus" / "books" / "files"


@pytest.fixture(scope="module")
def volumes() -> list[list[str]]:
    """Seven texts of ours, as paragraphs."""
    paragraphs = [text for text in data.embedded_text().split("\n\n") if len(text) > 200]
    return [paragraphs[start : start + 4] for start in range(0, 28, 4)]


@pytest.fixture
def folder(tmp_path: Path, volumes: list[list[str]]) -> Path:
    """Seven EPUBs in a folder, whose names say nothing, and a picture."""
    (tmp_path / "proust").mkdir()
    for name, title, paragraphs in zip(NAMES, TITLES, volumes, strict=True):
        path = tmp_path / "proust" / f"{name}.epub"
        write_epub(path, paragraphs, heading="I", title=title, creator="Marcel Proust", language="es")
    (tmp_path / "proust" / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0 no text at all \0\1\2")
    return tmp_path / "proust"


def prepare(proust: Proust, folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    return proust("corpus", "prepare", *arguments, "--language", "es", "--out", "corpus", cwd=folder.parent)


def test_seven_badly_named_volumes(proust: Proust, folder: Path, volumes: list[list[str]]) -> None:
    result = prepare(proust, folder, "proust")
    assert (result.returncode, result.stderr) == (0, "")
    shown = result.stdout.split("\n\n")[0].splitlines()
    assert shown[0] == "in this order:"
    for number, (line, name, title) in enumerate(zip(shown[2:], NAMES, TITLES, strict=True), 1):
        for part in (f"{number}  proust/{name}.epub", title, "Marcel Proust", f"volume {number} of À la rech"):
            assert part in line
    text = (folder.parent / "corpus" / "corpus.txt").read_text(encoding="utf-8")
    assert text == "\n\n".join("\n\n".join(["I", *paragraphs]) for paragraphs in volumes) + "\n"
    manifest = json.loads((folder.parent / "corpus" / "corpus.json").read_text(encoding="utf-8"))
    first = manifest["sources"][0]
    assert [first[key] for key in ("format", "title", "author", "language")] == [
        *("EPUB 2", TITLES[0], "Marcel Proust", "es")
    ]
    account = manifest["account"]
    assert account["input"] == account["kept"] + account["replaced"] + account["folded"] + account["dropped"]


def test_headings_are_dropped_on_request(proust: Proust, folder: Path, volumes: list[list[str]]) -> None:
    result = prepare(proust, folder, "proust/x.epub", "--no-headings")
    assert (result.returncode, result.stderr) == (0, "")
    assert (folder.parent / "corpus" / "corpus.txt").read_text("utf-8") == "\n\n".join(volumes[2]) + "\n"


def test_two_editions_of_one_volume(proust: Proust, folder: Path, volumes: list[list[str]]) -> None:
    (folder / "la_parte_de_guermantes_proust.txt").write_text("Otra traducción.\n", encoding="utf-8")
    result = prepare(proust, folder, "proust")
    assert result.returncode == 2
    assert result.stderr == (
        "proust: proust/la_parte_de_guermantes_proust.txt and proust/x.epub are two editions of one volume "
        "(volume 3 of À la recherche du temps perdu, by its title); leave one out, keep the first with "
        "--keep-first, or read both with --as-given\n"
    )
    kept = prepare(proust, folder, "proust", "--keep-first")
    assert "left out: proust/x.epub, another edition of volume 3" in kept.stdout
    manifest = json.loads((folder.parent / "corpus" / "corpus.json").read_text(encoding="utf-8"))
    assert manifest["other_editions_left_out"] == ["proust/x.epub"]
    assert len(manifest["sources"]) == 7

    shutil.rmtree(folder.parent / "corpus")
    given = prepare(proust, folder, "proust", "--as-given")
    assert given.stdout.startswith("in the order given: proust/00.epub, proust/aa.epub, proust/b2.epub")


def test_one_text_in_two_formats_is_found(proust: Proust, folder: Path, volumes: list[list[str]]) -> None:
    longer = [paragraph for volume in volumes for paragraph in volume]
    write_epub(folder / "novela.epub", longer, title="Una novela")
    (folder / "otra.txt").write_text("\n\n".join(["Otra", *longer[1:]]), encoding="utf-8")
    result = prepare(proust, folder, "proust/novela.epub", "proust/otra.txt")
    assert result.returncode == 2
    assert "novela.epub and otra.txt are the same text, or mostly; leave one out" in result.stderr


def test_formats_and_archives_mixed(proust: Proust, folder: Path, volumes: list[list[str]]) -> None:
    with zipfile.ZipFile(folder / "tail.zip", "w") as archive:
        for name in NAMES[3:]:
            archive.write(folder / f"{name}.epub", f"deep/{name}.epub")
            (folder / f"{name}.epub").unlink()
    (folder / "x.epub").write_text("\n\n".join(["I", *volumes[2]]), encoding="utf-8")  # a text, whatever it says
    result = prepare(
        proust, folder, "proust/tail.zip", "proust/x.epub", "proust/final.epub", "--drop-lines", "x.epub:1"
    )
    assert result.returncode == 0, result.stderr
    manifest = json.loads((folder.parent / "corpus" / "corpus.json").read_text(encoding="utf-8"))
    listed = [(source["name"], source["format"]) for source in manifest["sources"]]
    archived = [(f"tail.zip/deep/{name}.epub", "EPUB 2") for name in NAMES[3:]]
    assert listed == [("final.epub", "EPUB 2"), *archived, ("x.epub", "text")]
    text = (folder.parent / "corpus" / "corpus.txt").read_text(encoding="utf-8")
    assert text.endswith("\n\n" + "\n\n".join(volumes[2]) + "\n")
    assert "\n\nI\n\n" + volumes[3][0] in text


def test_what_is_passed_over_is_told(proust: Proust, folder: Path) -> None:
    (folder / "notas.pdf").write_bytes(pdf([b"0 0 9 9 re f"]))  # a page with a picture
    with zipfile.ZipFile(folder / "carta.docx", "w") as archive:
        archive.writestr("word/document.xml", "<?xml version='1.0'?><document/>")
    listed = (
        "passed over: proust/carta.docx is a Word document (.docx); save it as HTML or text first\n"
        "passed over: proust/notas.pdf holds pictures of pages and no text: "
        "recognise it first, for instance with ocrmypdf\n\n"
    )
    for result in (prepare(proust, folder, "proust"), proust("corpus", "inspect", "proust", cwd=folder.parent)):
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.startswith(listed)


def test_a_broken_book_is_named(proust: Proust, folder: Path) -> None:
    whole = (folder / "b2.epub").read_bytes()
    (folder / "b2.epub").write_bytes(whole[: len(whole) // 2])
    for command in (
        ("corpus", "inspect", "proust"),
        ("corpus", "prepare", "proust", "--language", "es", "--out", "c"),
    ):
        refused(proust(*command, cwd=folder.parent), "b2.epub is a damaged archive")
    assert not (folder.parent / "c").exists()


def test_without_the_extra_a_mobi_says_what_to_install_and_a_text_is_read(tmp_path: Path) -> None:
    code = "import sys; sys.modules['lxml'] = None; from proust_attention.cli.main import main; main()"

    def inspect(name: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", code, "corpus", "inspect", str(MADE / name)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)

    result = inspect("calibre.mobi")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "proust: this needs the package lxml, which is not installed: pip install 'proust-attention[books]'\n"
    )
    assert inspect("membrillos.txt").returncode == 0


def test_inspect_knows_books(proust: Proust, folder: Path, volumes: list[list[str]]) -> None:
    result = proust("corpus", "inspect", "proust/x.epub", MADE / "membrillos.epub", cwd=folder.parent)
    assert (result.returncode, result.stderr) == (0, "")
    first, second = sorted(result.stdout.split("\n\n"), key=lambda shown: not shown.startswith("x.epub"))
    listed = dict(line.strip().split(None, 1) for line in first.splitlines()[1:7])
    assert listed == {
        "format": "EPUB 2",
        "title": "El mundo de Guermantes",
        "author": "Marcel Proust",
        "says": "es",
        "parts": "1: I",
        "markup": listed["markup"],
    }
    assert "parts     3: I. El cancel | II. La escalera | III. Los gemelos\n" in second


def test_what_the_markup_drops_can_be_read_and_kept(proust: Proust, tmp_path: Path) -> None:
    page = "<section role='doc-foreword'><p>Palabras del editor.</p></section><p>La tarde.</p>"
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    command = ("corpus", "prepare", "a.html", "--language", "es", "--out")
    assert proust(*command, "without", cwd=tmp_path).returncode == 0
    dropped = (tmp_path / "without" / "dropped.jsonl").read_text(encoding="utf-8")
    assert json.loads(dropped) == {
        "file": "a.html",
        "line": 1,
        "rule": "markup: front matter",
        "text": "Palabras del editor.",
    }
    assert proust(*command, "with", "--keep", "front-matter", "--keep", "notes", cwd=tmp_path).returncode == 0
    assert (tmp_path / "with" / "corpus.txt").read_text(encoding="utf-8") == "Palabras del editor.\n\nLa tarde.\n"
    inspected = proust("corpus", "inspect", "a.html", "--keep", "front-matter", cwd=tmp_path)
    assert "markup    dropped nothing" in inspected.stdout
    refused(proust(*command, "other", "--keep", "prefaces", cwd=tmp_path), "there is no kind prefaces to keep")
