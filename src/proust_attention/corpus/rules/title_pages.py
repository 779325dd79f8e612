r"""What stands before a book begins and after it has ended: title pages, imprints, lists of volumes, colophons.

# Class Notes

No such page can be recognised safely by its look alone: a motto, a poem, "The End" look the same. So a page goes
only on evidence of its own, and whatever else looks like one is reported, not dropped (`doubtful`). In a plain
text the pages are what at least three empty lines, or a form feed, keep apart. A page of prose holds a long line,
or a paragraph of several lines that are about equally long. Before the first page of prose these are evidence, on
a page of short lines:

    imprint    what only a publisher or printer says: ISBN, copyright, third edition, printed by, the years of a
               life (1871-1922); or two different words of their trade. In any of six languages. Verse, speech,
               letters, casts (voices.py) may speak of printers too: they go only on what none of these says (©)
    contents   three or more lines in a row that count: 1. ... 2. ... 3. ...
    title      at least half of its few lines stand on a page that has evidence, one of two words or more among
               them: the title page before an imprint, the half-title behind it

Behind the last page of prose, where the author's own last words may stand, it is stricter: a short page goes, from
the end backwards, if a line of it stands on the imprint in front, and it speaks of the trade besides.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit
from proust_attention.corpus.rules.voices import FEWEST_LINES, is_cast, is_letter, is_speech, is_verse

LONG_LINE = 200  # characters: prose
LONGEST_PAGE, LINES_OF_A_PAGE = 4_000, 80  # characters and lines: with more, it is another kind of page
LINES_OF_A_TITLE = 8
SHORT_LINE = 120
MOST_PAGES = 60  # before the prose, or behind it

_GAP = re.compile(r"\n(?:[^\S\n]*+\n){3,}|\f")
_SUREST = re.compile(
    r"isbn|©|copyright|all rights reserved|droits (?:[^\n]{1,60} )?r[ée]serv|tous droits r"
    r"|derechos reservados|diritti riservati|rechte vorbehalten"
    r"|acab[oó] de imprimir|achev[ée] d.imprimer|dep[oó]sito legal|d[ée]p[oô]t l[ée]gal"
    r"|\(\s*1[0-9]{3}\s*[-–—]\s*[12][0-9]{3}\s*\)",
    re.IGNORECASE,
)
_SURE = re.compile(
    rf"{_SUREST.pattern}"
    r"|\b(?:first|second|third|\d+(?:st|nd|rd|th|e)|premi[èe]re|deuxi[èe]me|primera|segunda|tercera|prima"
    r"|seconda|terza|primeira|terceira|erste|zweite|dritte)"
    r"\s+(?:[ée]dition|edici[oó]n|edizione|edição|ausgabe|auflage)\b"
    r"|\b(?:es propiedad(?: del? \w+)?\.?\Z|dep[oó]sito que (?:marca|previene|exige) la ley|nachdruck verboten)"
    r"|\b(?:printed (?:by|in|and)|imprenta de|impreso (?:en|por)|imprim[ée] (?:par|en|sur)"
    r"|gedruckt (?:in|bei|von))\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:([ée]diti|edici|edizi|ediç|[ée]dit[eo]|publi|pubbli|verlag|coll?e[cç]|collana|schriften|impr[ei]|druck"
    r"|stampa|tipogr|biblioth|bibliot|librair|librer|propri[ée]t|num[ée]ris|digit)\w*"
    r"|(volume|version|tome|tomo) \d)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:(\d{1,3})|([IVXLC]{1,7}))[.):]\s")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Page(NamedTuple):
    """A piece of the text between two gaps."""

    start: int
    end: int
    lines: tuple[str, ...]  # those that are not empty, without the space around them

    @property
    def is_prose(self) -> bool:
        """Whether it holds running text."""
        return any(len(line) >= LONG_LINE for line in self.lines) or has_wrapped_paragraph(self.lines)

    @property
    def is_short(self) -> bool:
        """Whether it might be a page before or behind a book at all."""
        short = all(len(line) <= SHORT_LINE for line in self.lines)
        return short and len(self.lines) <= LINES_OF_A_PAGE and self.end - self.start <= LONGEST_PAGE


def title_pages(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop title pages, imprints, lists of volumes and colophons, where the text itself shows that they are."""
    front, back = _around_the_prose(list(_pages(text)))
    evident = [page for page in front if page.is_short and (_is_imprint(page) or _counts(page.lines))]
    found = len(evident) + 1
    while len(evident) != found:  # a title page may be known by the half-title that an imprint made known
        found = len(evident)
        evident += [page for page in front if page not in evident and _is_title(page, evident)]
    imprints = [page for page in evident if _is_imprint(page)]
    for page in reversed(back):
        if not _is_colophon(page, imprints):
            break
        evident.append(page)
    yield from (Edit(page.start, page.end) for page in sorted(evident))


