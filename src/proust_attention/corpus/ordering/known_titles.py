"""The seven volumes of the Recherche, known by the names that they have had in three languages (titles.toml).

A title holds more than a name: that of the whole work, a number in it, an author, a publisher's series. The name
of the work is set aside with its number; then a name of a volume is looked for, and a number behind it, which
distinguishes parts of a volume (Guermantes II), unless it is the volume's own (Sodom and Gomorrah [IV]). Where two
names stand (La prisonnière, Sodome et Gomorrhe III), the later volume is meant.

>>> volume("En busca del tiempo perdido, 3: El mundo de Guermantes", says_proust("Proust, M."), in_company=False)
(3, 0)
>>> volume("The Captive", of_proust=False, in_company=False) is None
True
"""

import re
from functools import cache
from typing import Any

from proust_attention.corpus.natural import ROMAN
from proust_attention.corpus.ordering.numbering import fold, marked, titles, value

SHORT = 2  # a name of fewer words may be that of many a book
_NUMBER = rf"(?:\d{{1,2}}|{ROMAN.casefold()})\b"


def volume(title: str, of_proust: bool, in_company: bool) -> tuple[int, int] | None:
    """Return the number of the volume that a title names, and that of a part of it, 0 if it names none.

    of_proust    it is surely Proust's; if not, nothing but the name of a volume may stand in the title
    in_company   other volumes are surely his; if not, nor may that name be short
    """
    plain = f" {_without_articles(fold(title))} "
    of_the_work = _work_and_number().search(plain)
    plain = _work_and_number().sub(" ", plain)
    found = [
        (number, match) for number, names in _known_titles() for name in names if (match := re.search(name, plain))
    ]
    if not found:
        number = of_the_work and (of_the_work[1] or of_the_work[2])
        return (value(number), 0) if number else None
    number, match = max(found, key=lambda one: (one[0], len(one[1][0])))
    beside = plain
    for _, other in found:
        beside = beside.replace(other[0], " ")
    beside = _numbers().sub(" ", beside).strip()
    if not of_proust and (beside or (len(match[0].split()) < SHORT and not in_company)):
        return None
    behind = plain[match.end() :]
    if part := marked().search(behind):
        return number, value(part[0])
    part = re.match(rf" *{_NUMBER}", behind)
    return number, value(part[0]) if part and value(part[0]) != number else 0


@cache
def _known_titles() -> list[tuple[int, list[str]]]:
    return [
        (number, [rf"\b{_without_articles(fold(name))}\b" for name in names])
        for number, names in enumerate(_table()["volumes"], 1)
    ]


@cache
def _names_of_the_work() -> tuple[str, ...]:
    return tuple(_without_articles(fold(name)) for name in _table()["names"])


@cache
def _work_and_number() -> re.Pattern[str]:
    """Return what finds the name of the whole work, with the number of the volume before or behind it.

    A number that counts them all (7 vols) is not that of one.
    """
    names, counted = "|".join(_names_of_the_work()), "|".join(titles()["words"]["numbering"].split())
    behind = rf"{marked().pattern}|{_NUMBER}(?! (?:{counted})\b)"
    return re.compile(rf"(?:({marked().pattern}) (?:of|de|du) )?\b(?:{names})\b(?: ({behind}))?")


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(rf"{marked().pattern}|\b{_NUMBER}")


def _without_articles(folded: str) -> str:
    return " ".join(word for word in folded.split() if word not in titles()["words"]["articles"].split())


def says_proust(text: str) -> bool:
    """Whether a text holds the author's name, or that of the whole work."""
    return is_the_work(text) or f" {fold(_table()['author'])} " in f" {fold(text)} "


def is_the_work(series: str) -> bool:
    """Whether a series is the Recherche, by its name."""
    return any(f" {name} " in f" {_without_articles(fold(series))} " for name in _names_of_the_work())


def name_of_the_work() -> str:
    """Return its name in its own language."""
    return _table()["names"][0]


def _table() -> dict[str, Any]:
    return titles()["recherche"]
