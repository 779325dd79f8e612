"""The list of formats, which all that is opened goes through."""

import zipfile
from pathlib import Path

import pytest

from proust_attention.corpus import Alphabet
from proust_attention.corpus.books import open_books, opening
from proust_attention.corpus.books.detection import File, Format, detect
from proust_attention.corpus.books.formats import FORMATS
from proust_attention.corpus.decoding import Decoded, decode


def read_shouting(file: File, alphabet: Alphabet) -> Decoded:
    found = decode(file.content.removeprefix(b"SHOUT"), file.name, alphabet)
    return found._replace(text=found.text.upper())


SHOUTING = Format("shouting", lambda file: file.begins(b"SHOUT"), read_shouting)


def test_each_format_is_declared_once_and_is_either_read_or_refused_with_a_reason() -> None:
    names = [one.name for one in FORMATS]
    assert len(set(names)) == len(names)
    for one in FORMATS:
        assert (one.read is None) == (bool(one.refusal) and not one.endings), one.name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\3\4 and so on", "ZIP"),  # of its beginning alone nobody knows what is in it
        (bytes(60) + b"BOOKMOBI", "MOBI"),
        (bytes(60) + b"TEXtREAd", "PalmDoc"),
        (b"%PDF-1.7" + bytes(52) + b"BOOKMOBI", "MOBI"),
        (b"{\\rtf1 <html>}", "RTF"),
        (b"<!DOCTYPE html><FictionBook>", "FB2"),
        (b"<!-- 1913 -->\n<tei:TEI>", "TEI"),
        (b"<!DOCTYPE html><svg>", "HTML"),
        (b"<?xml version='1.0'?><svg>", "XML"),
        (b"<svg>", "text"),
        (" ".encode("utf-16"), None),
        (b"\0", None),
    ],
)
def test_the_first_format_that_a_file_has_is_its_format(content: bytes, name: str | None) -> None:
    found = detect(File(content, "book"), FORMATS)
    assert (found.name if found else None) == name


def test_what_is_added_to_the_list_is_read_alone_in_a_folder_and_in_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "FORMATS", (SHOUTING, *FORMATS))
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.shout").write_bytes(b"SHOUTUna tarde.")
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        archive.write(folder / "a.shout", "a.shout")
    for path in (folder / "a.shout", folder, tmp_path / "library.zip"):
        assert [(book.format, book.text) for book in open_books(path)] == [("shouting", "UNA TARDE.")]
