"""What an element is called, and what it says of itself."""

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from proust_attention.corpus.books.vocabularies import (
    CLASSES,
    INSTEAD,
    KEPT_TYPES,
    MARKS,
    NAVIGATION,
    NOTES,
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
LINKS = ("href", "{http://www.w3.org/1999/xlink}href", "target")

_PAGE = re.compile(r"[\W_]*(?:[A-Za-zÀ-ÿ]{0,6}[\W_]*)?(?:\d{1,4}|[ivxlcdm]{1,8})?[\W_]*", re.I)
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
    """Return the beginning of the text in an element, without looking at all of it."""
    return "".join(piece for piece in islice(element.itertext(), most) if isinstance(piece, str))[:most]


def attribute(element: Element, names: tuple[str, ...]) -> str:
    """Return the first of these attributes that an element has, or nothing."""
    return next((value for name in names if (value := element.get(name))), "")


def types_of(element: Element) -> set[str]:
    """Return what an element says that it is: by epub:type, by role, or by a type that has lost its namespace."""
    said = " ".join(element.get(name, "") for name in TYPES_IN).replace("doc-", "")
    return {word.rpartition(":")[2] for word in said.casefold().split()}


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
        return _kind_in_tei(element, name) if attributes or name in INSTEAD else None
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
    return kind or (_kind_by_class(element) if "class" in attributes else None)


def _kind_by_class(element: Element) -> str | None:
    """Return as what an element is dropped by its class, if its text is what that class should have."""
    classes = element.get("class", "").casefold().split()
    kind = next((CLASSES[word] for word in classes if word in CLASSES), None)
    return kind if kind is not None and _PAGE.fullmatch(beginning_of(element, 40)) else None


def _kind_in_tei(element: Element, name: str) -> str | None:
    """Return as what an element of TEI is dropped by its type, or by what stands beside it."""
    if element.get("type") == "noteAnchor":
        return MARKS
    kind = kind_by_types(types_of(element)) if name in ("div", "div1", "ref", "ptr") else None
    return kind or _instead(element, name)


def _instead(element: Element, name: str) -> str | None:
    """Of a TEI <choice>, drop what stands for what was found, where what is right stands beside it."""
    parent = element.getparent()
    if name not in INSTEAD or parent is None or name_of(parent) != "choice":
        return None
    return SILENT if any(name_of(other) == INSTEAD[name] for other in parent) else None
