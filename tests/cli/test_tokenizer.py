"""`proust tokenizer`: the pieces of a text, and how they meet the endings of words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from proust_attention.tokenizer import BpeTokenizer, CharacterTokenizer
from proust_attention.tokenizer.division import divide
from tests.conftest import TINY_FLAGS, Proust, run_proust

TEXT = "La mente y la canción.\nLentamente, solamente una atención." * 30


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "pieces"
    made = run_proust(
        *("train", "--run", folder, "--tokenizer", "bpe", "--vocab-size", 300, "--steps", 1, "--engine", "numpy"),
        *TINY_FLAGS,
    )
    assert made.returncode == 0, made.stderr
    return folder


def test_endings_are_counted_where_they_follow_something() -> None:
    merges = (("m", "e"), ("n", "t"), ("me", "nt"), ("ment", "e"), ("c", "i"), ("ó", "n"), ("a", "me"))
    text = "mente lentamente solamente, sólamentes canción acción nación"
    mente, cion = divide(BpeTokenizer("".join(sorted(set(text))), merges), text).endings
    assert (mente.name, mente.words, mente.one_piece, mente.some_pieces, mente.across) == ("mente", 2, 2, 0, 0)
    assert (cion.name, cion.words, cion.one_piece, cion.some_pieces, cion.across) == ("ción", 3, 0, 3, 0)
    assert cion.examples == ("c|a|n|ci|ón", "a|c|ci|ón", "n|a|ci|ón")
    only = divide(BpeTokenizer(" aelmnt", (("a", "m"), ("e", "n"))), "lamente lamente")
    assert [(one.name, one.across, one.examples) for one in only.endings] == [("mente", 2, ("l|am|en|t|e",))]
    assert only.inside_words == pytest.approx(4 / 6)
    assert only.counts == (("e", 2), ("l", 2), ("t", 2), ("am", 2), ("en", 2), (" ", 1))


def test_a_long_word_takes_no_longer_than_many_short_ones() -> None:
    """Of 100,000 letters: with a look at every end from every beginning it would be minutes."""
    word = "a" * 100_000
    assert divide(CharacterTokenizer("a"), word).endings == ()
    (ending,) = divide(CharacterTokenizer("aemnt"), word + "mente").endings
    assert (ending.words, len(ending.examples[0])) == (1, 2 * len(word + "mente") - 1)


def test_of_characters_each_place_is_a_division() -> None:
    divided = divide(CharacterTokenizer.of_text(TEXT), TEXT)
    assert divided.tokens == divided.characters == len(TEXT)
    assert divided.inside_words == 1
    assert all(ending.some_pieces == ending.words for ending in divided.endings)


def test_what_is_shown(proust: Proust, run: Path, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    shown = proust("tokenizer", run, "--text", tmp_path / "text.txt")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("L|a|") or shown.stdout.startswith("La|")
    assert f"\n{len(TEXT):,} characters in " in shown.stdout
    assert "of the 300 pieces come in it" in shown.stdout
    for ending in ("-mente ", "-ción "):
        assert f"\n{ending}" in shown.stdout
    assert "\n-aient" not in shown.stdout  # there are no such words
    found = json.loads(proust("tokenizer", run, "--text", tmp_path / "text.txt", "--json").stdout)
    assert found["characters"] == found["spans"][-1][1] == len(TEXT)
    assert found["tokens"] == len(found["spans"]) == sum(count for _, count in found["counts"])
    assert found["characters_a_token"] == pytest.approx(found["characters"] / found["tokens"])
    assert {"".join(TEXT[start:end]) for start, end in found["spans"]} == {piece for piece, _ in found["counts"]}
    assert [ending["words"] for ending in found["endings"]] == [60, 60]


@pytest.mark.parametrize(
    ("given", "refused"), [("", "the text is empty"), ("語", "does not know the character '語'")]
)
def test_what_is_refused(run: Path, given: str, refused: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "proust_attention", "tokenizer", str(run), "--text", "-"],
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 2
    assert refused in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_machine_on_characters_has_pieces_too(proust: Proust, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("La vie.", encoding="utf-8")
    shown = proust("tokenizer", "recherche-fr", "--text", tmp_path / "text.txt")
    assert shown.stdout.startswith("L|a| |v|i|e|.\n")
    assert "1.00 characters each" in shown.stdout
