"""What a book is once it is open: its text, and what its markup said should not be in it."""

from dataclasses import dataclass
from typing import NamedTuple

from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Dropped:
    """What the markup itself sets apart from the text, of one kind."""

    kind: str  # notes, note marks, page numbers, navigation, front matter, headings, images
    count: int
    characters: int  # white space apart
    first_words: tuple[str, ...] = ()  # how the first few of them begin


class SetApart(NamedTuple):
    """One thing that the markup sets apart, in full."""

    line: int  # of the text, from 1, before or in which it stood
    kind: str
    text: str


@dataclass(frozen=True)
class About:
    """What a book says of itself; None is what it does not say."""

    title: str | None = None
    author: str | None = None
    language: str | None = None  # a code such as es
    series: str | None = None
    number: float | None = None  # its place in the series


@dataclass(frozen=True)
class Book(About):
    """A book as it was opened."""

    name: str = ""  # as shown: of the file, or archive/member
    format: str = "text"  # EPUB 3, EPUB 2, MOBI, AZW3, PalmDoc, FB2, HTML, TEI, text
    parts: tuple[str, ...] = ()  # its headings, in their order
    text: str = (
        ""  # paragraphs with an empty line between them; headings are paragraphs; verse is a line to a line
    )
    sha256: str = ""  # of the bytes of the file, or of the member
    dropped: tuple[Dropped, ...] = ()
    set_apart: tuple[SetApart, ...] = ()  # all of that which has words
    doubtful: tuple[
        tuple[int, str], ...
    ] = ()  # prefaces, the author's or not: their lines, and what they are called
    encoding: str = "utf-8"
    encoding_was_guessed: bool = False

    __repr__ = short_repr
