"""The header of a Kindle book: how its text is kept, what it is called, whether it is protected.

# Class Notes

A file may hold two books: the old one (MOBI 6, one long page of HTML) and, behind a record BOUNDARY, the new one
(KF8, which AZW3 files hold alone). The new one keeps the markup that it was made from, so that one is read where
there are both. Each has a header of its own, and all the numbers of records in it count from that header.
"""

import struct
from dataclasses import dataclass

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.kindle.huffman import Huffman
from proust_attention.corpus.books.kindle.palm import expand, without_trailers
from proust_attention.corpus.books.limits import RefusedError

NONE = 0xFFFFFFFF
KF8 = 8
AUTHOR, LANGUAGE, BOUNDARY, TITLE = 100, 524, 121, 503  # numbers of EXTH records
PLAIN, PALMDOC, HUFF_CDIC = 1, 2, 17480
ENCODINGS = {65001: "utf-8", 1252: "cp1252"}


@dataclass(frozen=True)
class Header:
    """Record 0 of a book, and the records that count from it."""

    records: list[bytes]
    version: int
    encoding: str
    about: About
    boundary: int | None  # where the header of the KF8 book is

    def number(self, place: int) -> int:
        """Return the number of a record that the header names at this place, NONE if it names none."""
        record = self.records[0]
        return struct.unpack_from(">I", record, place)[0] if len(record) >= place + 4 else NONE

    def record(self, number: int) -> bytes:
        """Return a record. Raises RefusedError if it is not there."""
        if number >= len(self.records):
            raise RefusedError("is damaged: it names a record that is not there")
        return self.records[number]

    def text(self) -> bytes:
        """Return the text, expanded. Raises RefusedError."""
        way, _, _, count = struct.unpack_from(">HHIH", self.records[0])
        flags = struct.unpack_from(">H", self.records[0], 242)[0] if self._has_flags() else 0
        if way not in (PLAIN, PALMDOC, HUFF_CDIC):
            raise RefusedError(f"is compressed in an unknown way ({way})")
        codes = self._huffman() if way == HUFF_CDIC else None
        pieces, size = [], 0
        for number in range(1, count + 1):
            record = without_trailers(self.record(number), flags)
            piece = codes.expand(record) if codes else expand(record) if way == PALMDOC else record
            pieces.append(piece)
            size += len(piece)
            if size > limits.DOCUMENT_BYTES:
                raise RefusedError(f"holds more than {limits.DOCUMENT_BYTES // limits.MEBI} MiB of text")
        return b"".join(pieces)

    def _has_flags(self) -> bool:
        """Whether the header is long enough to say what stands behind the text of its records."""
        record = self.records[0]
        return len(record) >= 244 and record[16:20] == b"MOBI" and struct.unpack_from(">I", record, 20)[0] >= 228

    def _huffman(self) -> Huffman:
        """Return the codes and phrases of the book."""
        first, count = self.number(112), self.number(116)
        if count > 1000:
            raise RefusedError("is damaged: its dictionary is too large")
        return Huffman(self.record(first), [self.record(first + number) for number in range(1, count)])


def read_header(records: list[bytes]) -> Header:
    """Read a header. Raises RefusedError if the book is damaged or protected."""
    record = records[0]
    if len(record) < 16:
        raise RefusedError("is damaged: its header is cut off")
    if struct.unpack_from(">H", record, 12)[0]:
        raise RefusedError("is protected (DRM): its text is encrypted; only its shop's own programs can read it")
    if record[16:20] != b"MOBI":  # a PalmDoc book, older than MOBI
        return Header(records, 0, "cp1252", About(), None)
    if len(record) < 132:
        raise RefusedError("is damaged: its header is cut off")
    length, _, encoding, _, version = struct.unpack_from(">IIIII", record, 20)
    if encoding not in ENCODINGS:
        raise RefusedError(f"is damaged: the number of its text encoding is unknown ({encoding})")
    said = _extended(record, 16 + length, ENCODINGS[encoding]) if record[131] & 0x40 else {}
    start, size = struct.unpack_from(">II", record, 84)
    title = said.get(TITLE) or _words(record[start : start + min(size, 1000)], ENCODINGS[encoding])
    boundary = int(said[BOUNDARY]) if BOUNDARY in said else None
    about = About(title=title or None, author=said.get(AUTHOR), language=said.get(LANGUAGE))
    return Header(records, version, ENCODINGS[encoding], about, boundary)


def _extended(record: bytes, place: int, encoding: str) -> dict[int, str]:
    """Return what the EXTH block says, by number; several authors are joined."""
    said: dict[int, str] = {}
    if record[place : place + 4] != b"EXTH" or len(record) < place + 12:
        return said
    count, place = struct.unpack_from(">I", record, place + 8)[0], place + 12
    for _ in range(min(count, 1000)):
        if len(record) < place + 8:
            break
        kind, size = struct.unpack_from(">II", record, place)
        value = record[place + 8 : place + max(size, 8)]
        place += max(size, 8)
        if kind == BOUNDARY and len(value) == 4 and value != b"\xff\xff\xff\xff":
            said[kind] = str(int.from_bytes(value, "big"))
        elif kind in (TITLE, LANGUAGE, AUTHOR):
            text = _words(value[:1000], encoding).strip("\0 ")
            said[kind] = f"{said[kind]}, {text}" if kind == AUTHOR and kind in said else text
    return said


def _words(value: bytes, encoding: str) -> str:
    """Decode what a header says; it may be UTF-8, whatever the header says of that."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode(encoding, "replace")
