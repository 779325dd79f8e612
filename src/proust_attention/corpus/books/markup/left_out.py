"""The account of what the markup of a book sets apart from its text."""

from collections import Counter, defaultdict

from proust_attention.corpus.books.book import Dropped

FIRST_WORDS = 60  # characters of what was dropped, to be shown
SHOWN = 5


class LeftOut:
    """What was left out so far."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._sizes: Counter[str] = Counter()
        self._first: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, kind: str, words: str) -> None:
        """Count one thing, which may be without words."""
        self._counts[kind] += 1
        self._sizes[kind] += len("".join(words.split()))
        if words and len(self._first[kind]) < SHOWN:
            self._first[kind].append(words[:FIRST_WORDS])

    def account(self) -> tuple[Dropped, ...]:
        """Return the account, by kinds, in the order in which they came."""
        return tuple(
            Dropped(kind, count, self._sizes[kind], tuple(self._first[kind]))
            for kind, count in self._counts.items()
        )
