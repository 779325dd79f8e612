r"""What stands before a book begins and after it has ended: title pages, imprints, lists of volumes, colophons.

# Class Notes

Nobody can tell such pages safely by their look alone: a motto, a poem, "The End" look the same. So a page goes
only on evidence, and whatever else looks like one is reported, not dropped (`doubtful`). In a plain text the pages
are what at least three empty lines, or a form feed, keep apart. A page of prose holds a long line, or a paragraph
of several lines that are about equally long. Before the first page of prose, evidence is any of these:

    imprint    a word of the printer's or publisher's trade (edition, ISBN, copyright ...), in any of six
               languages, or the years of a life: (1871-1922)
    contents   three or more lines in a row that count: 1. ... 2. ... 3. ...
    repeated   at least half of its lines stand on another of these pages

and everything up to the last page with evidence goes. Behind the last page of prose it is stricter, for there the
author's own last words may stand. A page goes, from the end backwards, if it is short, and either holds two words
of the trade or a line of three words or more that the imprint in front holds too.

A dedication is told by its ends: it begins with To (À, A, An ...), within a few short lines, and is signed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit

LONG_LINE = 200  # characters: prose
LONGEST_FRONT = 20_000  # characters before the prose; with more of them, it is another kind of book
LONGEST_BACK, LINES_BACK = 1_000, 12  # of a page behind the prose

_GAP = re.compile(r"\n(?:[^\S\n]*+\n){3,}|\f")
_YEARS = re.compile(r"\(\s*1[0-9]{3}\s*[-–—]\s*[12][0-9]{3}\s*\)")
_TRADE = re.compile(
    r"isbn|©|copyright|all rights reserved|tous droits|reservados|riservati|vorbehalten"
    r"|\b(?:[ée]dition|edici[oó]n|edizione|edição|ausgabe|auflage)\b"
    r"|\b(?:[ée]dit(?:eur|or|ore|ora|orial)s?|publish(?:er|ed)s?|publi[ée]e?s?|publicad[oa]|pubblicat[oa]|verlag)\b"
    r"|\b(?:collection|colecci[oó]n|collana|coleção|schriftenreihe)\b"
    r"|\b(?:imprim\w+|imprenta|impreso|impresso|printed|gedruckt|stampat[oa]|tipograf[ií]a)\b"
    r"|\b(?:volume \d|version \d|versi[oó]n \d|ebook|e-book|num[ée]ris\w+|digiti[sz]\w+|digitalizad[oa])",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s*(\d{1,3}|[IVXLC]{1,7})[.):\s]")
_TO = re.compile(r"[^\S\n]*(?:À|A|Á|Al|Alla|Ao|À la|To|Dem|Der|Meine[mr]|Für|For) [^\n]{1,100}\n")
_SIGNED = re.compile(
    r"[^\S\n]*(?:(?:[^\W\d_a-z]\.[ -]?){2,4}|[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){1,3}\.)[^\S\n]*"
)
LINES_OF_A_DEDICATION = 15


class Page(NamedTuple):
    """A piece of the text between two gaps."""

    start: int
    end: int
    lines: tuple[str, ...]  # those that are not empty, without the space around them

    @property
    def is_prose(self) -> bool:
        """Whether it holds running text."""
        return any(len(line) >= LONG_LINE for line in self.lines) or _has_wrapped_paragraph(self.lines)


def title_pages(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop title pages, imprints, lists of volumes and colophons, where the text itself shows that they are."""
    front, prose, back = _parts(text)
    end_of_front = _end_of_front(front)
    if end_of_front:
        yield Edit(0, end_of_front)
    imprints = [page for page in front if page.end <= end_of_front and _is_imprint(page)]
    start_of_back = len(text)
    for page in reversed(back):
        if not _is_colophon(page, imprints):
            break
        start_of_back = page.start
    if start_of_back < len(text) and prose:
        yield Edit(max(prose[-1].end, start_of_back), len(text))


def doubtful(text: str) -> list[Page]:
    """Return the pages before and behind the prose; those that are left may be title pages without evidence."""
    front, _, back = _parts(text)
    return front + back


def dedications(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop a signed dedication before the first long line."""
    end_of_head = next((m.start() for m in re.finditer(r"[^\n]+", text) if len(m[0]) >= LONG_LINE), 0)
    for line in re.finditer(r"^[^\n]+\n", text[:end_of_head], re.MULTILINE):
        if not _TO.fullmatch(line[0]):
            continue
        following = re.finditer(r"[^\n]*\S[^\n]*", text[line.end() : end_of_head])
        for count, match in enumerate(following):
            if count == LINES_OF_A_DEDICATION or _TO.fullmatch(match[0] + "\n"):
                break
            if _SIGNED.fullmatch(match[0]):
                yield Edit(line.start(), line.end() + match.end())
                return


def _parts(text: str) -> tuple[list[Page], list[Page], list[Page]]:
    """Return the pages before the first page of prose, from it to the last, and behind that."""
    pages = list(_pages(text))
    prose = [number for number, page in enumerate(pages) if page.is_prose]
    if not prose:
        return [], pages, []
    return pages[: prose[0]], pages[prose[0] : prose[-1] + 1], pages[prose[-1] + 1 :]


def _pages(text: str) -> Iterator[Page]:
    start = 0
    for end, next_start in [*(match.span() for match in _GAP.finditer(text)), (len(text), len(text))]:
        lines = tuple(line.strip() for line in text[start:end].split("\n") if line.strip())
        if lines:
            yield Page(start, end, lines)
        start = next_start


def _has_wrapped_paragraph(lines: Sequence[str]) -> bool:
    """Whether four lines in a row are long and about equally long, and do not count."""
    for first in range(len(lines) - 3):
        four = lines[first : first + 4]
        lengths = [len(line) for line in four]
        if min(lengths) >= max(50, 0.8 * max(lengths)) and not any(_COUNTED.match(line) for line in four):
            return True
    return False


def _end_of_front(front: Sequence[Page]) -> int:
    if not front or front[-1].end > LONGEST_FRONT:
        return 0
    evident = [
        page
        for page in front
        if _is_imprint(page)
        or _is_contents(page)
        or _is_repeated(page, [other for other in front if other != page])
    ]
    return evident[-1].end if evident else 0


def _is_imprint(page: Page) -> bool:
    return any(_TRADE.search(line) or _YEARS.search(line) for line in page.lines)


def _is_contents(page: Page) -> bool:
    counted = [bool(_COUNTED.match(line)) for line in page.lines]
    return any(all(counted[first : first + 3]) for first in range(len(counted) - 2))


def _is_repeated(page: Page, others: Sequence[Page]) -> bool:
    elsewhere = {_plain(line) for other in others for line in other.lines}
    return 2 * sum(_plain(line) in elsewhere for line in page.lines) >= len(page.lines)


def _is_colophon(page: Page, imprints: Sequence[Page]) -> bool:
    if page.end - page.start > LONGEST_BACK or len(page.lines) > LINES_BACK:
        return False
    words = {word.casefold() for line in page.lines for word in _TRADE.findall(line)}
    known = {_plain(line) for imprint in imprints for line in imprint.lines if len(line.split()) >= 3}
    return len(words) >= 2 or any(_plain(line) in known for line in page.lines)


def _plain(line: str) -> str:
    """Return a line without what differs between one title page and the next."""
    return re.sub(r"[\W_]+", " ", line).strip().casefold()
