"""Which elements are lines of verse.

# Class Notes

FictionBook and TEI have an element for a line; HTML has none, and books make do with classes. A line is

    a paragraph in a stanza    an element that its class calls one; and in what its class calls a poem, if all the
                               paragraphs there are short, and none of them has lines of its own
    a paragraph called a line  by its class (line, verse), if it is short and has no lines of its own
    a piece of a paragraph     called so (line, or i0, i2 as Project Gutenberg indents it), or shown as a block, if
                               the pieces of that paragraph are all lines

Short, because a verse may be one of the Bible, and the author of a poem may stand below it in prose.
"""

import re
from itertools import islice

from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of, text_of
from proust_attention.corpus.books.markup.vocabularies import HTML, LINE_CLASSES, POEMS, STANZAS, Vocabulary

LONGEST_LINE = 120  # characters
MOST_PARTS = 500  # elements in one that are looked at
MOST_IN_LINE = 10  # elements
_INDENTED = re.compile(r"i\d{1,2}")
_BLOCK = re.compile(r"display\s*:\s*block", re.I)


class Verse:
    """What is known of the elements of a book: each is looked at once, for there may be many in one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Know nothing yet."""
        self._vocabulary = vocabulary
        self._stanzas: dict[Element, bool] = {}
        self._paragraphs: dict[Element, bool] = {}

    def is_line(self, element: Element, name: str) -> bool:
        """Whether an element is a line of a stanza: one of verse, or a paragraph of HTML."""
        parent = element.getparent()
        if parent is None:
            return False
        if name in self._vocabulary.lines:
            return name_of(parent) in self._vocabulary.stanzas
        if self._vocabulary is not HTML or name not in ("p", "div", "li"):
            return False
        if parent not in self._stanzas:
            self._stanzas[parent] = _is_stanza(parent)
        return self._stanzas[parent] or (not _classes(element).isdisjoint(LINE_CLASSES) and _is_one_line(element))

    def is_line_in_paragraph(self, element: Element, name: str) -> bool:
        """Whether an element is one of the lines into which a paragraph is parted."""
        parent = element.getparent()
        if name != "span" or parent is None or not element.keys() or not _is_called_line(element):
            return False
        if parent not in self._paragraphs:
            parts = list(islice(parent, MOST_PARTS))
            loose = [parent.text, *(part.tail for part in parts)]
            lines = [part for part in parts if name_of(part) == "span" and _is_called_line(part)]
            self._paragraphs[parent] = len(lines) > 1 and not any(text and text.strip() for text in loose)
        return self._paragraphs[parent]


def _classes(element: Element) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").casefold().split())


def _is_stanza(element: Element) -> bool:
    """Whether the paragraphs in an element are lines, by its class and by theirs."""
    classes = _classes(element)
    if not classes.isdisjoint(STANZAS):
        return True
    if classes.isdisjoint(POEMS) or name_of(element) in ("body", "html"):
        return False
    parts = list(islice(element, MOST_PARTS + 1))
    return len(parts) <= MOST_PARTS and all(_is_one_line(part) or not text_of(part).strip() for part in parts)


def _is_one_line(element: Element) -> bool:
    """Whether an element is short, and has no lines or blocks of its own."""
    parts = list(islice(element.iterdescendants("*"), MOST_IN_LINE + 1))
    if len(parts) > MOST_IN_LINE or any(_parts_lines(part) for part in parts):
        return False
    return len(" ".join(beginning_of(element, 2 * LONGEST_LINE).split())) <= LONGEST_LINE


def _parts_lines(element: Element) -> bool:
    """Whether an element in a paragraph shows that it is more than one line."""
    return name_of(element) in HTML.blocks or name_of(element) == "br" or _is_called_line(element)


def _is_called_line(element: Element) -> bool:
    """Whether a piece of a paragraph is called a line, or shown as a block."""
    classes = _classes(element)
    is_called = not classes.isdisjoint(LINE_CLASSES) or any(map(_INDENTED.fullmatch, classes))
    return is_called or _BLOCK.search(element.get("style") or "") is not None
