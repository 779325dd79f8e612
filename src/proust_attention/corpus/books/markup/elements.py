"""What an element is called, and what it says of itself."""

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from proust_attention.corpus.books.markup.vocabularies import (
    APPARATUS,
    CLASSES,
    INSTEAD,
    KEPT_TYPES,
    MARKS,
    NAVIGATION,
    NOTES,
    PAGE_BREAK,
    READINGS,
    SILENT,
    TEI,
    TYPE,
    TYPES,
    Vocabulary,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element = _Element
else:
    Element = Any  # lxml is an extra, and loaded when the first book is opened

TYPES_IN = (TYPE, "epub:type", "type", "role")
SAYING = frozenset(TYPES_IN)
OWN_TYPES = ("ol", "ul", "li", "input", "link")  # whose `type` is something else
IDS = ("id", "name", "{http://www.w3.org/XML/1998/namespace}id")
MOST_STEPS = 30  # into elements and out of them, to read what is short: there may be a million in it
MOST_READINGS = 20  # of a TEI <choice>: two are the rule
LINKS = ("href", "{http://www.w3.org/1999/xlink}href", "target")

_PAGE = re.compile(
    r"[\W_]*+(?:(?:[A-Za-zÀ-ÿ]{1,6}[\W_]*+)?\d{1,4}|(?:[A-Za-zÀ-ÿ]{1,6}[\W_]++)?[ivxlcdm]{1,8})[\W_]*+", re.I
)
LONGEST_PAGE = 40  # characters of the number of a page, with what stands around it
_UNSEEN = re.compile(r"display\s*:\s*none", re.I)


def name_of(element: Element) -> str:
    """Return the name of an element in small letters, without its namespace; none for what is no element."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=256)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2].casefold()


def text_of(element: Element) -> str:
    """Return all the text in an element, to be counted and shown: with a space between any two of its pieces."""
    return " ".join(piece for piece in element.itertext() if isinstance(piece, str))


def beginning_of(element: Element, most: int) -> str:
    """Return the beginning of the text in an element, without looking at all of it.

    Where so many elements are in it that its text does not come, nothing: that is no mark, number or title.
    """
    return "".join(_first_pieces(element, most))[:most]


def words_of(element: Element, most: int = 1_000) -> str:
    """Return the text in an element that is short, a title or a name, on one line."""
    return " ".join(" ".join(_first_pieces(element, most)).split())[:most]


def _first_pieces(element: Element, most: int) -> list[str]:
    """Return the pieces of text in an element, up to so many characters; none where too many elements come."""
    from lxml import etree

    pieces: list[str] = []
    size = 0
    steps = min(MOST_STEPS, 2 * most + 4)  # for a few letters few will do
    for event, part in islice(etree.iterwalk(element, events=("start", "end")), steps):
        if part is element and event == "end":
            return pieces
        piece = part.text if event == "start" else part.tail
        if piece:
            pieces.append(piece[:most])
            size += len(piece)
            if size >= most:
                return pieces
    return []


def attribute(element: Element, names: tuple[str, ...]) -> str:
    """Return the first of these attributes that an element has, or nothing."""
    return next((value for name in names if (value := element.get(name))), "")


def types_of(element: Element) -> set[str]:
    """Return what an element says that it is: by epub:type, by role, or by a type that has lost its namespace.

    Of roles those count that are a book's (doc-footnote): a `note` alone is any remark.
    """
    said = " ".join(element.get(name, "") for name in TYPES_IN if name != "role").casefold().split()
    roles = (word for word in element.get("role", "").casefold().split() if word.startswith("doc-"))
    return {word.rpartition(":")[2].removeprefix("doc-") for word in (*said, *roles)}


def kind_by_types(types: set[str]) -> str | None:
    """Return as what an element with these types is dropped, None if it is not."""
    if types & KEPT_TYPES:
        return None
    return next((TYPES[word] for word in sorted(types) if word in TYPES), None)


def kind_of(element: Element, name: str, vocabulary: Vocabulary) -> str | None:
    """Return as what an element is dropped by its own markup, None if it is text."""
    if name in vocabulary.dropped:
        return vocabulary.dropped[name]
    attributes = element.keys()
    if vocabulary is TEI:
        return _kind_in_tei(element, name) if attributes or name in INSTEAD or name in READINGS else None
    if not attributes:
        return None
    if name == "a" and element.get("type") == "note":
        return MARKS
    if name == "body" and element.get("name", "").casefold() in ("notes", "comments", "footnotes"):
        return NOTES
    if "hidden" in attributes or ("style" in attributes and _UNSEEN.search(element.get("style", ""))):
        return NAVIGATION
    kind = None
    if TYPE in attributes or (name not in OWN_TYPES and not SAYING.isdisjoint(attributes)):
        kind = kind_by_types(types_of(element))
    return kind or (_kind_by_class(element, name, vocabulary) if "class" in attributes else None)


def _kind_by_class(element: Element, name: str, vocabulary: Vocabulary) -> str | None:
    """Return as what an element is dropped by its class, if its text is what that class should have.

    A heading is none; and a block that is called a page break begins a page, and may be anything.
    """
    classes = CLASSES.keys() & element.get("class", "").casefold().split()
    if not classes or name in vocabulary.headings or (classes == {PAGE_BREAK} and name in vocabulary.blocks):
        return None
    words = beginning_of(element, LONGEST_PAGE + 1)
    return CLASSES[min(classes)] if len(words) <= LONGEST_PAGE and _PAGE.fullmatch(words) else None


def _kind_in_tei(element: Element, name: str) -> str | None:
    """Return as what an element of TEI is dropped by its type, or by what stands beside it."""
    if element.get("type") == "noteAnchor":
        return MARKS
    kind = kind_by_types(types_of(element)) if name in ("div", "div1", "ref", "ptr") else None
    if kind is None and name in READINGS:
        return SILENT if _is_another_reading(element) else None
    return kind or _instead(element, name)


def _is_another_reading(element: Element) -> bool:
    """Whether an element of an <app> is not its first: that is the text."""
    parent = element.getparent()
    return parent is not None and name_of(parent) in APPARATUS and element.getprevious() is not None


def _instead(element: Element, name: str) -> str | None:
    """Of a TEI <choice>, drop what stands for what was found, where what is right stands beside it."""
    parent = element.getparent()
    if name not in INSTEAD or parent is None or name_of(parent) != "choice":
        return None
    return SILENT if any(name_of(other) == INSTEAD[name] for other in islice(parent, MOST_READINGS)) else None
