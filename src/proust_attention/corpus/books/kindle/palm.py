r"""The Palm database, which every MOBI and AZW3 file is, and the two ways in which the text in it is compressed.

# Class Notes

A Palm database is a list of records; a table at its beginning says where each starts. In a book record 0 is the
header and the next ones are the text, 4,096 bytes to a record, each compressed by itself.

PalmDoc, of 1996, is LZ77 for a machine with 128 kB: a byte of 1 to 8 says that so many follow as they are; one of
0x80 to 0xbf, with the next, goes back up to 2,047 bytes and copies 3 to 10 of them; one of 0xc0 and above is a
space and a letter; any other is itself.

>>> expand(b"No va" + bytes([0x80, 5 << 3 | 1, 0xF3]))
b'No vaNo v s'
"""

import re
import struct

from proust_attention.corpus.books.limits import RefusedError

HEADER, ENTRY = 78, 8  # bytes
LARGEST_RECORD = 65_536  # bytes, expanded; 4,096 is the rule

_AS_THEY_ARE = re.compile(rb"[\x00\x09-\x7f]+")


def records(content: bytes) -> list[bytes]:
    """Return the records of a Palm database. Raises RefusedError if it is damaged."""
    if len(content) < HEADER:
        raise RefusedError("is damaged: it ends too early")
    count = struct.unpack_from(">H", content, 76)[0]
    if not count or len(content) < HEADER + ENTRY * count:
        raise RefusedError("is damaged: its table of records is cut off")
    starts = [struct.unpack_from(">I", content, HEADER + ENTRY * number)[0] for number in range(count)]
    ends = [*starts[1:], len(content)]
    if starts[0] < HEADER + ENTRY * count or any(start > end for start, end in zip(starts, ends, strict=True)):
        raise RefusedError("is damaged: its records are not in order, or it ends too early")
    return [content[start:end] for start, end in zip(starts, ends, strict=True)]


def expand(record: bytes) -> bytes:
    """Undo the compression of PalmDoc. Raises RefusedError if the record is damaged."""
    if len(record) > LARGEST_RECORD:
        raise RefusedError("is damaged: a record of its text is too long")
    out, place = bytearray(), 0
    while place < len(record) and len(out) <= LARGEST_RECORD:
        byte = record[place]
        if (8 < byte < 0x80 or not byte) and (plain := _AS_THEY_ARE.match(record, place)):
            out += plain[0]
            place = plain.end()
            continue
        place += 1
        if byte <= 8:
            out += record[place : place + byte]
            place += byte
        elif byte >= 0xC0:
            out += bytes((0x20, byte ^ 0x80))
        else:
            if place == len(record):
                break  # half a reference; some makers leave one at the end
            pair = (byte << 8 | record[place]) & 0x3FFF
            place += 1
            back, length = pair >> 3, (pair & 7) + 3
            if not 0 < back <= len(out):
                raise RefusedError("is damaged: its text cannot be expanded")
            for _ in range(length):  # what is copied may overlap what it makes
                out.append(out[-back])
    if len(out) > LARGEST_RECORD:
        raise RefusedError("is damaged: a record of its text is too long")
    return bytes(out)


def without_trailers(record: bytes, flags: int) -> bytes:
    """Cut off what stands behind the text of a record: entries for each flag, whose sizes stand at their ends."""
    for _ in range(bin(flags >> 1).count("1")):
        size = 0
        for byte in record[-4:]:
            if byte & 0x80:
                size = 0
            size = size << 7 | byte & 0x7F
        record = record[: max(0, len(record) - size)] if size else record
    if flags & 1 and record:  # the rest of a character that the record's end has parted
        record = record[: max(0, len(record) - (record[-1] & 3) - 1)]
    return record
