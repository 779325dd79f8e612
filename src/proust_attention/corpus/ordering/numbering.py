"""Numbers in titles and names, as people write them: 3, III, tomo III, part three, the third.

A number that says of itself what it counts (tomo 2, part two), or stands before everything else with a sign or a
nought (2. Guermantes, 02 Guermantes), is *marked*: it counts volumes, whatever they are called; 20 poems are so
many poems, and 20.000 leagues no volume. One that stands at the end or before a sign (Fortunata
II) only distinguishes volumes of the same title, and one in the middle (twenty 30 years) counts nothing. Nor do
years and other numbers above 99.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from proust_attention.corpus.natural import ROMAN, as_number


class Numbered(NamedTuple):
    """A title with a number in it."""

    number: int
    marked: bool
    stem: str  # the title without it, folded


def numbered(title: str) -> Numbered | None:
    """Find the number of a volume in its title.

    >>> numbered("Fortunata y Jacinta, tomo II")
    Numbered(number=2, marked=True, stem='fortunata y jacinta')
    >>> numbered("Fortunata y Jacinta II: dos historias")
    Numbered(number=2, marked=False, stem='fortunata y jacinta dos historias')
    """
    folded = fold(title)
    match = marked().search(folded)
    if match:
        return Numbered(value(match[0]), True, _joined(folded[: match.start()], folded[match.end() :]))
    for pattern, is_marked in ((_FIRST, True), (_LAST, False)):
        match = pattern.search(title)
        if match:
            number = value(match[1].casefold())
            return Numbered(number, is_marked, _joined(fold(title[: match.start(1)]), fold(title[match.end(1) :])))
    return None


_FIRST = re.compile(rf"^\W*(\d{{1,2}}(?=\s*(?:$|[^\w\s](?!\d)|_))|0\d(?=\s)|{ROMAN}(?=\s*[.):–—-]))")
_LAST = re.compile(rf"(?<=[\s(#,:–—-])(\d{{1,2}}|{ROMAN})(?=\s*(?:$|[)\].,:;–—-]))")


def fold(text: str) -> str:
    """Return the words of a text without case, accents and signs, one space between them.

    >>> fold("Le Côté de Guermantes (2e partie)")
    'le cote de guermantes 2e partie'
    """
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters.casefold()))


@cache
def marked() -> re.Pattern[str]:
    """Return what finds, in a folded text, a number with the word that says what it counts."""
    words, ordinals = "|".join(titles()["words"]["numbering"].split()), "|".join(_ordinals())
    return re.compile(
        rf"\b(?:(?:{words}) ?(?:\d{{1,2}}|{ROMAN.casefold()}|{ordinals})"
        rf"|(?:{ordinals}|\d{{1,2}}(?:re|er|e|eme|nd|rd|th|st|a|o)) (?:{words}))\b"
    )


def value(text: str) -> int:
    """Return the number that stands in a folded text.

    >>> value("tomo xiv"), value("part two"), value("2e partie")
    (14, 2, 2)
    """
    for word in text.split():
        if word in _ordinals():
            return _ordinals()[word]
    return as_number(text)


@cache
def titles() -> dict[str, Any]:
    """Return the tables of titles.toml."""
    return tomllib.loads((files(__package__) / "titles.toml").read_text(encoding="utf-8"))


@cache
def _ordinals() -> dict[str, int]:
    lines = titles()["words"]["ordinals"]
    return {word: number for number, line in enumerate(lines, 1) for word in line.split()}


def _joined(*pieces: str) -> str:
    return " ".join(piece.strip() for piece in pieces if piece.strip())
