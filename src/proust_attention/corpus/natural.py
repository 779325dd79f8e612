"""Natural order: names sorted as people count, with their numbers, Arabic and Roman, as numbers.

Roman ones end at XXXIX, since C, D, L and M are more often initials.
"""

import re
from collections.abc import Iterable
from pathlib import Path

ROMAN = r"(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{0,3}|I{1,3})"
_VALUES = {"i": 1, "v": 5, "x": 10}

# Small letters are named, for re.IGNORECASE takes the Turkish ı for an I.
_NUMBERS = re.compile(rf"(\d+|(?<=[ _.-])(?:{ROMAN}|{ROMAN.casefold()})(?![^\W_]))")


def natural_order(paths: Iterable[str | Path]) -> list[Path]:
    """Sort files as people count: Proust-2 before Proust-10, IV before IX.

    >>> [path.name for path in natural_order(["b-10.txt", "b-9.txt", "a.txt"])]
    ['a.txt', 'b-9.txt', 'b-10.txt']
    """
    return sorted(map(Path, paths), key=lambda path: natural_key(str(path)))


def natural_key(name: str) -> list[tuple[bool, int, str]]:
    """Return what to sort a name by so that its numbers, Arabic and Roman, count: 2 before 10, IV before IX."""
    parts = _NUMBERS.split(name)
    return [
        (True, as_number(part.casefold()), "") if place % 2 else (False, 0, part.casefold())
        for place, part in enumerate(parts)
    ]


def as_number(text: str) -> int:
    """Return the number that stands in a text in small letters: the first in digits, or its last word in Roman.

    >>> as_number("2e"), as_number("tomo xiv")
    (2, 14)
    """
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits[0])
    values = [_VALUES[letter] for letter in text.split()[-1]]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))
