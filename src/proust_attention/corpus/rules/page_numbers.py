r"""The numbers of printed pages.

# Class Notes

A number that stands alone on its line may be a page's, a chapter's, a verse's. What distinguishes them: the
numbers of pages run on through the text, one higher each time, at least some hundred characters apart, and they
fall where the paper ended: often in the middle of a sentence, so that the next line goes on in small letters. No
chapter does. Where a page cuts a sentence one line break is left, which hard_wraps.py may close; elsewhere the
line alone goes. Roman numbers, as prefaces have them, are counted apart; those in capitals head parts of a text,
unless a word or a dash stands before them.

In a line a number is a page's if it says so in square brackets ([Pg 17]), and such numbers, too, count on at the
distance of pages: an author who refers to some does not.

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
from proust_attention.corpus.natural import ROMAN, as_number
from proust_attention.corpus.rules.cut_sentences import LONGEST_END, breaks_off, goes_on

FEWEST_PAGES = 5
FEWEST_CUT = 0.4  # of the pages end in the middle of a sentence
SHORTEST_PAGE = 300  # characters
MISSING = 2  # numbers of pages that may be missing between one and the next: pictures, blank pages

_PAGE = r"(?i:p(?:age|ág|ag|g)?|s(?:eite)?)\b"
_NUMBER = re.compile(
    rf"^[^\S\n]*(?:[\[({{—–-][^\S\n]*)?(?:(?:(?i:p(?:age|ág|ag|g)?|s(?:eite)?)\.?[^\S\n]*)?"
    rf"(?P<arabic>\d{{1,4}})(?:[^\S\n]?(?:/|de|of|von|di|sur)[^\S\n]?\d{{1,4}})?"
    rf"|(?:{_PAGE}\.?[^\S\n]*)?(?P<roman>{ROMAN}|{ROMAN.casefold()}))"
    r"[^\S\n]*(?:[\])}—–.:,;'’°*-][^\S\n]*)?$",
    re.MULTILINE,
)
_MARK = re.compile(rf"\[{_PAGE}[.:]?[^\S\n]?(\d{{1,4}})\]")


class _Number(NamedTuple):
    value: int
    is_roman: bool
    start: int
    end: int
    before: int  # where the text before it ends
    after: int  # where the text after it begins
    interrupts: bool  # perhaps a sentence: no sign ends the text before it
    cuts: bool  # surely a sentence: the text after it goes on in small letters


def page_numbers(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the numbers of printed pages."""
    last = 0
    for edit in sorted((*_on_lines(text), *_marks(text))):
        if edit.start >= last:  # else it stands alone on its line
            yield edit
            last = edit.end


def _marks(text: str) -> list[Edit]:
    """Return what drops the numbers that say in brackets that they are of pages: most count on, and those go."""
    marks = list(_MARK.finditer(text))
    steps = [int(two[1]) - int(one[1]) for one, two in itertools.pairwise(marks)]
    counts_on = {place for place, step in enumerate(steps) if 0 < step <= MISSING + 1}
    pages = [mark.span() for place, mark in enumerate(marks) if {place - 1, place} & counts_on]
    are_pages = 2 * len(pages) > len(marks) and _lie_apart([start for start, _ in pages])
    return [Edit(*span) for span in pages] if are_pages else []


def _lie_apart(starts: list[int]) -> bool:
    """Whether there are enough numbers, and the text between them is as long as pages are."""
    distances = sorted(two - one for one, two in itertools.pairwise(starts))
    return len(starts) >= FEWEST_PAGES and distances[len(distances) // 2] >= SHORTEST_PAGE


def _on_lines(text: str) -> Iterator[Edit]:
    """Drop those that stand alone on their lines."""
    found = [_number(text, match) for match in _NUMBER.finditer(text) if not _heads_a_part(match)]
    pages = [
        page
        for is_roman in (False, True)
        for page in _pages([number for number in found if number.is_roman == is_roman])
    ]
    numbers = {page.start for page in pages}
    last = 0
    for page in sorted(pages, key=lambda page: page.start):
        if page.start < last:  # an empty page: it went with the one before
            continue
        if page.interrupts:
            last = _end_of_gap(text, page, numbers)
            yield Edit(page.before + 1, last)  # what is left is one line break
        else:
            last = min(page.end + 1, len(text))
            yield Edit(page.start, last)


def _pages(numbers: list[_Number]) -> list[_Number]:
    """Return those numbers that are of pages."""
    pages = _longest_count(numbers)
    cut = sum(page.cuts for page in pages) >= FEWEST_CUT * len(pages)
    return pages if cut and _lie_apart([page.start for page in pages]) else []


def _end_of_gap(text: str, page: _Number, numbers: set[int]) -> int:
    """Return where the text goes on behind a page, and behind the empty ones that follow it."""
    after = page.after
    while after in numbers and (match := _NUMBER.match(text, after)):
        after = match.end()
        while after < len(text) and text[after].isspace():
            after += 1
    return after


def _heads_a_part(match: re.Match[str]) -> bool:
    """Whether a number is Roman, in capitals, and neither a word nor a dash stands before it."""
    roman = match["roman"]
    before = match[0][: match.start("roman") - match.start()]
    return roman is not None and roman.isupper() and not re.search(r"[\w—–-]", before)


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
    value = as_number((match["arabic"] or match["roman"]).casefold())
    is_roman = match["arabic"] is None
    return _Number(value, is_roman, match.start(), match.end(), before, after, interrupts, cuts)


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
