"""What is nearly the same as something known: a word, or a line, in which recognition has spoilt one place.

>>> alike = Alike(["lacasadelosmembrillos"])
>>> alike.has("lacasadel0smembrillos"), alike.has("lacasadelpueblo")
(True, False)
"""

from collections import defaultdict
from collections.abc import Iterable

ALIKE = 0.8  # of the letters of the longer one are shared
SAME_END = 3  # letters at the beginning or the end that two share at least
MOST_COMPARED = 10  # of those with the same end, the shortest


class Alike:
    """Some words, to be compared with what is nearly one of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_end = defaultdict[str, list[str]](list)
        for word in sorted(words, key=len):
            for end in _ends(word):
                self._by_end[end].append(word)

    def has(self, word: str) -> bool:
        """Whether one of them differs in one place only, and little."""
        return any(
            _shared(word, known) >= ALIKE * max(len(word), len(known))
            for end in _ends(word)
            for known in self._by_end.get(end, ())[:MOST_COMPARED]
        )


def _ends(word: str) -> set[str]:
    return {f"{word[:SAME_END]}…", f"…{word[-SAME_END:]}"}


def _shared(one: str, two: str) -> int:
    """Return how many letters two words have in common at their beginning and at their end together."""
    shortest = min(len(one), len(two))
    first = next((place for place in range(shortest) if one[place] != two[place]), shortest)
    last = next(
        (place for place in range(shortest - first) if one[-1 - place] != two[-1 - place]), shortest - first
    )
    return first + last
