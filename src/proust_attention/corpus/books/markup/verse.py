"""Which elements are lines of verse.

# Class Notes

FictionBook and TEI have an element for a line; HTML has none, and books make do with classes. A line is

    a paragraph in a stanza    an element that its class calls one; and in what its class calls verse, if all the
                               paragraphs there are short, and none of them has lines of its own
    a paragraph called a line  by its class (line, verse), if it is short and has no lines of its own
    a piece of a paragraph     called so (line, or i0, i2 as Project Gutenberg indents it), or shown as a block, if
                               nothing stands between the pieces; in verse any piece, if there is nothing else

Short, because a verse may be one of the Bible, and the author of a poem may stand below it in prose.
"""

import re
from itertools import islice

from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of, text_of, words_in
from proust_attention.corpus.books.markup.kinds import types_of
from proust_attention.corpus.books.markup.vocabularies import HTML, LINE_CLASSES, STANZAS, VERSE, Vocabulary

SAID = ("q", "said")  # may stand around lines, in a stanza
LONGEST_LINE = 120  # characters
PARAGRAPHS = frozenset(("p", "div", "li"))  # of HTML, that may be lines
MOST_PARTS = 500  # elements in one that are looked at
MOST_IN_LINE = 10  # elements
_INDENTED = re.compile(r"i\d{1,2}")
_BLOCK = re.compile(r"display\s*:\s*block", re.I)


class Verse:
    """The verse of a book. What holds many lines is looked at once: its class may be long."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lines = PARAGRAPHS if vocabulary is HTML else vocabulary.lines
        self._stanzas: dict[Element, bool] = {}  # what holds paragraphs, and whether they are lines
        self._spans: dict[Element, bool] = {}  # what holds spans, and whether there is nothing but lines
        self._verses: dict[Element, bool] = {}  # what holds spans, and whether each is a line

    def is_line(self, element: Element, name: str) -> bool:
        """Whether an element is a line of a stanza: one of verse, or a paragraph of HTML."""
        parent = element.getparent() if name in self._lines else None
        if parent is None:
            return False
        if self._vocabulary is not HTML:
            around = parent.getparent() if name_of(parent) in SAID else parent
            return around is not None and name_of(around) in self._vocabulary.stanzas
        if parent not in self._stanzas:
            self._stanzas[parent] = _is_stanza(parent)
        return self._stanzas[parent] or (not LINE_CLASSES.isdisjoint(_classes(element)) and _is_one_line(element))

    def is_line_in_paragraph(self, element: Element, name: str) -> bool:
        """Whether an element is one of the lines into which a paragraph of HTML is parted."""
        parent = element.getparent() if name == "span" and self._vocabulary is HTML else None
        if parent is None:
            return False
        if parent not in self._spans:
            self._spans[parent], self._verses[parent] = _parted(parent)
        return self._verses[parent] or (self._spans[parent] and _is_called_line(element))


def _classes(element: Element) -> tuple[str, ...]:
    """Return the classes of an element."""
    return words_in(element.get("class"))


def _is_called_verse(element: Element) -> bool:
    """Whether an element says that it holds verse."""
    return not VERSE.isdisjoint((*_classes(element), *types_of(element)))


def _is_stanza(element: Element) -> bool:
    """Whether the paragraphs in an element are lines, by its class and by theirs."""
    if not STANZAS.isdisjoint(_classes(element)):
        return True
    if name_of(element) in ("body", "html") or not _is_called_verse(element):
        return False
    parts = list(islice(element, MOST_PARTS + 1))
    return len(parts) <= MOST_PARTS and all(_is_one_line(part) or _is_empty(part) for part in parts)


def _parted(paragraph: Element) -> tuple[bool, bool]:
    """Return whether a paragraph is parted by the pieces that are called lines, and whether by all its pieces."""
    parts = list(islice(paragraph, MOST_PARTS))
    if any(text and text.strip() for text in (paragraph.text, *(part.tail for part in parts))):
        return False, False
    lines = sum(name_of(part) == "span" and _is_called_line(part) for part in parts)
    if len(parts) < 2 or any(name_of(part) != "span" for part in parts):
        return lines > 1, False
    around = paragraph.getparent()
    return lines > 1, _is_called_verse(paragraph) or (around is not None and _is_called_verse(around))


def _is_one_line(element: Element) -> bool:
    """Whether an element is short, and has no lines or blocks of its own."""
    parts = list(islice(element.iterdescendants("*"), MOST_IN_LINE + 1))
    if len(parts) > MOST_IN_LINE or any(map(_parts_lines, parts)):
        return False
    return len(" ".join(beginning_of(element, 2 * LONGEST_LINE).split())) <= LONGEST_LINE


def _is_empty(element: Element) -> bool:
    """Whether nothing is in an element: it parts two stanzas."""
    parts = list(islice(element.iterdescendants("*"), MOST_IN_LINE + 1))
    return len(parts) <= MOST_IN_LINE and not text_of(element).strip()


def _parts_lines(element: Element) -> bool:
    """Whether an element in a paragraph shows that it is more than one line."""
    return name_of(element) in HTML.blocks or name_of(element) == "br" or _is_called_line(element)


def _is_called_line(element: Element) -> bool:
    """Whether a piece of a paragraph is called a line, or shown as a block."""
    classes = _classes(element)
    is_called = not LINE_CLASSES.isdisjoint(classes) or any(map(_INDENTED.fullmatch, classes))
    return is_called or _BLOCK.search(element.get("style") or "") is not None
