r"""HUFF/CDIC, the other compression of MOBI: Huffman codes for phrases, which are compressed themselves.

# Class Notes

A HUFF record holds two tables for reading codes of up to 32 bits. The first, by the next 8 bits, gives the length
of the code, where these bits settle it (it is "whole" here, as every code of up to 8 bits must be), or the least
length that it has; the second gives for each length the smallest and the largest code. Codes of one length are
numbered downwards from the largest, and that number is the place of a phrase in the dictionary, which the CDIC
records hold.

A phrase may be text or compressed again with the same codes. So one of a few bytes could decompress to anything:
each is decompressed once and kept, and none may be longer than a record. A phrase may be empty too, so the codes
that are read are counted, and not only what they decompress to; and the phrases of a record may not be more than
the record.
"""

import struct

from proust_attention.corpus.books.kindle.palm import LARGEST_RECORD
from proust_attention.corpus.books.limits import RefusedError

DEEPEST = 30  # phrases in phrases
MOST_PHRASES = 2**20
MOST_KEPT = 32 * 2**20  # bytes of decompressed phrases
MOST_CODES = 6_000_000  # of a book; each stands for three letters or more

Row = tuple[int, bool, int]


class Huffman:
    """The codes and phrases of one book."""

    def __init__(self, huff: bytes, dictionaries: list[bytes]) -> None:
        """Read the tables. Raises RefusedError if they are damaged."""
        try:
            self._read_codes(huff)
            self._phrases: list[tuple[bytes, bool]] = []
            for dictionary in dictionaries:
                self._read_phrases(dictionary)
        except struct.error:
            raise RefusedError("is damaged: its dictionary is cut off") from None
        self._decompressed: dict[int, bytes] = {}
        self._kept = self._codes = 0

    def expand(self, record: bytes, depth: int = 0) -> bytes:
        """Return the text of a record. Raises RefusedError if it is damaged."""
        if depth > DEEPEST:
            raise RefusedError("is damaged: the phrases of its dictionary are nested too deep")
        out: list[bytes] = []
        size, left, place = 0, len(record) * 8, 0
        padded = record + b"\0" * 8
        while True:
            window = int.from_bytes(padded[place >> 3 : (place >> 3) + 8], "big")
            code = window >> (32 - (place & 7)) & 0xFFFFFFFF
            length, whole, largest = self._short[code >> 24]
            if not whole:
                while length < 32 and code < self._smallest[length]:
                    length += 1
                largest = self._largest[length]
            left -= length
            if left < 0:
                break
            place += length
            self._codes += 1
            phrase = self._phrase((largest - code) >> (32 - length), depth)
            size += len(phrase)
            if size > LARGEST_RECORD or self._codes > MOST_CODES:
                raise RefusedError("is damaged: its text, or a record of it, is too long")
            out.append(phrase)
        return b"".join(out)

    def _phrase(self, number: int, depth: int) -> bytes:
        """Return a phrase of the dictionary, decompressed."""
        if number in self._decompressed:
            return self._decompressed[number]
        if not 0 <= number < len(self._phrases):
            raise RefusedError("is damaged: its text names a phrase that is not in its dictionary")
        phrase, is_text = self._phrases[number]
        text = phrase if is_text else self.expand(phrase, depth + 1)
        self._kept += len(text)
        if self._kept > MOST_KEPT:
            raise RefusedError("is damaged: its dictionary decompresses to more than is allowed")
        self._decompressed[number] = text
        return text

    def _read_codes(self, huff: bytes) -> None:
        """Read the two tables for codes."""
        if huff[:8] != b"HUFF\0\0\0\x18":
            raise RefusedError("is damaged: its table of codes (HUFF) is not valid")
        short, long = struct.unpack_from(">II", huff, 8)
        self._short: list[Row] = []
        for value in struct.unpack_from(">256I", huff, short):
            length, whole = value & 0x1F, bool(value & 0x80)
            if not length or (length <= 8 and not whole):
                raise RefusedError("is damaged: its table of codes (HUFF) is not valid")
            self._short.append((length, whole, ((value >> 8) + 1 << 32 - length) - 1))
        ends = struct.unpack_from(">64I", huff, long)
        self._smallest = [0, *(ends[2 * bits] << 31 - bits for bits in range(32))]
        self._largest = [0, *((ends[2 * bits + 1] + 1 << 31 - bits) - 1 for bits in range(32))]

    def _read_phrases(self, dictionary: bytes) -> None:
        """Read one CDIC record."""
        if dictionary[:8] != b"CDIC\0\0\0\x10":
            raise RefusedError("is damaged: its dictionary (CDIC) is not valid")
        phrases, bits = struct.unpack_from(">II", dictionary, 8)
        if phrases > MOST_PHRASES or bits > 20:
            raise RefusedError("is damaged: its dictionary is too large")
        left = len(dictionary)
        for number in range(min(1 << bits, phrases - len(self._phrases))):
            start = 16 + struct.unpack_from(">H", dictionary, 16 + 2 * number)[0]
            head = struct.unpack_from(">H", dictionary, start)[0]
            phrase = dictionary[start + 2 : start + 2 + (head & 0x7FFF)]
            left -= len(phrase)
            if left < 0:
                raise RefusedError("is damaged: the phrases of its dictionary overlap")
            self._phrases.append((phrase, bool(head & 0x8000)))
