"""From files to sources: texts as they were found, of books with what they say of themselves."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import Book, Dropped, SetApart, open_books
from proust_attention.corpus.natural import natural_key
from proust_attention.corpus.partly_utf8 import BROKEN, TWO_ENCODINGS
from proust_attention.shown import short_repr

PLACES_SHOWN = 5
LONGEST_WORDS = 300  # characters of a title, a name; what is longer is neither


@dataclass(frozen=True)
class Source:
    """A text as it was found; of a book, what is left when its markup is gone."""

    name: str
    text: str
    sha256: str  # of the bytes
    encoding: str
    encoding_was_guessed: bool = False
    format: str = "text"  # that of what has no markup
    title: str | None = None  # this and what follows: as the book says
    author: str | None = None
    language: str | None = None
    series: str | None = None
    number: float | None = None  # in the series
    parts: tuple[str, ...] = ()  # its headings
    dropped_with_markup: tuple[Dropped, ...] = ()
    set_apart: tuple[SetApart, ...] = ()  # the same in full
    doubtful: tuple[tuple[int, str], ...] = ()  # lines with which what may be another's begins, and its heading

    __repr__ = short_repr

    @classmethod
    def of_text(cls, name: str, text: str) -> "Source":
        """Make a source of a text that is already read."""
        return cls(name, text, hashlib.sha256(text.encode()).hexdigest(), "utf-8")

    @classmethod
    def of_book(cls, book: Book) -> "Source":
        """Make a source of a book that is open."""
        return cls(
            book.name,
            book.text,
            book.sha256,
            book.encoding,
            book.encoding_was_guessed,
            format=book.format,
            title=_short(book.title),
            author=_short(book.author),
            language=_short(book.language),
            series=_short(book.series),
            number=book.number,
            parts=book.parts,
            dropped_with_markup=book.dropped,
            set_apart=book.set_apart,
            doubtful=book.doubtful,
        )


def broken_characters(source: Source) -> Iterator[str]:
    """Yield what should be known of a text whose bytes were not all characters of one encoding."""
    if source.encoding == TWO_ENCODINGS:
        yield f"{source.name} is in two encodings, {source.encoding}, each line in one of them"
    if count := source.text.count(BROKEN):
        lines = [n for n, line in enumerate(source.text.split("\n"), 1) if BROKEN in line]
        more = f" and {len(lines) - PLACES_SHOWN:,} more" if len(lines) > PLACES_SHOWN else ""
        shown = ", ".join(map(str, lines[:PLACES_SHOWN]))
        yield f"{source.name} has {count:,} broken characters ({BROKEN}), which are lost: lines {shown}{more}"


def read_all(
    paths: Sequence[str | Path],
    alphabet: Alphabet,
    *,
    headings: bool = True,
    keep: Collection[str] = (),
    passed_over: Callable[[str], None] | None = None,
) -> list[Source]:
    """Read books of any format, folders and ZIP archives of them, in natural order; no two sources have one name.

    `headings`: whether the headings that the markup shows stay. `keep`: what stays of that which the markup sets
    apart (front-matter, notes ...). `passed_over` is called for each file in a folder
    or an archive that is not read. Raises InputError and MissingExtraError as `open_books` does.
    """
    sources = []
    read = list(map(Path, paths))
    names = [path.name for path in read]
    for path in read:
        books = open_books(path, alphabet, headings=headings, keep=keep, passed_over=passed_over)
        for book in sorted(books, key=lambda book: natural_key(book.name)):
            name = str(path) + book.name.removeprefix(path.name) if names.count(path.name) > 1 else book.name
            sources.append(replace(Source.of_book(book), name=name))
    return sources


def _short(words: str | None) -> str | None:
    """Return what a book says of itself on one line, of a length that can be shown; None for nothing."""
    return " ".join(words.split())[:LONGEST_WORDS] or None if words else None
