"""Kindle books made by hand, for what calibre does not make: HUFF/CDIC, damage in chosen places."""

import struct
from collections import Counter

RECORD = 4096
SHORT, LONG = 128, 2048  # codes of 8 bits, which begin with 1, and of 12 bits, which begin with 0
HUFF_CDIC = 17480


def palm(records: list[bytes]) -> bytes:
    """A Palm database of these records."""
    head = struct.pack(
        ">32sHHIIIIII4s4sIIH", b"Book", 0, 0, 0, 0, 0, 0, 0, 0, b"BOOK", b"MOBI", 0, 0, len(records)
    )
    place, table = len(head) + 8 * len(records) + 2, b""
    for number, record in enumerate(records):
        table += struct.pack(">II", place, number)
        place += len(record)
    return head + table + b"\0\0" + b"".join(records)


def header(
    way: int, size: int, count: int, *, first_dictionary: int = 0, dictionaries: int = 0, flags: int = 0
) -> bytes:
    """Record 0 of a MOBI 6 book without an EXTH block; its title is Book."""
    record = bytearray(280)
    struct.pack_into(">HHIHHHH", record, 0, way, 0, size, count, RECORD, 0, 0)
    struct.pack_into(">4sIIIII", record, 16, b"MOBI", 232, 2, 65001, 1, 6)
    struct.pack_into(">II", record, 84, 270, 4)
    struct.pack_into(">II", record, 112, first_dictionary, dictionaries)
    struct.pack_into(">H", record, 242, flags)
    for place in (40, 44, 48, 80, 108, 168, 192, 244, 248, 252, 260):
        struct.pack_into(">I", record, place, 0xFFFFFFFF)
    record[270:274] = b"Book"
    return bytes(record)


def plain_book(text: bytes, trailer: bytes = b"", flags: int = 0) -> bytes:
    """A book whose text is not compressed, with the same behind each of its records."""
    pieces = [text[start : start + RECORD] + trailer for start in range(0, len(text), RECORD)]
    return palm([header(1, len(text), len(pieces), flags=flags), *pieces])


def huffman_book(text: bytes, settled: bool = False) -> bytes:
    """A book compressed with HUFF/CDIC: frequent words have codes of 8 bits, single bytes codes of 12.

    With `settled` the first table says all of the long codes, too, as that of kindlegen's books does.
    """
    words = [word for word, _ in Counter(text.split(b" ")).most_common(400) if 2 < len(word) < 60][: SHORT - 1]
    phrases = [*words, b" " + words[0] + b" "]
    phrases += [b"?"] * (SHORT - len(phrases)) + [bytes([byte]) for byte in range(256)]
    numbers = {phrase: number for number, phrase in reversed(list(enumerate(phrases)))}
    entries = [(phrase, True) for phrase in phrases]
    folded = len(words)  # this phrase is itself compressed
    entries[folded] = (_encode(phrases[folded], {key: n for key, n in numbers.items() if n != folded}), False)
    pieces = [_encode(text[start : start + RECORD], numbers) for start in range(0, len(text), RECORD)]
    dictionaries = [_dictionary(entries[:256], len(entries)), _dictionary(entries[256:], len(entries))]
    first = 1 + len(pieces)
    head = header(HUFF_CDIC, len(text), len(pieces), first_dictionary=first, dictionaries=3)
    return palm([head, *pieces, codes(settled), *dictionaries])


def codes(settled: bool, shortest: int = 9) -> bytes:
    """The HUFF record: codes of 8 bits from 0x80 to 0xff, and of 12 bits below 0x800."""
    row = 12 | 0x80 | (SHORT + LONG - 1) << 8 if settled else shortest
    short = [row] * 128 + [8 | 0x80 | 255 << 8] * 128
    long = []
    for bits in range(1, 33):
        long += [0, SHORT + LONG - 1] if bits == 12 else [1 << (bits - 1), 0]
    tables = struct.pack(">256I", *short) + struct.pack(">64I", *long)
    return b"HUFF" + struct.pack(">IIIII", 24, 24, 24 + 1024, 0, 0) + tables


def _dictionary(entries: list[tuple[bytes, bool]], total: int) -> bytes:
    """A CDIC record."""
    offsets, content = b"", b""
    for phrase, is_text in entries:
        offsets += struct.pack(">H", 2 * len(entries) + len(content))
        content += struct.pack(">H", len(phrase) | 0x8000 * is_text) + phrase
    return b"CDIC" + struct.pack(">III", 16, total, 8) + offsets + content


def _encode(text: bytes, numbers: dict[bytes, int]) -> bytes:
    """Write a text in codes, the longest phrase first; the last byte is filled up with what is no whole code."""
    bits, place, longest = "", 0, max(map(len, numbers))
    while place < len(text):
        sizes = range(min(longest, len(text) - place), 0, -1)
        size = next(size for size in sizes if text[place : place + size] in numbers)
        number = numbers[text[place : place + size]]
        bits += f"{255 - number:08b}" if number < SHORT else f"{SHORT + LONG - 1 - number:012b}"
        place += size
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[start : start + 8], 2) for start in range(0, len(bits), 8))
