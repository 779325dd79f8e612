r"""Which format a file has, by what is in it: names lie, and a .mobi is often an AZW3, a .zip an EPUB.

# Class Notes

Every format begins with something that no text begins with: PK for a ZIP, BOOKMOBI at byte 60 for the Palm
databases that Kindle books are, %PDF. Markup is known by its first element, behind the declarations and comments
that may stand before it. What is left is plain text, if it holds no zero bytes.

A `File` shows these things; a `Format` says which of them it has, and how it is read, or why it is not. Which
formats there are, and in which order they are tried, formats.py says.

>>> tei = File(b"<?xml version='1.0'?><!-- 1913 --><TEI xmlns='http://www.tei-c.org/ns/1.0'/>", "a.txt")
>>> tei.root, tei.is_xml
('tei', True)
>>> File(b"\x89PNG\r\n\x1a\n\0\0", "a.txt").text is None
True
"""

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.archives import MARKS, Archive, Budget, Packed
from proust_attention.corpus.books.book import Book
from proust_attention.corpus.books.markup.documents import Opened
from proust_attention.corpus.decoding import Decoded

HEAD = 65_536  # bytes that are looked at
KIND_OF_PALM = slice(60, 68)  # the bytes in which a Palm database says what it is

_BEFORE = re.compile(r"\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>)", re.S | re.I)
_ELEMENT = re.compile(r"\s*<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)[\s/>]")


class _Markup(NamedTuple):
    """How a document in markup begins."""

    root: str = ""
    doctype: str = ""
    declared: bool = False  # as XML


class File:
    """A file, or a member of an archive, as its format is detected and as it is read."""

    def __init__(self, content: bytes, name: str, budget: Budget | None = None, depth: int = 0) -> None:
        """Take its bytes; without a budget these are only its beginning, and no archive is opened."""
        self.content, self.name, self.depth = content, name, depth
        self._budget = budget

    def member(self, content: bytes, name: str) -> "File":
        """Return a file that is in this one; what both decompress to is counted together."""
        return File(content, name, self._budget, self.depth + 1)

    def begins(self, *marks: bytes) -> bool:
        """Whether it begins with one of these."""
        return self.content.startswith(marks)

    @property
    def kind_of_palm(self) -> bytes:
        """What it is if it is a Palm database."""
        return self.content[KIND_OF_PALM]

    @property
    def is_zip(self) -> bool:
        """Whether it begins as a ZIP does."""
        return self.begins(*MARKS)

    def holds(self, *members: str) -> bool:
        """Whether it is a ZIP with all these members; of a beginning alone nobody knows. Raises RefusedError."""
        return self.is_zip and self._budget is not None and all(member in self.archive for member in members)

    @cached_property
    def archive(self) -> Archive:
        """The archive that it is. Raises RefusedError for a damaged one, and for one that is no honest archive."""
        return Archive(self.content, self._budget or Budget())

    @cached_property
    def text(self) -> str | None:
        """Its beginning as characters, good enough to detect its format; None if it is not text."""
        head = self.content[:HEAD]
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return head.decode("utf-16", "replace")
        return None if b"\0" in head else head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")

    @property
    def root(self) -> str:
        """The name of its first element, in small letters and without a prefix."""
        return self._markup.root

    @property
    def doctype(self) -> str:
        """The name in its <!DOCTYPE ...>."""
        return self._markup.doctype

    @property
    def is_xml(self) -> bool:
        """Whether it declares that it is XML."""
        return self._markup.declared

    @cached_property
    def _markup(self) -> _Markup:
        head, place, doctype, declared = self.text or "", 0, "", False
        while match := _BEFORE.match(head, place):
            place = match.end()
            declared = declared or match[0].lstrip().startswith("<?xml")
            words = match[0].casefold().partition("<!doctype")[2].split(maxsplit=1)
            doctype = doctype or next(iter(words), "").strip(">")
        first = _ELEMENT.match(head, place)
        return _Markup(first["name"].casefold() if first else "", doctype, declared)


# Documents to be made into a book, a text without markup, one with what it says of itself, files of their own.
Contents = Opened | Decoded | Book | Packed


@dataclass(frozen=True)
class Format:
    """One format: how it is recognised, and how it is read, or why it is not."""

    name: str
    recognises: Callable[[File], bool]
    read: Callable[[File, Alphabet], Contents] | None = None  # may raise RefusedError
    # Of the names of files, where the content proves too little: among others it is read only with one of these.
    endings: tuple[str, ...] = ()
    refusal: str = (
        ""  # why it is not read, or not under such a name: a clause that goes on from the name of the file
    )

    def has_ending(self, name: str) -> bool:
        """Whether a file is called as files of this format must be."""
        return PurePosixPath(name).suffix.casefold() in self.endings

    def is_read(self, name: str) -> bool:
        """Whether it is read here from a file of this name, among others."""
        return self.read is not None and (not self.endings or self.has_ending(name))


def detect(file: File, formats: Iterable[Format]) -> Format | None:
    """Return the first of some formats that a file has. Raises RefusedError for a damaged archive."""
    return next((format_ for format_ in formats if format_.recognises(file)), None)
