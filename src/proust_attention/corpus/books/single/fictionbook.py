"""FictionBook 2: one XML file, with its pictures inside.

# Class Notes

The format is the cleanest of all: it has words for what a text is (section, title, poem, stanza, v, epigraph) and
none for how it looks. Notes stand in a body of their own, which is called so; the title of the book stands before
the first section of the main body.
"""

import re

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.documents import Document, Opened
from proust_attention.corpus.books.markup.elements import Element, name_of, words_of
from proust_attention.corpus.books.markup.parsing import STRICT, decoded, parse
from proust_attention.corpus.books.markup.vocabularies import FB2, TYPE


def read_fictionbook(file: File, alphabet: Alphabet) -> Opened:
    """Read a FictionBook. Raises RefusedError."""
    said = decoded(file.content, file.name, alphabet)
    root = parse(said.text, STRICT)
    bodies = [element for element in root if name_of(element) == "body"]
    if not bodies:
        raise RefusedError("is damaged: it has no body")
    for element in bodies[0]:
        if name_of(element) == "title":  # of the book: its cover once more
            element.set(TYPE, "titlepage")
    return Opened("FB2", _about(root), (Document(file.name, root),), FB2, {}, *said[1:])


def _about(root: Element) -> About:
    """Return what the description says."""
    info = next((element for element in root.iter("{*}title-info")), None)
    if info is None:
        return About()
    authors = (_person(element) for element in info if name_of(element) == "author")
    series = next((element for element in info if name_of(element) == "sequence"), None)
    number = "" if series is None else series.get("number") or ""
    return About(
        title=_first(info, "book-title"),
        author=", ".join(filter(None, authors)) or None,
        language=_first(info, "lang"),
        series=None if series is None else series.get("name"),
        number=float(number) if re.fullmatch(r"\d{1,4}", number) else None,
    )


def _first(parent: Element, name: str) -> str | None:
    """Return what the first child of this name says."""
    return next((words_of(element) or None for element in parent if name_of(element) == name), None)


def _person(element: Element) -> str:
    """Return a name in the order in which it is spoken."""
    parts = (_first(element, f"{part}-name") for part in ("first", "middle", "last"))
    return " ".join(filter(None, parts)) or _first(element, "nickname") or ""


FORMAT = Format("FB2", lambda file: file.root == "fictionbook", read_fictionbook)
