r"""Where lines were ended by a margin: a typewriter's, which is exact, or that of print, which is not.

# Class Notes

A program that wraps a paragraph at 70 columns ends each line where the next word would have passed the margin. A
line is *full* if the first word of the next would not have fitted; most verse is not, a paragraph's last line
hardly ever is, and a file with one paragraph to a line has no margin at all. With the width W at the length that
nine lines in ten do not pass, lines are wrapped if W is a usual width and most lines with another behind them are
full.

Print is set in letters of different widths: its lines have 56 to 68 characters, say, and none is full. But they
are all nearly as long as W; they go on in small letters; and signs stand about as often at their ends as behind
other words, while a line of verse ends where a clause does, and has them there three to ten times as often. How
long a line must be to go on, those show that surely do.

A file may hold a preface at one width, a novel at another, and a glossary at none. So it is measured in stretches
of some forty lines, each by itself; one that shows nothing is measured with the whole, or like its neighbours.

>>> novel = ["The sea was grey, they said, and the wind", "had fallen when the boats came in to the"] * 30
>>> glossary = ["quay, where boats are moored", "sea", "wind: moving air"] * 20
>>> [one and one.width for one in measures([*novel, "", *glossary])][59:63]
[41, 41, 41, 41]
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

FEWEST_LINES = 20
STRETCH = 40  # lines that others follow
FEW_LINES = 2 * STRETCH  # of which most may be full by chance: then the signs are looked at
NARROWEST, WIDEST = 30, 120  # characters
FEWEST_SMALL, MANY_SMALL = 0.4, 0.5  # of the lines of a typewriter and of print begin with a small letter
MOST = 0.6  # of the lines are full
NEARLY, HALF = 0.75, 0.5  # of the width
NEARLY_ALL = 0.75  # of the lines of print are nearly as wide as the widest
OFTENER, SURELY_OFTENER = 2.25, 3.0  # signs stand so much oftener at the ends of verses than elsewhere
FEWEST_SIGNS, NEVER = 0.1, 1000.0  # in a line; with fewer it is no prose, but a list, or verse without signs
SHORTEST = 0.05  # so many of those that surely go on may be shorter than a line that goes on

ENDS = (".", "!", "?", "…", ":", "»", "”", '"')

# What a program would not have parted: a word with the sign and the space before it, and those behind it.
FIRST_WORD = re.compile(r"(?:[«—–(] ?)?[^ \n]*(?: [;:!?»][^ \n]*)*")
_OPENING = "«“”\"'¡¿([—–- "
_SIGN = re.compile(r"[.,;:!?…»”](?=[\s»”\"]|$)")


class Measure(NamedTuple):
    """How lines were ended."""

    width: int  # which nine in ten do not pass
    goes_on: int  # a line with so many characters, or more, goes on
    cut_off: float  # and so does one with so many, if it is cut off in a sentence

    def is_full(self, line: str, following: str) -> bool:
        """Whether a line ends where it does because of the margin."""
        return len(line) >= self.goes_on or is_full(line, following, self.width)


def is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted into this one."""
    first = FIRST_WORD.match(following)
    return len(line) + 1 + (len(first[0]) if first else 0) > width


def measure(lines: Sequence[str]) -> Measure | None:
    """Return the margin of some lines, or None if they have none."""
    pairs = [(line, following) for line, following in pairwise(lines) if line and following]
    if len(pairs) < FEWEST_LINES:
        return None
    lengths = sorted(len(line) for line, _ in pairs)
    width = lengths[int(0.9 * len(lengths))]
    if not NARROWEST <= width <= WIDEST:
        return None
    small = sum(following.lstrip(_OPENING)[:1].islower() for _, following in pairs) / len(pairs)
    full = sum(is_full(line, following, width) for line, following in pairs) / len(pairs)
    clauses = _clauses_at_ends([line for line in lines if NEARLY * width <= len(line) <= 2 * width])
    if (
        full >= MOST
        and small >= FEWEST_SMALL
        and clauses <= (SURELY_OFTENER if len(pairs) <= FEW_LINES else NEVER)
    ):
        return Measure(width, width + 1, NEARLY * width)
    nearly = len(lengths) - bisect_left(lengths, NEARLY * width)
    if nearly < NEARLY_ALL * len(pairs) or small < MANY_SMALL or clauses > OFTENER:
        return None
    going_on = sorted(len(line) for line, following in pairs if surely_goes_on(line, following))
    if not going_on:
        return None
    return Measure(width, going_on[int(SHORTEST * len(going_on))], HALF * width)


def measures(lines: Sequence[str]) -> list[Measure | None]:
    """Return, for each line, the margin at which it may have been ended."""
    found: list[Measure | None] = []
    parts = list(_stretches(lines))
    whole, own = measure(lines), [measure(lines[start:end]) for start, end in parts]
    for number, (start, end) in enumerate(parts):
        one = own[number]
        if one is None or (whole and whole.width < one.width):
            other = whole or next(filter(None, own[max(0, number - 1) : number + 2]), None)
            one = other and other._replace(cut_off=NEARLY * other.width)  # these may be cut off for another reason
        found += [one] * (end - start)
    return found


def surely_goes_on(line: str, following: str) -> bool:
    """Whether a line is cut off in a sentence."""
    return following[0].islower() and not line.endswith(ENDS)


def _clauses_at_ends(lines: Sequence[str]) -> float:
    """Return how much oftener signs stand at the ends of lines than behind other words."""
    at_ends = sum(_SIGN.search(line[-2:]) is not None for line in lines)
    elsewhere = sum(len(_SIGN.findall(line)) for line in lines) - at_ends
    if at_ends + elsewhere < FEWEST_SIGNS * len(lines):
        return 2 * NEVER
    return at_ends / len(lines) * sum(line.count(" ") for line in lines) / max(1, elsewhere)


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where stretches of lines begin and end: at an empty line, or where they are twice as long as usual."""
    start = followed = 0
    for number in range(len(lines) - 1):
        followed += bool(lines[number] and lines[number + 1])
        if followed >= (2 * STRETCH if lines[number] else STRETCH):
            yield start, number + 1
            start, followed = number + 1, 0
    yield start, len(lines)
