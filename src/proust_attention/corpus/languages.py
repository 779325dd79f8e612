r"""In which languages a text is, line by line: it may hold two, one after the other or side by side.

# Class Notes

The commonest words of a language are a quarter to a half of any text in it, and few of them are another's. So a
line shows its language if it holds at least two more of one language's words than of any other's; most lines of
prose do. Lines that do not are looked at together, up to the next that does; and where they show nothing even so,
between two lines of one language, they are taken to be in it as well, unless they hold more words of another.

>>> text = "El mar era gris y no se veía la isla.\nAna leía.\nY por la tarde el viento, que no cesa.\n"
>>> [stretch[:3] for stretch in stretches(text + "The sea was grey and the wind had fallen to nothing at all.")]
[('es', 1, 3), ('en', 4, 4)]
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from proust_attention.corpus.alphabets import FEWEST_COMMON_WORDS, common_words, languages, nearest_language

PIECE, LOOKED_AT = 1_000, 300  # characters: of each piece of a long line its beginning is looked at
BETWEEN_COLUMNS = "   "  # a text and its translation may stand side by side
MORE = 2  # words of one language than of any other
ENOUGH = 100  # characters in a language; fewer show none
LONG = 2_000  # characters; of a shorter text that shows no language nothing is said: it may be names, or numbers
A_PART = 0.25  # of a text shows its language
NEARLY_ALL = 0.8  # of a text seems to be in one language whose words are rare in it: so it is in none
TOLD = 0.03  # of a text is in another language; in novels and plays, hardly a hundredth seems so

_WORD = re.compile(r"[^\W\d_]+")


class Stretch(NamedTuple):
    """Lines of a text, one after the other, that are in one language."""

    language: str
    first: int  # line, from 1
    last: int
    characters: int


class Share(NamedTuple):
    """How much of a text is in a language, and where."""

    language: str
    share: float  # of the characters whose language shows
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Languages:
    """The languages that a text shows."""

    shares: tuple[Share, ...] = ()  # the largest first, those apart that are not worth telling
    is_unknown: bool = False  # it is long enough to show a language, and shows none

    @property
    def main(self) -> str | None:
        """The language in which most of the text is."""
        return self.shares[0].language if self.shares else None


def languages_of(text: str) -> Languages:
    """Return what languages a text shows; it may be too short to show any."""
    is_long, nearest = len(text) >= LONG, nearest_language(text)
    if nearest is not None and nearest not in languages():
        return Languages((Share(nearest, 1),) if is_long else ())
    found = stretches(text)
    counts = Counter[str]()
    for one in found:
        counts[one.language] += one.characters
    shown = {code: count for code, count in counts.most_common() if count >= ENOUGH}
    total, most = sum(shown.values()), max(shown.values(), default=0)
    if total < A_PART * len(text) or (nearest is None and most >= NEARLY_ALL * total):
        return Languages(is_unknown=is_long)
    shares = (
        Share(code, count / total, tuple(one for one in found if one.language == code))
        for code, count in shown.items()
        if count >= TOLD * total
    )
    return Languages(tuple(shares))


def stretches(text: str) -> list[Stretch]:
    """Return the stretches of a text whose language shows, in their order."""
    found: list[Stretch] = []
    waiting: list[_Piece] = []  # those since the last that shows a language
    for piece in _pieces(text):
        if piece.language is None:
            waiting.append(piece)
            continue
        _join(found, waiting, following=piece.language)
        waiting.clear()
        _add(found, piece.language, piece.line, piece.line, piece.size)
    _join(found, waiting, following=None)
    return found


class _Piece(NamedTuple):
    """A piece of a line."""

    line: int
    size: int  # characters
    words: int
    hits: list[int]  # of these words, how many are among the commonest of each language
    language: str | None  # that it shows


def _pieces(text: str) -> Iterator[_Piece]:
    known = _languages_of_words()
    for number, line in enumerate(text.split("\n"), 1):
        for column in line.split(BETWEEN_COLUMNS):
            for start in range(0, len(column), PIECE):
                words = _WORD.findall(column[start : start + LOOKED_AT].casefold())
                hits = [0] * len(languages())
                for those in filter(None, map(known.get, words)):
                    for language in those:
                        hits[language] += 1
                yield _Piece(number, min(PIECE, len(column) - start), len(words), hits, _shown(hits, len(words)))


@cache
def _languages_of_words() -> dict[str, tuple[int, ...]]:
    """Return to which languages that have an alphabet, by their numbers, each common word belongs."""
    words = [common_words()[code] for code in languages()]
    every = frozenset[str]().union(*words)
    return {word: tuple(number for number, of in enumerate(words) if word in of) for word in every}


def _shown(hits: list[int], words: int) -> str | None:
    """Return the language that some words show, None if they show none."""
    second, most = sorted(hits)[-2:]
    shows = most - second >= MORE and most >= FEWEST_COMMON_WORDS * words
    return languages()[hits.index(most)] if shows else None


def _join(found: list[Stretch], waiting: list[_Piece], following: str | None) -> None:
    """Add pieces that show no language by themselves, if they do together, or stand between two of one."""
    if not waiting:
        return
    hits = [sum(piece.hits[number] for piece in waiting) for number in range(len(languages()))]
    language = _shown(hits, sum(piece.words for piece in waiting))
    if language is None and found and found[-1].language == following:
        rank = dict(zip(languages(), hits, strict=True))
        language = following if rank[following] == max(hits) else None
    if language is not None:
        _add(found, language, waiting[0].line, waiting[-1].line, sum(piece.size for piece in waiting))


def _add(found: list[Stretch], language: str, first: int, last: int, characters: int) -> None:
    """Add a stretch, or make the last one longer."""
    if found and found[-1].language == language:
        _, first, _, before = found.pop()
        characters += before
    found.append(Stretch(language, first, last, characters))
