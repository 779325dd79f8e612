"""A book as its reader hands it over: documents in reading order, and what the book says of them."""

import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from urllib.parse import unquote

from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.markup.elements import (
    IDS,
    LINKS,
    Element,
    attribute,
    name_of,
)
from proust_attention.corpus.books.markup.vocabularies import HTML, Vocabulary

LONGEST_LINK = 1_000  # characters


@dataclass(frozen=True)
class Document:
    """One document of a book."""

    name: str  # as links in the book write it, when they are resolved
    root: Element
    kind: str | None = None  # as what all of it is dropped, by the guide or the landmarks; None if it is text
    folder: str = ""  # to which its links are relative

    @property
    def body(self) -> Element:
        """The element that holds its text: its body, or all of it if there are several."""
        bodies = list(islice(self.root.iter("{*}body"), 2))
        return bodies[0] if len(bodies) == 1 else self.root

    @cached_property
    def links(self) -> dict[Element, str]:
        """The links that stay in the book, in their order; and their targets, as name#id."""
        found = ((element, attribute(element, LINKS)) for element in self.root.iter("{*}a", "{*}ref"))
        resolved = ((element, resolve(link, self)) for element, link in found if link)
        return {element: target for element, target in resolved if target}

    def links_in(self, area: Element) -> list[tuple[Element, str]]:
        """Return those of its links that stand in an element, or are it."""
        inside = area.iter("{*}a", "{*}ref")
        return [(element, self.links[element]) for element in inside if element in self.links]


@dataclass(frozen=True)
class Opened:
    """What a reader of one format returns."""

    format: str
    about: About
    documents: tuple[Document, ...]
    vocabulary: Vocabulary = HTML
    labels: dict[str, str] = field(default_factory=dict)  # the table of contents: a target, and its name
    encoding: str = "utf-8"
    encoding_was_guessed: bool = False
    apart: dict[Element, str] = field(default_factory=dict)  # what is no text, and as what it is dropped


def resolve(link: str, document: Document) -> str:
    """Return the target of a link, as name#id; nothing for one that leads out of the book."""
    path, sign, place = link.strip().partition("#")
    if ":" in path[:12] or not (path or place) or len(link) > LONGEST_LINK:
        return ""
    path = unquote(path).replace("\\", "/")  # as Windows writes it
    name = posixpath.normpath(posixpath.join(document.folder, path)) if path else document.name
    return f"{name}{sign}{unquote(place)}"


def targets(documents: tuple[Document, ...]) -> dict[str, tuple[int, Element]]:
    """Return what links can lead to: name#id to the number of the document and the element."""
    found: dict[str, tuple[int, Element]] = {}
    for number, document in enumerate(documents):
        found.setdefault(document.name, (number, document.root))
        for element in document.root.iter("*"):
            for attribute_name in IDS:
                place = element.get(attribute_name)
                if place and (attribute_name != "name" or name_of(element) == "a"):
                    found.setdefault(f"{document.name}#{place}", (number, element))
    return found
