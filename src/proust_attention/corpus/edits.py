"""What a rule of cleaning is: a pure function that reads a text and says what to change in it.

A rule sees nothing but the text as it stands and the alphabet that it is to be brought into; it yields edits, from
the beginning of the text to its end, none overlapping another. Making them, and keeping the account, is the
document's work (document.py). The name of a rule is the name of its function.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from proust_attention.corpus.alphabets import DROPPED, REPLACED, Alphabet


class Edit(NamedTuple):
    """Put `into` in the place of the characters from `start` up to `end`, of which there is at least one."""

    start: int
    end: int
    into: str = ""
    fate: str = DROPPED  # of the characters: dropped, replaced or folded


Rule = Callable[[str, Alphabet], Iterable[Edit]]


def replace(start: int, end: int, into: str) -> Edit:
    """Put another form in the place of some characters."""
    return Edit(start, end, into, REPLACED)


def drop_all(pattern: re.Pattern[str], text: str) -> Iterable[Edit]:
    """Drop all that a pattern finds."""
    return (Edit(*match.span()) for match in pattern.finditer(text))
