"""The short lines of a text, and what is around one: what running_heads.py decides by."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from proust_attention.corpus.natural import ROMAN, as_number
from proust_attention.corpus.rules.cut_sentences import breaks_off, goes_on

LONGEST = 70  # characters of a line
FEWEST_LETTERS = 3
MOST_HEADS = 2  # between two pages: with more it is a title page
MOST_LINES = 20  # between two pages, empty ones included

_COUNTED = rf"(?:{ROMAN}|{ROMAN.casefold()})"  # as prefaces are
_FIRST = re.compile(rf"[\W_]*(?P<number>\d{{1,4}}\b|{_COUNTED}(?=\s))")
_LAST = re.compile(rf"(?P<number>\b\d{{1,4}}|(?<=\s){_COUNTED})[\W_]*\Z")
_ONLY_NUMBER = re.compile(r"[\W_]*(?:\d{1,4}[\W_]*)?")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S")


class Short(NamedTuple):
    """A short line that may be a head."""

    place: int  # among the lines
    letters: str  # all that it says, without signs, spaces and case
    number: int | None  # at one of its ends
    begins: bool = False  # with the number
    is_loud: bool = False  # mostly capitals


class Page(NamedTuple):
    """What is around a head."""

    before: int  # the index of the last line of text before it
    after: int  # and of the first behind it
    cut: bool  # whether a sentence goes on from the one to the other
    numbered: bool  # whether a page number stands between the two
    apart: bool  # whether empty lines stand before and behind it


def short_lines(lines: Sequence[str]) -> Iterator[Short]:
    """Yield the lines that may be heads, with the number at one of their ends."""
    for index, line in enumerate(lines):
        if not 0 < len(line) <= LONGEST:
            continue
        number = _FIRST.match(line) or _LAST.search(line)
        words = line if number is None else line[: number.start("number")] + line[number.end("number") :]
        letters = _NO_LETTERS.sub("", words)
        capitals = sum(map(str.isupper, letters))
        loud = 2 * capitals > len(letters) or _ADDRESS.match(line) is not None
        if len(letters) < FEWEST_LETTERS or not (letters[0].isupper() or loud) or line.lstrip()[0] == "(":
            continue
        if number is None:
            yield Short(index, letters.casefold(), None, is_loud=loud)
        else:
            begins = not _NO_LETTERS.sub("", line[: number.start("number")])
            yield Short(index, letters.casefold(), as_number(number["number"].casefold()), begins, loud)


def page_around(lines: Sequence[str], index: int, heads: Collection[int]) -> Page:
    """Look at what is around a head, beyond other heads, numbers and empty lines."""
    before, after, beside = index - 1, index + 1, [index]
    while before >= 0 and len(beside) < MOST_LINES and (before in heads or _ONLY_NUMBER.fullmatch(lines[before])):
        beside.append(before)
        before -= 1
    while (
        after < len(lines)
        and len(beside) < 2 * MOST_LINES
        and (after in heads or _ONLY_NUMBER.fullmatch(lines[after]))
    ):
        beside.append(after)
        after += 1
    numbered = any(lines[one].strip() for one in beside[1:] if one not in heads)
    inside = before >= 0 and after < len(lines) and sum(one in heads for one in beside) <= MOST_HEADS
    cut = inside and breaks_off(lines[before]) and goes_on(lines[after])
    apart = not (index and lines[index - 1].strip()) and not (index + 1 < len(lines) and lines[index + 1].strip())
    return Page(before, after, cut, numbered, apart)