def doubtful(text: str) -> list[Page]:
    """Return what `title_pages` leaves and somebody should look at.

    The pages before and behind the prose; and, where the prose begins and ends, short lines that speak of the
    trade, such as the signature of a publisher's preface.
    """
    pages = list(_pages(text))
    prose = [page for page in pages if page.is_prose]
    front, back = _around_the_prose(pages)
    edges = [*prose[:1], *prose[-1:]] if len(prose) > 1 else prose
    signed = {
        Page(text.index(line, page.start), page.end, (line,)): None
        for page in edges
        for line in (*page.lines[:LINES_OF_A_TITLE], *page.lines[-LINES_OF_A_TITLE:])
        if len(line) <= SHORT_LINE / 2 and (_TRADE.search(line) or _SURE.search(line))
    }
    return [*front, *signed, *back]


def _around_the_prose(pages: Sequence[Page]) -> tuple[Sequence[Page], Sequence[Page]]:
    """Return the pages before the first page of prose and behind the last; none where there is no prose."""
    prose = [number for number, page in enumerate(pages) if page.is_prose]
    if not prose or prose[0] > MOST_PAGES or len(pages) - prose[-1] > MOST_PAGES:
        return [], []
    return pages[: prose[0]], pages[prose[-1] + 1 :]


def _pages(text: str) -> Iterator[Page]:
    start = 0
    for end, next_start in [*(match.span() for match in _GAP.finditer(text)), (len(text), len(text))]:
        lines = tuple(line.strip() for line in text[start:end].split("\n") if line.strip())
        if lines:
            yield Page(start, end, lines)
        start = next_start


def has_wrapped_paragraph(lines: Sequence[str]) -> bool:
    """Whether four lines in a row are long and about equally long, and do not count."""
    for first in range(len(lines) - 3):
        four = lines[first : first + 4]
        lengths = [len(line) for line in four]
        if min(lengths) >= max(50, 0.8 * max(lengths)) and not any(_COUNTED.match(line) for line in four):
            return True
    return False


def _words_of_the_trade(page: Page) -> set[str]:
    """Return the different words of the trade, by their beginnings: edition and editions are one."""
    return {
        next(filter(None, match.groups())).casefold() for line in page.lines for match in _TRADE.finditer(line)
    }


def _is_imprint(page: Page) -> bool:
    if any(_SUREST.search(line) for line in page.lines):
        return True
    is_sure = any(_SURE.search(line) for line in page.lines)
    if (
        is_speech(page.lines)
        or is_letter(page.lines)
        or is_cast(page.lines)
        or is_verse(page.lines, FEWEST_LINES if is_sure else 2)
    ):
        return False
    return is_sure or len(_words_of_the_trade(page)) >= 2


def _counts(lines: Sequence[str]) -> bool:
    """Whether three lines in a row count on by one."""
    numbers = [_number(match) if (match := _COUNTED.match(line)) else None for line in lines]
    return any(
        one is not None and two == one + 1 and three == one + 2
        for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False)
    )


def _number(match: re.Match[str]) -> int:
    if match[1]:
        return int(match[1])
    values = [_ROMAN[letter] for letter in match[2]]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))


def _is_title(page: Page, evident: Sequence[Page]) -> bool:
    """Whether at least half of a few lines stand on pages with evidence, or within a line there."""
    known = " | ".join(f" {_plain(line)} " for other in evident for line in other.lines)
    shared = [line for line in page.lines if f" {_plain(line)} " in known]
    return (
        len(page.lines) <= LINES_OF_A_TITLE
        and 2 * len(shared) >= len(page.lines)
        and any(len(line.split()) >= 2 for line in shared)
    )


def _is_colophon(page: Page, imprints: Sequence[Page]) -> bool:
    known = [_plain(line) for imprint in imprints for line in imprint.lines if len(line.split()) >= 3]
    shared = any(line in _plain(own) for own in page.lines for line in known)
    of_the_trade = bool(_words_of_the_trade(page)) or any(_SURE.search(line) for line in page.lines)
    return page.is_short and len(page.lines) <= 2 * LINES_OF_A_TITLE and shared and of_the_trade


def _plain(line: str) -> str:
    """Return a line without what differs between one title page and the next."""
    return re.sub(r"[\W_]+", " ", line).strip().casefold()
