"""Lines of a text to look at before it is learned."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from proust_attention.corpus.cleaning import doubts
from proust_attention.corpus.document import Document
from proust_attention.corpus.reading import Source
from proust_attention.corpus.rules.mojibake import suspects
from proust_attention.corpus.statistics.noise import Noise

SHORT, OFTEN = 60, 4  # a line of fewer characters that stands so often may be a running head
SHOWN = 100  # characters of a line

_NO_SEPARATOR = re.compile(r"\w")
_SPECIAL = re.compile(r"[.^$*+?{}\[\]|()\\]")


class Suspicion(NamedTuple):
    """A line to look at."""

    line: int
    why: str
    text: str
    pattern: str = ""  # a regular expression for all lines like it, where it stands often


def suspicions(source: Source, document: Document, noise: Noise) -> tuple[Suspicion, ...]:
    """Return what is to be looked at of a text whose pages are still as they were found, in its order."""
    pages = (
        Suspicion(document.line(place), "a title page or a colophon?", said[:SHOWN])
        for place, said in doubts(document)
    )
    prefaces = (Suspicion(line, "a preface: the author's?", heading) for line, heading in source.doubtful)
    return tuple(
        sorted((*pages, *prefaces, *_repeated(document), *_spoilt(document, noise), *_mojibake(document)))
    )


def _repeated(document: Document) -> Iterator[Suspicion]:
    """Yield the first of the lines that stand often, but for their numbers."""
    groups = defaultdict[str, list[tuple[int, str]]](list)
    place = 0
    for whole in document.text.split("\n"):
        line = whole.strip()
        if len(line) < SHORT and _NO_SEPARATOR.search(line):
            groups[re.sub(r"\d+", "0", line)].append((place, line))
        place += len(whole) + 1
    for group in groups.values():
        if len(group) >= OFTEN:
            pattern = re.sub(r"\d+", r"\\d+", _SPECIAL.sub(r"\\\g<0>", group[0][1]))
            why = f"stands {len(group)} times: a running head?"
            yield Suspicion(document.line(int(document.origin[group[0][0]])), why, group[0][1], f"^{pattern}$")


def _spoilt(document: Document, noise: Noise) -> Iterator[Suspicion]:
    """Yield the lines that recognition has spoilt most."""
    for place, why in noise.worst:
        line = document.text[place : place + SHOWN].partition("\n")[0]
        yield Suspicion(document.line(int(document.origin[place])), f"spoilt: {why}", line.strip())


def _mojibake(document: Document) -> Iterator[Suspicion]:
    """Yield where a text, as it stands now, may hold mojibake, first in each line, and what is around it."""
    first: dict[int, int] = {}
    for place in suspects(document.text):
        first.setdefault(document.line(int(document.origin[place])), place)
    for line, place in first.items():
        yield Suspicion(line, "mojibake?", document.text[max(0, place - 40) : place + 60])
