"""Kindle books: what calibre does not make, and what is damaged."""

from functools import partial
from pathlib import Path

import pytest

from proust_attention import data
from proust_attention.corpus.books import open_books
from proust_attention.corpus.books.kindle.palm import expand, records
from proust_attention.errors import InputError
from tests.corpus.books.kindle_files import codes, header, huffman_book, palm, plain_book

BOOKS = Path(__file__).parent / "files"
PARAGRAPHS = data.embedded_text()[:30_000].rsplit("\n\n", 1)[0].split("\n\n")
PAGE = ("<html><body>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</body></html>").encode()


def text_of(content: bytes, folder: Path) -> str:
    (folder / "a.mobi").write_bytes(content)
    (book,) = open_books(folder / "a.mobi")
    assert (book.title, book.format) == ("Book", "MOBI")
    return book.text


@pytest.mark.parametrize("make", [plain_book, huffman_book, partial(huffman_book, settled=True)])
def test_text_that_is_not_compressed_or_by_huffman(make, tmp_path: Path) -> None:
    assert text_of(make(PAGE), tmp_path) == "\n\n".join(PARAGRAPHS) + "\n"


def test_what_stands_behind_the_text_of_a_record_is_cut_off(tmp_path: Path) -> None:
    two_entries_and_bytes = b"\0" + b"xyz\x84" + b"\x81"  # the rest of a character; 4 bytes; 1 byte, its own size
    content = plain_book(PAGE, two_entries_and_bytes, flags=0b111)
    assert text_of(content, tmp_path) == "\n\n".join(PARAGRAPHS) + "\n"


def test_pages_without_text_and_a_guide_that_calls_the_whole_book_its_cover(tmp_path: Path) -> None:
    guide = b'<html><head><guide><reference type="cover" filepos=0000000000 /></guide></head><body>'
    breaks = b"<mbp:pagebreak/> <mbp:pagebreak/><!-- nothing --><mbp:pagebreak/>"
    content = plain_book(guide + PAGE + breaks + b"<p>The end.</p>")
    assert text_of(content, tmp_path) == "\n\n".join([*PARAGRAPHS, "The end."]) + "\n"


def test_half_a_character_at_the_end_of_a_record_is_no_trouble() -> None:
    assert expand(b"abc" + bytes([2]) + "é".encode()) == "abcé".encode()


def changed(place: int, value: bytes) -> bytes:
    """calibre.azw3 with other bytes at a place of its record 0."""
    content = bytearray((BOOKS / "calibre.azw3").read_bytes())
    first = int.from_bytes(content[78:82], "big")
    content[first + place : first + place + len(value)] = value
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (palm([header(1, 10, 2), b"<p>a</p>"]), "a record that is not there"),
        (palm([header(3, 10, 1), b"<p>a</p>"]), "unknown way"),
        (palm([header(2, 10, 1), b"\x80\x00"]), "cannot be expanded"),
        (palm([header(17480, 10, 1, first_dictionary=1, dictionaries=1), b"x"]), "table of codes"),
        (palm([b"short"]), "header is cut off"),
        (palm([header(1, 0, 0)])[:90], "damaged"),
        (changed(0, b"\xff\xff"), "unknown way"),
        (changed(28, b"\0\0\0\1"), "encoding"),
        (changed(252, b"\0\0\0\1"), "an index does not begin with INDX"),
    ],
)
def test_a_damaged_book_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.mobi").write_bytes(content)
    with pytest.raises(InputError, match=reason) as caught:
        open_books(tmp_path / "a.mobi")
    assert str(caught.value).startswith("a.mobi ")


def test_a_short_code_that_eight_bits_do_not_settle_is_refused(tmp_path: Path) -> None:
    parts = records(huffman_book(PAGE))
    (tmp_path / "a.mobi").write_bytes(palm([*parts[:-3], codes(settled=False, shortest=8), *parts[-2:]]))
    with pytest.raises(InputError, match=r"table of codes \(HUFF\) is not valid"):
        open_books(tmp_path / "a.mobi")


def test_palmdoc_that_holds_html(tmp_path: Path) -> None:
    content = bytearray(plain_book(PAGE))
    content[60:68] = b"TEXtREAd"
    (tmp_path / "a.prc").write_bytes(content)
    (book,) = open_books(tmp_path / "a.prc")
    assert (book.format, book.text) == ("PalmDoc", "\n\n".join(PARAGRAPHS) + "\n")


def test_a_dictionary_that_goes_round_in_a_circle_is_refused(tmp_path: Path) -> None:
    parts = records(huffman_book(PAGE))
    dictionary = bytearray(parts[-2])
    for number in range(256):  # every phrase is compressed, and its first code is itself or another
        start = 16 + int.from_bytes(dictionary[16 + 2 * number : 18 + 2 * number], "big")
        dictionary[start : start + 1] = bytes([dictionary[start] & 0x7F])
    (tmp_path / "a.mobi").write_bytes(palm([*parts[:-2], bytes(dictionary), parts[-1]]))
    with pytest.raises(InputError, match="damaged"):
        open_books(tmp_path / "a.mobi")
