r"""Lines that are no text: separators between chapters, and the numbers of printed pages.

# Class Notes

A separator is a line of nothing but signs, * * * or -----; an empty line takes its place. A line of dots is none:
it says that something was left out.

A number that stands alone on its line may be a page's or a chapter's. What tells them apart: the numbers of pages
run on through the text, one higher each time, and they fall where the paper ended, most often in the middle of a
sentence, as no chapter does. A page that cuts a sentence is closed up again; elsewhere the line alone goes.

>>> text = "".join(f"of the sea\n\n{page}\n\n" for page in range(7, 13)) + "and the sky"
>>> edits = list(page_numbers(text, Alphabet.of("en")))
>>> len(edits), text[: edits[0].start], text[edits[0].end :][:10]
(6, 'of the sea\n', 'of the sea')
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, all_of

FEWEST_PAGES = 5
FEWEST_CUT = 0.25  # of the pages, where the numbers of chapters have next to none: a sentence is cut there
MISSING = 2  # numbers of pages that may be missing between one and the next: pictures, blank pages

_SEPARATOR = re.compile(
    r"^[^\S\n]*(?:[*_=~#•·—–+-][^\S\n]*){3,}$|^[^\S\n]*[*⁂†‡•][^\S\n]*$",
    re.MULTILINE,
)
_NUMBER = re.compile(
    r"^[^\S\n]*(?:[\[({—–-][^\S\n]*)?(?:(?:p(?:age|ág|ag)?|s(?:eite)?)\.?[^\S\n]*)?"
    r"(\d{1,4})[^\S\n]*(?:[\])}—–-][^\S\n]*)?$",
    re.MULTILINE | re.IGNORECASE,
)
_ENDS = ".!?…:;»”\"')"


class _Number(NamedTuple):
    value: int
    start: int
    end: int
    before: int  # where the text before it ends
    after: int  # where the text after it begins
    interrupts: bool  # a sentence


def separators(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop lines of nothing but signs."""
    yield from all_of(_SEPARATOR, text)


def page_numbers(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the numbers of printed pages."""
    pages = _longest_count([_number(text, match) for match in _NUMBER.finditer(text)])
    if len(pages) < FEWEST_PAGES or sum(page.interrupts for page in pages) < FEWEST_CUT * len(pages):
        return
    for page in pages:
        if page.interrupts:
            yield Edit(page.before + 1, page.after)  # what is left is one line break
        elif page.end < len(text):
            yield Edit(page.start, page.end + 1)


def _number(text: str, match: re.Match[str]) -> _Number:
    before, after = match.start(), match.end()
    while before and text[before - 1].isspace():
        before -= 1
    while after < len(text) and text[after].isspace():
        after += 1
    interrupts = before > 0 and after < len(text) and text[before - 1] not in _ENDS
    return _Number(int(match[1]), match.start(), match.end(), before, after, interrupts)


def _longest_count(numbers: list[_Number]) -> list[_Number]:
    """Return the longest sequence of them in which each is a little higher than the one before."""
    lengths: dict[int, int] = {}  # of the longest sequence so far that ends with this value
    chains: list[tuple[int, int]] = []  # for each number, the length of its sequence and the value before it
    for number in numbers:
        earlier = max(range(1, MISSING + 2), key=lambda step: (lengths.get(number.value - step, 0), -step))
        length = lengths.get(number.value - earlier, 0) + 1
        chains.append((length, number.value - earlier))
        lengths[number.value] = max(length, lengths.get(number.value, 0))
    if not numbers:
        return []
    index = max(range(len(numbers)), key=lambda i: chains[i][0])
    longest = [numbers[index]]
    length, value = chains[index]
    for earlier_index in range(index - 1, -1, -1):
        if length > 1 and numbers[earlier_index].value == value and chains[earlier_index][0] == length - 1:
            longest.append(numbers[earlier_index])
            length, value = chains[earlier_index]
    return longest[::-1]
