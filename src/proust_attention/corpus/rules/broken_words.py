r"""Words that were broken at the end of a line, or of a page, made whole.

# Class Notes

A hyphen behind a letter at a line's end, and a letter at the beginning of the next, show a broken word, whatever
the margin was. The hyphen may be the word's own (peut-être) or the printer's (exam-ple). The text itself decides:
the form goes that it uses less elsewhere. Where it uses neither, the hyphen is a word's own before a capital
(Saint-Loup) and before what often stands behind one (moment-là), or if most of those that the text decides are, as
where a program wrapped the lines, and otherwise the printer's. Of that we are sure behind a full line; elsewhere
only if the rest is no word of the text by itself, and the line is as long as one of print, or a page ended there.
Cervantes wrote short verses that break off within words, boquirru-, and the next begins with que.

Where a margin ended the line, hard_wraps.py makes the word whole as it joins the two. Elsewhere the rest of the
word moves up to its beginning, and the line ends behind it; where a page ended in the word, the gap goes.

>>> text = "the wind had fal-\nlen again, and it had fallen"
>>> [(text[edit.start : edit.end], edit.into) for edit in broken_words(text, Alphabet.of("en"))]
[('-\n', ''), (' ', '\n')]
"""

import re
from collections import Counter
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, replace
from proust_attention.corpus.rules.margins import FIRST_WORD, NARROWEST

LONGEST_WORD = 60
OWN = "-"  # counted among the words of a text, where most hyphens at the ends of its lines are the words' own
AND = ("und", "oder", "bis", "sowie")  # Vor- und Nachteile
OFTEN = 3  # times that a text has an end such as -là

# It begins with one sign, so that the search leaps from one of them to the next.
_BROKEN = re.compile(r"-(?<=[^\W\d_]-)\n\n?(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_REST = re.compile(r"-(?<=[^\W\d_]-)\n([^\W\d_]+(?:-[^\W\d_]+)*)")  # so does this
_BEGINNING = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]-)[^\W\d_]++(?:-[^\W\d_]++)*+\Z")
_LAST_PART = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)*(?=-\Z)")


def words_of(text: str) -> Counter[str]:
    """Return how often a text has each word and each end such as -là, in small letters; none if none is broken."""
    if not _BROKEN.search(text):
        return Counter()
    small = text.casefold()
    words = Counter(_WORD.findall(small))
    own = behind = 0
    for match in _REST.finditer(small):
        line = small[max(behind, small.rfind("\n", 0, match.start()) + 1) : match.start()]
        if beginning := _BEGINNING.search(line):
            hyphened, joined = words[f"{beginning[0]}-{match[1]}"], words[beginning[0] + match[1]]
            own += (hyphened > joined) - (joined > hyphened)
            behind = match.end()
    for word, count in [item for item in words.items() if "-" in item[0]]:
        words[f"-{word.rpartition('-')[2]}"] += count
    words[OWN] = int(own > 0)
    return words


def hyphen_between(line: str, following: str, words: Counter[str], *, full: bool, gap: bool) -> str | None:
    """Return what stays of the hyphen at a line's end: itself or nothing; None if it seems to break no word.

    `full`: whether it was a margin that ended the line; `gap`: whether there is an empty line between the two.
    """
    first, rest = _LAST_PART.search(line[-LONGEST_WORD:]), _WORD.match(following)
    if not first or not rest:
        return None
    hyphened, joined = (words[f"{first[0]}{sign}{rest[0]}".casefold()] for sign in ("-", ""))
    if rest[0][0].isupper() and not f"{first[0]}{rest[0]}".isupper():
        return "-" if full or (hyphened and not gap) else None
    if hyphened or joined:
        return "-" if hyphened > joined else ""
    if rest[0] in AND or (gap and not first.start()):  # a line that is nothing else is a dictionary's: anti-
        return None
    if words[OWN] or words[f"-{rest[0].casefold()}"] >= OFTEN:
        return "-"
    known = words[rest[0].casefold()] > 1  # once: here
    return "" if full or (not known and (gap or len(line) >= NARROWEST)) else None


def broken_words(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Make words whole that were broken at the end of a line or of a page."""
    words = words_of(text)
    for match in _BROKEN.finditer(text):
        start, following = match.start() + 1, match.end()
        word = FIRST_WORD.match(text, following)
        if word is None:
            continue
        line, gap = text[text.rfind("\n", 0, start) + 1 : start], match[0].endswith("\n\n")
        hyphen = hyphen_between(line, word[0], words, full=False, gap=gap)
        if hyphen is None:
            continue
        yield Edit(start - 1 + len(hyphen), following)
        if not gap and text[word.end() : word.end() + 1] == " ":
            yield replace(word.end(), word.end() + 1, "\n")
