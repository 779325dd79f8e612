"""`proust corpus stats`, as a process."""

import hashlib
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from proust_attention import corpus
from tests.conftest import Proust


def saved(folder: Path, texts: dict[str, str]) -> Path:
    """Write a corpus of clean texts, as the command prepares it."""
    text = "\n\n".join(texts.values()) + "\n"
    sources = [{"name": name, "characters_out": len(part)} for name, part in texts.items()]
    manifest = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "sources": sources}
    corpus.save(corpus.Corpus(text, manifest), folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of two files: seven sentences in three paragraphs."""
    one = "Una tarde. Otra tarde larga. ¿Y qué?\n\nNada. Nada."
    return saved(tmp_path / "corpus", {"uno.txt": one, "dos.txt": "Fin. ¡Oh!"})


def test_what_is_shown(proust: Proust, folder: Path) -> None:
    result = proust("corpus", "stats", folder)
    assert result.returncode == 0, result.stderr
    lines = [line.rstrip() for line in result.stdout.split("\n")]
    assert lines[0] == "61 characters, 11 words, 7 sentences, 3 paragraphs"
    assert lines[2] == "sentences: median 1 word, mean 1.6, nine in ten at most 3, longest 3"
    assert lines[3] == "the longest: Otra tarde larga"
    assert lines[4] == "  1  4  " + "█" * 50
    assert lines[5] == "2-3  3  " + "█" * 37 + "▌"
    assert "words: 9 different, 7 of them occur once; 3.5 characters on average" in lines
    assert "tarde 18.2%   nada 18.2%" in result.stdout
    assert "a 16.4%" in result.stdout
    assert "line break 8.2%" in result.stdout
    assert lines[-3].split() == ["uno.txt", "49", "84.5%"]
    assert lines[-2].split() == ["dos.txt", "9", "15.5%"]


def test_a_terminal_without_blocks(folder: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "proust_attention", "corpus", "stats", str(folder)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        timeout=120,
        check=False,
    )
    shown = result.stdout.decode("latin-1")
    assert result.returncode == 0
    assert "  1  4  " + "#" * 50 + "\n" in shown
    assert "?" not in shown.split("words:")[0]


def test_for_other_programs(proust: Proust, folder: Path, tmp_path: Path) -> None:
    result = proust("corpus", "stats", folder, "--json", "--svg", tmp_path / "lengths.svg")
    figures = json.loads(result.stdout)
    assert figures["characters"] == 61
    assert figures["words"]["commonest"][0] == {"name": "tarde", "count": 2, "share": 2 / 11}
    assert figures["sentences"]["bins"] == [{"low": 1, "high": 1, "count": 4}, {"low": 2, "high": 3, "count": 3}]
    assert figures["files"][1] == {"name": "dos.txt", "count": 9, "share": 9 / 58}
    assert (tmp_path / "lengths.svg").is_file()


def test_the_picture(proust: Proust, folder: Path) -> None:
    hostile = folder.rename(folder.parent / "a <b> & 'c'")
    result = proust("corpus", "stats", hostile, "--svg", "lengths.svg", cwd=hostile.parent)
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith("\ndrawn into lengths.svg\n")
    root = ET.fromstring((hostile.parent / "lengths.svg").read_bytes())
    assert root[0].text == "a <b> & 'c'"
    shown = [element.text for element in root.iter() if element.tag.endswith("}text")]
    assert {"7 sentences", "3 paragraphs", "the longest: Otra tarde larga"} <= set(shown)


def test_nothing_is_overwritten(proust: Proust, folder: Path) -> None:
    for svg, says in [
        (folder / "corpus.txt", "is already there; choose another name, or remove it first"),
        (folder, "is already there"),
        (folder / "nowhere" / "a.svg", "there is no folder"),
    ]:
        before = (folder / "corpus.txt").read_bytes()
        result = proust("corpus", "stats", folder, "--svg", svg)
        assert result.returncode == 2
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        assert says in result.stderr
        assert (folder / "corpus.txt").read_bytes() == before


def test_one_word(proust: Proust, tmp_path: Path) -> None:
    folder = saved(tmp_path / "corpus", {"\x1b[31m.txt": "Oh"})
    result = proust("corpus", "stats", folder, "--svg", tmp_path / "a.svg")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("3 characters, 1 word, 1 sentence, 1 paragraph\n")
    assert "\x1b" not in result.stdout


def test_no_word_at_all(proust: Proust, tmp_path: Path) -> None:
    folder = saved(tmp_path / "corpus", {"a.txt": "1914"})
    result = proust("corpus", "stats", folder, "--svg", tmp_path / "a.svg")
    assert result.returncode == 0, result.stderr
    assert "sentences: none" in result.stdout


def test_no_corpus(proust: Proust, tmp_path: Path) -> None:
    result = proust("corpus", "stats", tmp_path / "nowhere")
    assert result.returncode == 2
    assert "there is no corpus folder" in result.stderr
