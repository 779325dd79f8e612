r"""The numbers of printed pages.

# Class Notes

A number that stands alone on its line may be a page's, a chapter's, a verse's. What distinguishes them: the
numbers of pages run on through the text, one higher each time, at least some hundred characters apart, and they
fall where the paper ended: often in the middle of a sentence, so that the next line goes on in small letters. No
chapter does. Where a page cuts a sentence one line break is left, which hard_wraps.py may close; elsewhere the
line alone goes.

>>> text = "".join("waves " * 60 + f"of the sea\n\n{page}\n\n" for page in range(7, 13)) + "and the sky"
>>> edits = list(page_numbers(text, Alphabet.of("en")))
>>> len(edits), text[edits[0].start - 4 : edits[0].start], text[edits[0].end :][:10]
(6, 'sea\n', 'waves wave')
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit
from proust_attention.corpus.rules.cut_sentences import LONGEST_END, breaks_off, goes_on

FEWEST_PAGES = 5
FEWEST_CUT = 0.4  # of the pages end in the middle of a sentence
SHORTEST_PAGE = 300  # characters
MISSING = 2  # numbers of pages that may be missing between one and the next: pictures, blank pages

_NUMBER = re.compile(
    r"^[^\S\n]*(?:[\[({—–-][^\S\n]*)?(?:(?:p(?:age|ág|ag)?|s(?:eite)?)\.?[^\S\n]*)?"
    r"(\d{1,4})[^\S\n]*(?:[\])}—–.:,;'’°*-][^\S\n]*)?$",
    re.MULTILINE | re.IGNORECASE,
)


class _Number(NamedTuple):
    value: int
    start: int
    end: int
    before: int  # where the text before it ends
    after: int  # where the text after it begins
    interrupts: bool  # perhaps a sentence: no sign ends the text before it
    cuts: bool  # surely a sentence: the text after it goes on in small letters


def page_numbers(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the numbers of printed pages."""
    pages = _longest_count([_number(text, match) for match in _NUMBER.finditer(text)])
    distances = sorted(two.start - one.start for one, two in itertools.pairwise(pages))
    if len(pages) < FEWEST_PAGES or distances[len(distances) // 2] < SHORTEST_PAGE:
        return
    if sum(page.cuts for page in pages) < FEWEST_CUT * len(pages):
        return
    numbers = {page.start for page in pages}
    last = 0
    for page in pages:
        if page.start < last:  # an empty page: it went with the one before
            continue
        if page.interrupts:
            last = _end_of_gap(text, page, numbers)
            yield Edit(page.before + 1, last)  # what is left is one line break
        else:
            last = min(page.end + 1, len(text))
            yield Edit(page.start, last)


def _end_of_gap(text: str, page: _Number, numbers: set[int]) -> int:
    """Return where the text goes on behind a page, and behind the empty ones that follow it."""
    after = page.after
    while after in numbers and (match := _NUMBER.match(text, after)):
        after = match.end()
        while after < len(text) and text[after].isspace():
            after += 1
    return after


def _number(text: str, match: re.Match[str]) -> _Number:
    before, after = match.start(), match.end()
    while before and text[before - 1].isspace():
        before -= 1
    while after < len(text) and text[after].isspace():
        after += 1
    interrupts = before > 0 and after < len(text) and breaks_off(text[max(0, before - LONGEST_END) : before])
    interrupts = interrupts and (text[before - 1] not in "»”" or goes_on(text, after))
    before = text.index("\n", before) if interrupts else before  # what is left is this break
    cuts = interrupts and goes_on(text, after)
    return _Number(int(match[1]), match.start(), match.end(), before, after, interrupts, cuts)


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
