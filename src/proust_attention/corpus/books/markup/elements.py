"""What an element is called, which attributes it has, and the text in it."""

from collections.abc import Container
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element = _Element
else:
    Element = Any  # lxml is an extra, and loaded when the first book is opened

IDS = ("id", "name", "{http://www.w3.org/XML/1998/namespace}id")
LONGEST_REMEMBERED = 100  # characters of an attribute
MOST_STEPS = 30  # into elements and out of them, to read what is short: there may be a million in it
LINKS = ("href", "{http://www.w3.org/1999/xlink}href", "target")


def name_of(element: Element) -> str:
    """Return the name of an element in small letters, without its namespace; none for what is no element."""
    return _name(element.tag)


@lru_cache(maxsize=256)
def _name(tag: object) -> str:
    return tag.rpartition("}")[2].casefold() if isinstance(tag, str) else ""


def words_in(said: str | None) -> tuple[str, ...]:
    """Return the words of an attribute in small letters, such as the classes of an element: many say the same."""
    if not said:
        return ()
    return _words(said) if len(said) <= LONGEST_REMEMBERED else tuple(said.casefold().split())


@lru_cache(maxsize=256)
def _words(said: str) -> tuple[str, ...]:
    return tuple(said.casefold().split())


def text_of(element: Element) -> str:
    """Return all the text in an element, to be counted and shown: with a space between any two of its pieces."""
    return " ".join(piece for piece in element.itertext() if isinstance(piece, str))


def readable(element: Element, blocks: Container[str], unread: Container[str] = ()) -> str:
    """Return all the text in an element, to be read: a line for each of its blocks, without what is `unread`."""
    if not len(element):
        return " ".join((element.text or "").split())
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        name = name_of(part)
        if name in blocks:
            pieces.append("\n")
        if event == "end":
            piece = None if part is element else part.tail
        elif name in unread and part is not element:
            walk.skip_subtree()
            piece = None
        else:
            piece = part.text
        if piece:
            pieces.append(piece.replace("\n", " "))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


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
    if not len(element):
        return [element.text[:most]] if element.text else []
    steps = min(MOST_STEPS, 2 * most + 4)  # for a few letters few will do
    if _is_hollow(element, steps // 3):
        return []  # what is nested deep costs a walk for each of its elements
    from lxml import etree

    pieces: list[str] = []
    size = 0
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


def _is_hollow(element: Element, depth: int) -> bool:
    """Whether an element begins with so many, each in the one before, and no text among them."""
    for _ in range(depth):
        if element.text or not len(element):
            return False
        element = element[0]
    return True


def attribute(element: Element, names: tuple[str, ...]) -> str:
    """Return the first of these attributes that an element has, or nothing."""
    for name in names:
        if value := element.get(name):
            return value
    return ""
