r"""Where a page, a column or a line of the print begins: between two words, or within one.

# Class Notes

An edition in TEI keeps where the printed pages began (<pb/>), and rarely says whether that parts a word
(`break="no"`). White space beside it does: there two words stand. Without any, the book itself decides: if the
word made of both sides is found in it, it is one; if both sides are, they are two. A side that is no word
elsewhere is a part of one, unless the text is too short to say so: then only a side of one or two letters is. A
capital behind a small letter, and what stands behind a comma, begins a word.

A hyphen before a break is the print's, unless the book writes the word with it elsewhere, or both sides are words
(avoit-elle), and what they make is none; before *und* it stands for the rest of a word, and stays.

>>> words = Words("la llave y el reloj")
>>> mended(f"la{MAYBE}llave del re{NO} loj, 1913,{MAYBE}Madrid, la pala-{MAYBE} bra, Krönungs-{MAYBE} und", words)
'la llave del reloj, 1913, Madrid, la palabra, Krönungs- und'
"""

import re
from collections import Counter

MAYBE, NO = "\x02", "\x03"  # signs that no XML can hold
LONGEST_WORD = 60
LONGEST_PIECE = 2  # letters: what is no longer is a word only if it is one of those below
ENOUGH = 2_000  # words of a text, to know by it what is none

_HYPHENS = "\u00ad\u2010\u00ac\u2e17-"
_RUN = re.compile(f"[{MAYBE}{NO} ]*[{MAYBE}{NO}][{MAYBE}{NO} ]*")
_BESIDE = re.compile(rf"(?:(?<![^\W\d_])[^\W\d_]++[{_HYPHENS}]?+ ?+)?+[{MAYBE}{NO}][{MAYBE}{NO} ]*+[^\W\d_]*+")
_WORD = re.compile(r"[^\W\d_]+")
_HYPHENED = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:[-\u2010][^\W\d_]++)++")
_LAST = re.compile(r"[^\W\d_]+\Z")
_ONLY_THE_PRINTS = "\u00ad\u00ac\u2e17"  # which no word has of its own
_SUSPENDED = frozenset(("und", "oder", "bis", "noch"))
_ENDS, _BEGINS = ",.;:!?…»”)]", "«“¿¡([—"
_SHORT_WORDS = """
a al am an ao as at au be by ce ci da de di do du dé e el em en er es et eu fa fe go ha he há i if il im in io
ir is it ja je já la le li lo là ma me mi my ne ni no né o ob of on or os ou où re sa se si so su sì sí só ta
te to tu tà té tú u um un up us va ve vi we wo y ya yo zu à às ça é él ó
"""  # of six languages
_SHORT = frozenset(_SHORT_WORDS.split())


class Words:
    """How often each word stands in a text, but beside its breaks."""

    def __init__(self, text: str) -> None:
        unbroken = _BESIDE.sub(" ", text.casefold())
        self._counts = Counter(match[0] for match in _WORD.finditer(unbroken))
        self._counts.update(match[0].replace("\u2010", "-") for match in _HYPHENED.finditer(unbroken))
        self.are_enough = self._counts.total() >= ENOUGH

    def __contains__(self, word: str) -> bool:
        return self._counts[word.casefold()] > 0


def mended(text: str, words: Words) -> str:
    """Return a text with a space, or nothing, for each break."""
    pieces, last = [], 0
    for run in _RUN.finditer(text):
        before = text[max(last, run.start() - LONGEST_WORD) : run.start()]
        after = text[run.end() : run.end() + LONGEST_WORD]
        kept, between = _between(before, after, run[0], words)
        pieces += [text[last : run.start() - (len(before) - kept)], between]
        last = run.end()
    return "".join([*pieces, text[last:]])


def _between(before: str, after: str, run: str, words: Words) -> tuple[int, str]:
    """Return how much stays of what stands before a break, and what stands for the break."""
    size = len(before)
    if not before or not after or "\n" in (before[-1], after[0]):
        return size, ""
    following = _WORD.match(after)
    hyphened = _LAST.search(before[:-1]) if before[-1] in _HYPHENS else None
    if hyphened and following and after[0].islower() and not (NO not in run and following[0] in _SUSPENDED):
        own = before[-1] not in _ONLY_THE_PRINTS and _has_hyphen(hyphened[0], following[0], words)
        return (size if own else size - 1), ""
    if NO in run or " " in run:
        return size, "" if NO in run else " "
    leading = _LAST.search(before)
    if leading and following:
        return size, " " if _are_two(leading[0], following[0], words) else ""
    return size, " " if before[-1] in _ENDS and (following or after[0] in _BEGINS) else ""


def _has_hyphen(first: str, second: str, words: Words) -> bool:
    """Whether a hyphen before a break is the word's own."""
    if f"{first}-{second}" in words:
        return True
    return first + second not in words and first in words and second in words


def _are_two(first: str, second: str, words: Words) -> bool:
    """Whether what stands on both sides of a break are two words."""
    if first[-1].islower() and second[0].isupper():
        return True
    if first + second in words:
        return False
    known = first in words, second in words
    if words.are_enough or all(known):
        return all(known)
    return all(len(side) > LONGEST_PIECE or side.casefold() in _SHORT for side in (first, second))
