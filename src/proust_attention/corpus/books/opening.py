"""From a path to the books in it.

# Class Notes

A file is told by its content (telling.py) and handed to the reader of its format; that returns documents, which
are made into a book (assembling.py). A ZIP, and a folder, is a list of files. What is no book is passed over
there: the pictures and style sheets beside an HTML page, a package. Plain text is no format that could be told
among those; there it needs a name that ends in .txt, .text or .md.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import limits, telling
from proust_attention.corpus.books.archives import Archive, Budget
from proust_attention.corpus.books.assembling import assemble
from proust_attention.corpus.books.book import Book
from proust_attention.corpus.books.documents import Opened
from proust_attention.corpus.books.epub import is_epub, open_epub
from proust_attention.corpus.books.fictionbook import open_fictionbook
from proust_attention.corpus.books.finding import files_of, printable, read_file
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup import STRICT, parse
from proust_attention.corpus.books.mobi import open_mobi
from proust_attention.corpus.books.opf import about
from proust_attention.corpus.books.tei import open_tei
from proust_attention.corpus.books.webpage import open_webpage
from proust_attention.corpus.decoding import decode
from proust_attention.corpus.numbering import natural_key
from proust_attention.errors import InputError

PLAIN_NAMES = (".txt", ".text", ".md")
PAGE_AND_PACKAGE = ("index.html", "metadata.opf")  # of an HTMLZ

READERS = {
    telling.MOBI: open_mobi,
    telling.FB2: open_fictionbook,
    telling.TEI: open_tei,
    telling.HTML: open_webpage,
}


def open_books(path: Path, alphabet: Alphabet | None = None, *, headings: bool = True) -> list[Book]:
    """Open a file of any known format, a ZIP of any of them, or a folder of any.

    alphabet   decides between encodings where a text does not say its own
    headings   False drops them

    Raises InputError with the name and the reason: not there, no book, protected, damaged, beyond a limit; and
    MissingExtraError where a library is missing.
    """
    opener = _Opener(alphabet or Alphabet.of_all(), headings)
    if not path.is_dir():
        return list(opener.file(read_file(path), path.name, alone=True))
    folder = path.name or path.resolve().name  # "." has none
    books = [
        book
        for file in files_of(path)
        for book in opener.file(read_file(file), f"{folder}/{file.relative_to(path).as_posix()}", alone=False)
    ]
    if not books:
        raise InputError(f"{path} holds no book of a known format")
    return books


class _Opener:
    """What is the same for all the books that are opened together."""

    def __init__(self, alphabet: Alphabet, headings: bool) -> None:
        self._alphabet, self._headings = alphabet, headings
        self._characters = self._books = 0

    def file(self, content: bytes, name: str, *, alone: bool) -> Iterator[Book]:
        """Yield the books of a file; one that is not `alone` may be none. Raises InputError."""
        try:
            yield from self._any(content, name, alone, 0, Budget())
        except RefusedError as error:
            raise InputError(f"{name} {error}") from None

    def _any(self, content: bytes, name: str, alone: bool, depth: int, budget: Budget) -> Iterator[Book]:
        """Yield the books of a file or a member, counted."""
        kind = telling.tell(content)
        if kind == telling.ZIP:
            archive = Archive(content, budget)
            if not is_epub(archive):
                yield from self._members(archive, name, depth, budget)
                return
            opened = open_epub(archive, self._alphabet)
            yield self._counted(self._assembled(opened, content, name))
        elif kind in READERS:
            yield self._counted(self._assembled(READERS[kind](content, name, self._alphabet), content, name))
        elif kind == telling.TEXT and (alone or name.casefold().endswith(PLAIN_NAMES)):
            decoded = decode(content, name, self._alphabet)
            hashed = hashlib.sha256(content).hexdigest()
            yield self._counted(Book(name=name, sha256=hashed, **decoded._asdict()))
        elif alone:
            raise RefusedError(_reason(content, kind))

    def _members(self, archive: Archive, name: str, depth: int, budget: Budget) -> Iterator[Book]:
        """Yield the books of an archive. Raises InputError if there are none."""
        if depth == limits.NESTING:
            raise RefusedError(f"is an archive in archives, more than {limits.NESTING} deep")
        page, package = PAGE_AND_PACKAGE
        said, found = None, False
        if page in archive and package in archive:
            said = about(parse(decode(archive.read(package), name, self._alphabet).text, STRICT))
        for member in sorted(archive, key=natural_key):
            shown = f"{name}/{printable(member)}"
            try:
                if not _may_be_a_book(archive.begins(member, telling.HEAD), member):
                    continue
                content = archive.read(member, limits.FILE_BYTES)
                for book in self._any(content, shown, False, depth + 1, budget):
                    found = True
                    yield replace(book, **vars(said)) if said and member == page else book
            except RefusedError as error:
                raise InputError(f"{shown} {error}") from None
        if not found:
            raise RefusedError("is an archive that holds no book of a known format")

    def _assembled(self, opened: Opened, content: bytes, name: str) -> Book:
        """Return the book. Raises RefusedError if there is no text in it."""
        book = assemble(opened, name, hashlib.sha256(content).hexdigest(), headings=self._headings)
        if not book.text:
            raise RefusedError("holds no text: its pages may be pictures")
        return book

    def _counted(self, book: Book) -> Book:
        """Count a book among those that are opened together. Raises RefusedError beyond the limit."""
        self._characters += len(book.text)
        self._books += 1
        if self._characters > limits.CHARACTERS or self._books > limits.BOOKS:
            raise RefusedError(
                f"is one too many: more than {limits.BOOKS:,} books or {limits.CHARACTERS:,} characters together"
            )
        return book


def _may_be_a_book(begins: bytes, name: str) -> bool:
    """Whether a member is worth unfolding, by its first bytes."""
    kind = telling.tell(begins)
    return kind == telling.ZIP or kind in READERS or PurePosixPath(name).suffix.casefold() in PLAIN_NAMES


def _reason(content: bytes, kind: str | None) -> str:
    """Return why a file is no book."""
    return telling.refusal(content) or (
        "is XML, but neither XHTML, FictionBook nor TEI"
        if kind
        else "is no book of a known format, and no plain text (one in UTF-16 is to be saved as UTF-8)"
    )
