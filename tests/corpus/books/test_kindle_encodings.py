"""Kindle books whose headers say another encoding than that of their text."""

import struct
from pathlib import Path

import pytest

from proust_attention.corpus import Alphabet
from proust_attention.corpus.books import open_books
from tests.corpus.books.kindle_files import header, palm, plain_book

TEXT = "El niño vio la señal — “¿quién?”, y no volvió… Él sí, qué más."
PAGE = f"<html><body><p>{TEXT}</p></body></html>"
NUMBERS = {"utf-8": 65001, "cp1252": 1252}


def says(book: bytes, encoding: str) -> bytes:
    """Return a book of record 0 and others whose header says an encoding."""
    head = header(1, 0, 0)
    place = book.index(head[16:28]) + 12
    return book[:place] + struct.pack(">I", NUMBERS[encoding]) + book[place + 4 :]


@pytest.mark.parametrize("said", ["utf-8", "cp1252"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("times", [1, 300])
def test_a_mobi(said: str, encoding: str, times: int, tmp_path: Path) -> None:
    page = PAGE.replace(f"<p>{TEXT}</p>", f"<p>{TEXT}</p>\n" * times)
    (tmp_path / "book.mobi").write_bytes(says(plain_book(page.encode(encoding)), said))
    (book,) = open_books(tmp_path / "book.mobi", Alphabet.of("es"))
    assert book.text == "\n\n".join([TEXT] * times) + "\n"
    assert book.encoding == encoding


def test_pages_of_a_mobi_and_a_broken_byte(tmp_path: Path) -> None:
    pages = PAGE.encode() + b"<mbp:pagebreak/><p>La se\xc3al</p><mbp:pagebreak/><p>Nada.</p>"
    (tmp_path / "book.mobi").write_bytes(says(plain_book(pages), "utf-8"))
    (book,) = open_books(tmp_path / "book.mobi", Alphabet.of("es"))
    assert book.text == f"{TEXT}\n\nLa se�al\n\nNada.\n"


def test_a_title_in_another_encoding_than_is_said(tmp_path: Path) -> None:
    for title, said in (("Año".encode(), "cp1252"), ("Años".encode("cp1252"), "cp1252")):
        content = says(plain_book(PAGE.encode()), said).replace(b"Book", title.ljust(4)[:4])
        (tmp_path / "book.mobi").write_bytes(content)
        (book,) = open_books(tmp_path / "book.mobi", Alphabet.of("es"))
        assert book.title in ("Año", "Años")


@pytest.mark.parametrize("content", [TEXT * 30, PAGE])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_palmdoc(content: str, encoding: str, tmp_path: Path) -> None:
    text = content.encode(encoding)
    head = struct.pack(">HHIHHHH", 1, 0, len(text), 1, 4096, 0, 0)
    book = palm([head, text])
    (tmp_path / "book.pdb").write_bytes(book.replace(b"BOOKMOBI", b"TEXtREAd", 1))
    (read,) = open_books(tmp_path / "book.pdb", Alphabet.of("es"))
    assert read.text.strip() == content.replace("<html><body><p>", "").replace("</p></body></html>", "")
    assert read.encoding == encoding
