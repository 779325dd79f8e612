"""The account of what the markup of a book sets apart from its text."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate

from proust_attention.corpus.books.book import Dropped, SetApart

FIRST_WORDS = 60  # characters of what was dropped, to be shown
SHOWN = 5


class LeftOut:
    """What was left out so far."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._sizes: Counter[str] = Counter()
        self._first: defaultdict[str, list[str]] = defaultdict(list)
        self._pieces: list[tuple[int, str, str]] = []

    def add(self, kind: str, text: str, paragraph: int) -> None:
        """Count one thing, which may be without words, and stood before or in a paragraph, counted from 0."""
        self._counts[kind] += 1
        words = text.split()
        self._sizes[kind] += sum(map(len, words))
        if words:
            self._pieces.append((paragraph, kind, text))
            if len(self._first[kind]) < SHOWN:
                self._first[kind].append(" ".join(words)[:FIRST_WORDS])

    def account(self) -> tuple[Dropped, ...]:
        """Return the account, by kinds, in the order in which they came."""
        return tuple(
            Dropped(kind, count, self._sizes[kind], tuple(self._first[kind]))
            for kind, count in self._counts.items()
        )

    def pieces(self, paragraphs: Sequence[str]) -> tuple[SetApart, ...]:
        """Return all of it, in reading order; `paragraphs` are those of the text, with an empty line between."""
        lines = lines_of(paragraphs)
        last = len(lines) - 1
        return tuple(SetApart(lines[min(number, last)], kind, text) for number, kind, text in self._pieces)


def lines_of(paragraphs: Sequence[str]) -> list[int]:
    """Return the line, from 1, on which each paragraph begins, and the last line of all."""
    *begins, behind = accumulate((text.count("\n") + 2 for text in paragraphs), initial=1)
    return [*begins, max(1, behind - 2)]
