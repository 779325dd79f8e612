r"""What Project Gutenberg puts around a text: a header before it, a licence behind it.

# Class Notes

A text of gutenberg.org stands between two lines that were made to be found by programs:

    *** START OF THE PROJECT GUTENBERG EBOOK SWANN'S WAY ***
    *** END OF THE PROJECT GUTENBERG EBOOK SWANN'S WAY ***

Older files say THIS for THE; the oldest have a header that ends with a line *END*THE SMALL PRINT! and no second
line; those of 2002 to 2004 say that "this header should be the first thing seen", and have the small print at
their end: there the first paragraphs go, as long as each speaks of the file. A first paragraph that names those
who made the file is theirs too, and so is a last line "End of Project Gutenberg's ...". A file may hold several
books. Without a line that opens, nothing is dropped: that a book speaks of Gutenberg is no reason.

>>> text = "*** START OF THE PROJECT GUTENBERG EBOOK X ***\nA tale.\n*** END OF THE PROJECT GUTENBERG EBOOK X ***"
>>> [text[edit.start:edit.end][:10] for edit in licence(text, Alphabet.of("en"))]
['*** START ', '*** END OF']
"""

import re
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit

LONGEST_SMALL_PRINT = 30_000  # characters, from the beginning of the file

_LINE = re.compile(
    r"^[^\S\n]*\*\*\*?[^\S\n]*(START|END) OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,400}\*\*\*.*\n?",
    re.MULTILINE | re.IGNORECASE,
)
_FIRST_THING = re.compile(r"\A.{0,2000}?^\W{0,9}This header should be the first thing seen", re.S | re.I | re.M)
_PARAGRAPH = re.compile(r"\s*+((?:[^\n]*\S[^\n]*(?:\n|\Z))+)")
_OF_THE_FILE = re.compile(
    r"\b(?:this header|project gutenberg|e-?texts?|e-?books?|small print|copyright laws)\b"
    r"|\A[^\S\n]*(?:(?:title|author|edition|language|editor|translator|posting date|release date|last updated"
    r"|character set encoding):|\[(?:yes,|this file|most recently|last updated)|\*{2,}"
    r"|(?:produced|prepared|transcribed|proofread|scanned) by)",
    re.IGNORECASE,
)
_SMALL_PRINT_BEGINS = re.compile(r"^.*\*START[* ]{1,4}THE SMALL PRINT", re.MULTILINE)
_SMALL_PRINT = re.compile(r"^.*\*END[* ]{1,4}THE SMALL PRINT.*\n?", re.MULTILINE)
_LAST_LINE = re.compile(
    r"\n[^\S\n]*\nEnd of (?:the |this )?Project Gutenberg(?:'s|’s| E).*(?=\n|\Z)", re.IGNORECASE
)
_MAKERS = re.compile(
    r"\s*(?:Produced|E-?text prepared|Transcribed|Proofread|Scanned|This (?:e-?text|e-?book|file) was \w+) by "
    r"[^\n]*\n(?:[^\S\n]*[^\s*][^\n]*\n){0,4}(?=[^\S\n]*\n)",
    re.IGNORECASE,
)


def licence(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the header and the licence of Project Gutenberg."""
    if "GUTENBERG" not in text and "Gutenberg" not in text:
        return
    last = 0
    for start, end in _books(text):
        if start > last:
            yield Edit(last, start)
        last = end
    if 0 < last < len(text):
        yield Edit(last, len(text))


def _books(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each book begins and ends: nothing if no line says that one begins."""
    lines = list(_LINE.finditer(text))
    starts = [match.end() for match in lines if match[1].upper() == "START"]
    small_print = _SMALL_PRINT.search(text, 0, LONGEST_SMALL_PRINT)
    if not starts and small_print and 2 * small_print.end() < len(text):  # it may stand at the end, too
        starts = [small_print.end()]
    patterns = [_LAST_LINE]
    if not starts and _FIRST_THING.match(text):
        starts = [_end_of_header(text)]
        patterns.append(_SMALL_PRINT_BEGINS)
    for start in starts:
        makers = _MAKERS.match(text, start)
        begin = makers.end() if makers else start
        end = next((match.start() for match in lines if match.start() >= begin), len(text))
        ends = (pattern.search(text, begin, end) for pattern in patterns)
        yield begin, min([match.start() for match in ends if match], default=end)


def _end_of_header(text: str) -> int:
    """Return where the first paragraphs end that speak of the file."""
    end = 0
    while end < LONGEST_SMALL_PRINT and (paragraph := _PARAGRAPH.match(text, end)):
        if not _OF_THE_FILE.search(paragraph[1]):
            break
        end = paragraph.end()
    return end
