"""The indexes of a KF8 book: tables of entries, each a name and some numbers under tags.

# Class Notes

An index is a record that describes it, and the records with its entries. The description (TAGX) lists the tags; an
entry begins with its name and a few control bytes whose bits say which of the tags it has, and how often. Numbers
are written in groups of seven bits, the last of which has its eighth bit set.
"""

import struct
from typing import NamedTuple

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.kindle.header import Header
from proust_attention.corpus.books.limits import RefusedError

MOST_VALUES = 64  # under one tag of one entry
MOST_TAGS = 64
MOST_NUMBERS = 1_500_000  # of an index: the tags that are looked at, and the values under them

Entry = tuple[str, dict[int, list[int]]]


class Tag(NamedTuple):
    """What the description says of a tag."""

    number: int
    values: int  # that belong together
    mask: int
    ends_byte: int  # 1: the next tags are in the next control byte


def read_index(header: Header, number: int) -> list[Entry]:
    """Return the entries of an index. Raises RefusedError if it is damaged."""
    try:
        return _entries(header, number)
    except (struct.error, IndexError):
        raise RefusedError("is damaged: an index is cut off") from None


def _entries(header: Header, number: int) -> list[Entry]:
    first = header.record(number)
    if first[:4] != b"INDX":
        raise RefusedError("is damaged: an index does not begin with INDX")
    length, count = struct.unpack_from(">I", first, 4)[0], struct.unpack_from(">I", first, 24)[0]
    control_bytes, tags = _tags(first, length)
    entries: list[Entry] = []
    numbers = 0
    for following in range(number + 1, number + 1 + min(count, len(header.records))):
        record = header.record(following)
        table, size = struct.unpack_from(">II", record, 20)
        if len(entries) + size > limits.INDEX_ENTRIES:
            raise RefusedError("is damaged: an index is too long")
        starts = [struct.unpack_from(">H", record, table + 4 + 2 * place)[0] for place in range(size)]
        for start in starts:
            end = start + 1 + record[start]
            name = record[start + 1 : end].decode("ascii", "replace")
            values = _values(record, end, control_bytes, tags)
            numbers += len(tags) + sum(map(len, values.values()))
            if numbers > MOST_NUMBERS:  # several entries may lie at one place, so its size says nothing
                raise RefusedError("is damaged: an index is too long")
            entries.append((name, values))
    return entries


def _tags(record: bytes, place: int) -> tuple[int, list[Tag]]:
    """Read the description: how many control bytes an entry has, and its tags."""
    if record[place : place + 4] != b"TAGX":
        raise RefusedError("is damaged: an index has no tags")
    length, control_bytes = struct.unpack_from(">II", record, place + 4)
    if length > 12 + 4 * MOST_TAGS or control_bytes > MOST_TAGS:
        raise RefusedError("is damaged: an index has too many tags")
    return control_bytes, [
        Tag(*record[at : at + 4]) for at in range(place + 12, min(place + length, len(record) - 3), 4)
    ]


def _values(record: bytes, place: int, control_bytes: int, tags: list[Tag]) -> dict[int, list[int]]:
    """Read the numbers of one entry."""
    controls = list(record[place : place + control_bytes])
    place += control_bytes
    wanted: list[tuple[Tag, int, bool]] = []  # a tag, and how many values or how many bytes of them
    for tag in tags:
        if tag.ends_byte:
            controls = controls[1:]
            continue
        bits = controls[0] & tag.mask
        if bits == tag.mask and bin(tag.mask).count("1") > 1:
            size, place = _number(record, place)
            wanted.append((tag, size, True))
        elif bits:
            shift = (tag.mask & -tag.mask).bit_length() - 1
            wanted.append((tag, (bits >> shift) * tag.values, False))
    found: dict[int, list[int]] = {}
    for tag, size, in_bytes in wanted:
        values = found.setdefault(tag.number, [])
        start = place
        while (place - start < size if in_bytes else len(values) < size) and len(values) < MOST_VALUES:
            value, place = _number(record, place)
            values.append(value)
    return found


def _number(record: bytes, place: int) -> tuple[int, int]:
    """Read one number, and return it with the place behind it."""
    value = 0
    for count in range(4):
        byte = record[place + count]
        value = value << 7 | byte & 0x7F
        if byte & 0x80:
            return value, place + count + 1
    return value, place + 4
