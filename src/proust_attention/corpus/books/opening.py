"""From a path to the books in it.

# Class Notes

A file is told by its content (detection.py) and handed to the reader of its format; that returns documents, which
are made into a book (assembling.py). A ZIP, and a folder, is a list of files. What is no book is passed over
there, and named, but for what never is one: the pictures and style sheets beside an HTML page, a package. Plain
text is no format that could be told among those; there it needs a name that ends in .txt, .text or .md.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import detection, limits
from proust_attention.corpus.books.archives import Archive, Budget
from proust_attention.corpus.books.book import Book
from proust_attention.corpus.books.epub.epub import is_epub, open_epub
from proust_attention.corpus.books.epub.opf import about
from proust_attention.corpus.books.finding import files_of, printable, read_file
from proust_attention.corpus.books.kindle.mobi import open_mobi, palm_text
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.assembling import assemble
from proust_attention.corpus.books.markup.documents import Opened
from proust_attention.corpus.books.markup.parsing import STRICT, parse
from proust_attention.corpus.books.single.fictionbook import open_fictionbook
from proust_attention.corpus.books.single.html import open_webpage
from proust_attention.corpus.books.single.tei import open_tei
from proust_attention.corpus.decoding import decode
from proust_attention.corpus.natural import natural_key
from proust_attention.errors import InputError

PLAIN_NAMES = (".txt", ".text", ".md")
NO_BOOKS = (  # not worth a word
    *(".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".ico", ".css", ".js"),
    *(".opf", ".ncx", ".ttf", ".otf", ".woff", ".woff2", ".ini", ".db", ".json", ".toml", ".yaml"),
)
PAGE_AND_PACKAGE = ("index.html", "metadata.opf")  # of an HTMLZ

NO_BOOK_IN_IT = "is an archive that holds no book of a known format"

READERS = {
    detection.MOBI: open_mobi,
    detection.FB2: open_fictionbook,
    detection.TEI: open_tei,
    detection.HTML: open_webpage,
}


def open_books(
    path: Path,
    alphabet: Alphabet | None = None,
    *,
    headings: bool = True,
    passed_over: Callable[[str], None] | None = None,
) -> list[Book]:
    """Open a file of any known format, a ZIP of any of them, or a folder of any.

    alphabet      decides between encodings where a text does not say its own
    headings      False drops them
    passed_over   is told what is not read in a folder or an archive, and why: a line for each

    Raises InputError with the name and the reason: not there, no book, protected, damaged, beyond a limit; and
    MissingExtraError where a library is missing.
    """
    opener = _Opener(alphabet or Alphabet.of_all(), headings)
    if path.is_dir():
        folder = path.name or path.resolve().name  # "." has none
        books = [
            book
            for file in files_of(path)
            for book in opener.file(read_file(file), f"{folder}/{file.relative_to(path).as_posix()}", alone=False)
        ]
        if not books:
            raise InputError("; ".join([f"{path} holds no book of a known format", *opener.passed[:1]]))
    else:
        books = list(opener.file(read_file(path), path.name, alone=True))
    if passed_over is not None:
        for line in opener.passed:
            passed_over(line)
    return books


class _Opener:
    """What is the same for all the books that are opened together."""

    def __init__(self, alphabet: Alphabet, headings: bool) -> None:
        self._alphabet, self._headings = alphabet, headings
        self._characters = self._books = 0
        self.passed: list[str] = []  # what is not read, and why

    def file(self, content: bytes, name: str, *, alone: bool) -> Iterator[Book]:
        """Yield the books of a file; one that is not `alone` may be none. Raises InputError."""
        try:
            yield from self._any(content, name, alone, 0, Budget())
        except RefusedError as error:
            raise InputError(f"{name} {error}") from None

    def _any(self, content: bytes, name: str, alone: bool, depth: int, budget: Budget) -> Iterator[Book]:
        """Yield the books of a file or a member, counted."""
        kind = detection.tell(content)
        if kind == detection.ZIP:
            archive = Archive(content, budget)
            if not is_epub(archive):
                yield from self._members(archive, name, alone, depth, budget)
                return
            opened = open_epub(archive, self._alphabet)
            yield self._counted(self._assembled(opened, content, name))
        elif kind in READERS:
            yield self._counted(self._assembled(READERS[kind](content, name, self._alphabet), content, name))
        elif kind == detection.PALM_TEXT:
            yield self._plain(palm_text(content), "PalmDoc", content, name)
        elif kind == detection.TEXT and (alone or name.casefold().endswith(PLAIN_NAMES)):
            if len(content) > limits.CHARACTERS:  # a character is a byte or more
                raise RefusedError(f"holds more than {limits.CHARACTERS // limits.MEBI} MiB of text")
            yield self._plain(content, "text", content, name)
        elif alone:
            raise RefusedError(_reason(content, kind))
        else:
            self._pass(name, _reason(content, kind))

    def _pass(self, name: str, reason: str) -> None:
        """Remember what is not read, unless nobody would think that it is a book."""
        path = PurePosixPath(name)
        if path.suffix.casefold() not in NO_BOOKS and not path.name.startswith("."):
            self.passed.append(f"{name} {reason}")

    def _members(self, archive: Archive, name: str, alone: bool, depth: int, budget: Budget) -> Iterator[Book]:
        """Yield the books of an archive. Raises InputError if there are none, and it is `alone`."""
        if depth == limits.NESTING:
            raise RefusedError(f"is an archive in archives, more than {limits.NESTING} deep")
        page, package = PAGE_AND_PACKAGE
        said, found, passed = None, False, len(self.passed)
        if page in archive and package in archive:
            said = about(parse(decode(archive.read(package), name, self._alphabet).text, STRICT))
        for member in sorted(archive, key=natural_key):
            shown = f"{name}/{printable(member)}"
            try:
                begins = archive.begins(member, detection.HEAD)
                if not _may_be_a_book(begins, member):
                    self._pass(shown, _reason(begins, detection.tell(begins)))
                    continue
                content = archive.read(member, limits.FILE_BYTES)
                for book in self._any(content, shown, False, depth + 1, budget):
                    found = True
                    yield replace(book, **vars(said)) if said and member == page else book
            except RefusedError as error:
                raise InputError(f"{shown} {error}") from None
        if not found:
            del self.passed[passed:]
            if alone:
                raise RefusedError(NO_BOOK_IN_IT)
            self._pass(name, NO_BOOK_IN_IT)

    def _assembled(self, opened: Opened, content: bytes, name: str) -> Book:
        """Return the book. Raises RefusedError if there is no text in it."""
        book = assemble(opened, name, hashlib.sha256(content).hexdigest(), headings=self._headings)
        if not book.text:
            raise RefusedError("holds no text: its pages may be pictures")
        return book

    def _plain(self, encoded: bytes, kind: str, content: bytes, name: str) -> Book:
        """Return the book of a text without markup, counted."""
        decoded = decode(encoded, name, self._alphabet)
        hashed = hashlib.sha256(content).hexdigest()
        return self._counted(Book(name=name, format=kind, sha256=hashed, **decoded._asdict()))

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
    kind = detection.tell(begins)
    return (
        kind in (detection.ZIP, detection.PALM_TEXT)
        or kind in READERS
        or PurePosixPath(name).suffix.casefold() in PLAIN_NAMES
    )


def _reason(content: bytes, kind: str | None) -> str:
    """Return why a file is no book."""
    if kind == detection.TEXT:
        return "is plain text, which is read here only if its name ends in .txt"
    return detection.refusal(content) or (
        "is XML, but neither XHTML, FictionBook nor TEI"
        if kind
        else "is no book of a known format, and no plain text (one in UTF-16 is to be saved as UTF-8)"
    )
