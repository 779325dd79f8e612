"""From files to a corpus folder and back."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention import corpus
from proust_attention.corpus import Alphabet
from proust_attention.errors import InputError

SPANISH = Alphabet.of("es")


@pytest.mark.parametrize(
    ("encoding", "named", "guessed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", False),
        ("utf-16", "utf-16", False),
        ("cp1252", "cp1252", True),
        ("mac_roman", "mac-roman", True),
        ("cp850", "cp850", True),
    ],
)
def test_encodings(tmp_path: Path, prose: str, encoding: str, named: str, guessed: bool) -> None:
    text = prose.replace("—", "-")  # cp850 has no dash
    path = tmp_path / "book.txt"
    path.write_bytes(text.encode(encoding))
    source = corpus.read(path, SPANISH)
    assert source.text.removeprefix("\ufeff") == text
    assert (source.encoding, source.encoding_was_guessed) == (named, guessed)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_alphabet_decides_between_encodings(tmp_path: Path) -> None:
    text = "Le cœur a ses raisons, et la sœur aussi; l'été, à Combray, on déjeunait plus tôt. " * 30
    (tmp_path / "book.txt").write_bytes(text.encode("iso8859_15"))  # in Windows-1252 each œ would be ½
    assert corpus.read(tmp_path / "book.txt", Alphabet.of("fr")).text == text


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x02\x00\x00\x00\x90\x91h6"


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (PNG + bytes(range(256)) * 40, "is no text file"), (b"abc\0def", "is no text file")],
)
def test_what_is_no_text(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "book.txt").write_bytes(content)
    with pytest.raises(InputError, match=f"book.txt {says}"):
        corpus.read(tmp_path / "book.txt", SPANISH)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read .*: No such file"):
        corpus.read(tmp_path / "book.txt", SPANISH)
    with pytest.raises(InputError, match="cannot read .*: Is a directory"):
        corpus.read(tmp_path, SPANISH)


TEXTS = st.lists(st.text(st.sampled_from("aé’œ½ \n\u00a0*")).map(lambda text: "a" + text), min_size=1, max_size=4)


@given(TEXTS)
def test_the_manifest_adds_up(texts: list[str]) -> None:
    made = corpus.of_texts([corpus.Source.of_text(f"{i}.txt", text) for i, text in enumerate(texts)], "es")
    manifest = made.manifest
    account = manifest["account"]
    assert account["input"] == sum(map(len, texts)) == sum(s["characters_in"] for s in manifest["sources"])
    assert account["input"] == account["kept"] + account["replaced"] + account["folded"] + account["dropped"]
    between_and_end = 2 * (len(texts) - 1) + 1
    assert (
        manifest["characters"]
        == len(made.text)
        == between_and_end + sum(source["characters_out"] for source in manifest["sources"])
    )
    written = sum(change["count"] * len(change["into"]) for change in manifest["changes"])
    assert account["kept"] + written == sum(source["characters_out"] for source in manifest["sources"])
    assert set(manifest["symbols"]) == set(made.text)
    for fate in ("replaced", "folded", "dropped"):
        of_this_fate = [change for change in manifest["changes"] if change["fate"] == fate]
        assert sum(change["count"] * len(change["symbol"]) for change in of_this_fate) == account[fate]


def test_to_disk_and_back(tmp_path: Path) -> None:
    made = corpus.of_texts([corpus.Source.of_text("a.txt", "Una tarde.\n\nOtra.")], "es")
    corpus.save(made, tmp_path / "corpus")
    assert corpus.load(tmp_path / "corpus") == made
    assert (tmp_path / "corpus" / "corpus.txt").read_bytes() == b"Una tarde.\n\nOtra.\n"
    assert json.loads((tmp_path / "corpus" / "corpus.json").read_text(encoding="utf-8")) == made.manifest
    with pytest.raises(InputError, match="already holds a corpus"):
        corpus.save(made, tmp_path / "corpus")


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no corpus folder"):
        corpus.load(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"is no corpus: corpus\.txt is missing"):
        corpus.load(tmp_path)
    made = corpus.of_texts([corpus.Source.of_text("a.txt", "Una tarde.")], "es")
    corpus.save(made, tmp_path / "corpus")
    (tmp_path / "corpus" / "corpus.txt").write_text("Otra tarde.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"is not the text that corpus\.json describes"):
        corpus.load(tmp_path / "corpus")


@pytest.mark.parametrize(("content", "says"), [(b"caf\xe9", "is not UTF-8"), (b"\n", "holds no text")])
def test_a_corpus_made_by_another_hand(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "corpus.txt").write_bytes(content)
    manifest = {"sha256": hashlib.sha256(content).hexdigest()}
    (tmp_path / "corpus.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InputError, match=says):
        corpus.load(tmp_path)


def test_no_allowed_character() -> None:
    with pytest.raises(InputError, match=r"greek\.txt holds no character of the Spanish alphabet"):
        corpus.of_texts([corpus.Source.of_text("greek.txt", "αβγ ∞\n")], "es")


def test_the_whole_recherche(corpora: Path) -> None:
    files = sorted((corpora / "recherche-fr").glob("*.txt"))
    assert len(files) == 15
    made = corpus.of_texts([corpus.read(path, Alphabet.of("fr")) for path in files], "fr")
    account = made.manifest["account"]
    assert account["input"] == sum(len(path.read_bytes().decode("utf-8")) for path in files) == 7_254_285
    assert account["input"] == account["kept"] + account["replaced"] + account["folded"] + account["dropped"]
    written = sum(change["count"] * len(change["into"]) for change in made.manifest["changes"])
    assert account["kept"] + written == len(made.text) - 2 * 14 - 1  # empty lines between files, the last break
    assert account["dropped"] < 1000
    assert len(made.manifest["symbols"]) == 102
    assert "Longtemps, je me suis couché de bonne heure." in made.text
