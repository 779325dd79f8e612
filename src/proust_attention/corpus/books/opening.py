r"""From a path to the books in it.

# Class Notes

The format of a file is detected by its content (detection.py), and the list of formats (formats.py) says how it
is read. A reader returns documents, which are made into a book (markup/assembling.py), or a text without markup,
or an archive, whose members are files again, as those of a folder are. What holds no book is passed over there,
and named, but for what never does: the pictures and style sheets beside an HTML page, a package.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import limits
from proust_attention.corpus.books.archives import Archive, Budget, Packed
from proust_attention.corpus.books.book import Book
from proust_attention.corpus.books.detection import HEAD, File, Format, detect
from proust_attention.corpus.books.finding import files_of, other_books_in, printable, read_file
from proust_attention.corpus.books.formats import FORMATS
from proust_attention.corpus.books.limits import NoTextError, RefusedError
from proust_attention.corpus.books.markup.assembling import assemble
from proust_attention.corpus.books.markup.documents import Opened
from proust_attention.corpus.books.markup.vocabularies import HEADINGS, OPTIONAL
from proust_attention.corpus.books.unpacked import is_unpacked, pack, with_unpacked
from proust_attention.corpus.decoding import Decoded
from proust_attention.corpus.natural import natural_key
from proust_attention.errors import InputError

NO_BOOKS = (  # not worth a word
    *(".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".ico", ".css", ".js"),
    *(".opf", ".ncx", ".ttf", ".otf", ".woff", ".woff2", ".ini", ".db", ".json", ".toml", ".yaml"),
)
NO_BOOK_IN_IT = "is an archive that holds no book of a known format"
IN_ANOTHER = "is in an unpacked EPUB, which is read as one book"
UNKNOWN = "is not a book of a known format, nor plain text (save a text in UTF-16 as UTF-8)"


def open_books(
    path: str | Path,
    alphabet: Alphabet | None = None,
    *,
    headings: bool = True,
    keep: Collection[str] = (),
    passed_over: Callable[[str], None] | None = None,
) -> list[Book]:
    """Open a file of any known format, a ZIP of any of them, a folder of any, or one that is an unpacked EPUB.

    alphabet      decides between encodings where a text does not say its own
    headings      False drops them
    keep          kinds of what the markup sets apart that stay: front-matter, notes ...
    passed_over   is called for each file in a folder or an archive that is not read, with a line that says why

    Raises InputError with the name and the reason: not there, no book, protected, damaged, beyond a limit; for a
    kind that there is not; and MissingExtraError where a library is missing.
    """
    opener = _Opener(alphabet or Alphabet.of_all(), _kinds(keep) | ({HEADINGS} if headings else set()))
    path = Path(path)
    name = path.name or path.resolve().name  # "." has none
    if path.is_dir() and not is_unpacked(path):
        books = [
            book
            for file in files_of(path)
            for book in opener.path(file, f"{name}/{file.relative_to(path).as_posix()}", alone=False)
        ]
        if not books:
            raise InputError("; ".join([f"{path} holds no book of a known format", *opener.passed[:1]]))
    else:
        books = list(opener.path(path, name, alone=True))
    if passed_over is not None:
        for line in opener.passed:
            passed_over(line)
    return books


class _Opener:
    """What is the same for all the books that are opened together."""

    def __init__(self, alphabet: Alphabet, kept: Collection[str]) -> None:
        self._alphabet, self._kept = alphabet, kept
        self._characters = self._books = 0
        self.passed: list[str] = []  # what is not read, and why

    def path(self, path: Path, name: str, *, alone: bool) -> Iterator[Book]:
        """Yield the books of a file or an unpacked EPUB; what is not `alone` may have none. Raises InputError."""
        try:
            yield from self._any(File(read_file(path), name, Budget()), alone)
            if path.is_dir():
                self.passed += [f"{name}/{other} {IN_ANOTHER}" for other in other_books_in(path)]
        except RefusedError as error:
            raise InputError(f"{name} {error}") from None

    def _any(self, file: File, alone: bool) -> Iterator[Book]:
        """Yield the books of a file or a member, counted."""
        format_ = detect(file, FORMATS)
        if format_ is None or format_.read is None or not (alone or format_.is_read(file.name)):
            reason = _reason(format_)
            if alone:
                raise RefusedError(reason)
            self._pass(file.name, reason)
            return
        try:
            contents = format_.read(file, self._alphabet)
        except NoTextError as error:
            if alone:
                raise
            self._pass(file.name, str(error))
            return
        if isinstance(contents, Packed):
            yield from self._members(contents, file, alone)
        else:
            yield self._counted(self._book(contents, format_, file))

    def _pass(self, name: str, reason: str) -> None:
        """Remember what is not read, unless nobody would expect a book in it."""
        path = PurePosixPath(name)
        if path.suffix.casefold() not in NO_BOOKS and not path.name.startswith("."):
            self.passed.append(f"{name} {reason}")

    def _members(self, packed: Packed, file: File, alone: bool) -> Iterator[Book]:
        """Yield the books of an archive. Raises RefusedError if there are none, and it is `alone`."""
        found, passed = False, len(self.passed)
        files = with_unpacked(packed.archive)
        for member in sorted(files, key=natural_key):
            shown = f"{file.name}/{printable(member)}"
            try:
                content = self._content(packed.archive, member, files[member], shown)
                for book in self._any(file.member(content, shown), alone=False) if content is not None else ():
                    found = True
                    yield replace(book, **vars(packed.about[member])) if member in packed.about else book
            except RefusedError as error:
                raise InputError(f"{shown} {error}") from None
        if not found:
            reasons = [line for line in self.passed[passed:] if not line.endswith(UNKNOWN)]
            del self.passed[passed:]
            reason = "; ".join([NO_BOOK_IN_IT, *reasons[:1]])
            if alone:
                raise RefusedError(reason)
            self._pass(file.name, reason)

    def _content(self, archive: Archive, member: str, inside: Mapping[str, str], shown: str) -> bytes | None:
        """Return a member that may hold a book, or a folder that is one, packed; None for one that holds none."""
        if inside:
            return pack((name, partial(archive.read, whole)) for name, whole in inside.items())
        format_ = detect(File(archive.begins(member, HEAD), member), FORMATS)
        if _may_hold_a_book(format_, member):
            return archive.read(member, limits.FILE_BYTES)
        self._pass(shown, _reason(format_))
        return None

    def _book(self, contents: Opened | Decoded | Book, format_: Format, file: File) -> Book:
        """Return the book. Raises RefusedError if there is no text in it."""
        hashed = hashlib.sha256(file.content).hexdigest()
        if isinstance(contents, Decoded):
            contents = Book(**contents._asdict())
        if isinstance(contents, Book):
            return replace(contents, name=file.name, format=format_.name, sha256=hashed)
        book = assemble(contents, file.name, hashed, kept=self._kept)
        if not book.text:
            raise RefusedError("holds no text: its pages may be pictures")
        return book

    def _counted(self, book: Book) -> Book:
        """Count a book among those that are opened together. Raises RefusedError beyond the limit."""
        self._characters += len(book.text)
        self._books += 1
        if self._characters > limits.CHARACTERS or self._books > limits.BOOKS:
            raise RefusedError(
                f"is beyond what is read together: at most {limits.BOOKS:,} books, "
                f"{limits.CHARACTERS:,} characters in all"
            )
        return book


def _kinds(names: Collection[str]) -> set[str]:
    """Return the kinds of these names, which may be written with hyphens. Raises InputError."""
    known = {kind.replace(" ", "-"): kind for kind in OPTIONAL}
    for name in names:
        if name.replace(" ", "-") not in known:
            raise InputError(f"there is no kind {name} to keep; there are {', '.join(sorted(known))}")
    return {known[name.replace(" ", "-")] for name in names}


def _may_hold_a_book(format_: Format | None, name: str) -> bool:
    """Whether a member is worth decompressing, by the format of its first bytes, or by its name."""
    return (format_ is not None and format_.is_read(name)) or any(known.has_ending(name) for known in FORMATS)


def _reason(format_: Format | None) -> str:
    """Return why a file is not read."""
    return UNKNOWN if format_ is None else format_.refusal
