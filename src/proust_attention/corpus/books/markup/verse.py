"""Which elements are lines of verse: a line of TEI, a paragraph or a <span> of HTML."""

from proust_attention.corpus.books.markup.elements import Element, name_of
from proust_attention.corpus.books.markup.kinds import types_of
from proust_attention.corpus.books.markup.vocabularies import STANZAS, VERSE, Vocabulary

SAID = ("q", "said")  # may stand around lines, in a stanza


class Verse:
    """The verse of a book. What holds many lines is looked at once: its class may be long."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._stanzas: dict[Element, bool] = {}  # what holds paragraphs, and whether it is a stanza
        self._spans: dict[Element, bool] = {}  # what holds spans, and whether each is a line

    def is_line(self, element: Element, name: str) -> bool:
        """Whether it is a line of a stanza: one of verse, or a paragraph of HTML, that stands in one."""
        parent = element.getparent()
        if parent is None:
            return False
        if name in self._vocabulary.lines:
            around = parent.getparent() if name_of(parent) in SAID else parent
            return around is not None and name_of(around) in self._vocabulary.stanzas
        if name not in ("p", "div"):
            return False
        if parent not in self._stanzas:
            self._stanzas[parent] = not STANZAS.isdisjoint((parent.get("class") or "").casefold().split())
        return self._stanzas[parent]

    def parts_spans(self, element: Element, name: str) -> bool:
        """Whether a <span> is a line behind another: in verse, where nothing else is."""
        parent = element.getparent()
        if name != "span" or parent is None or element.getprevious() is None:
            return False
        if parent not in self._spans:
            around = parent.getparent()
            is_verse = _is_called_verse(parent) or (around is not None and _is_called_verse(around))
            self._spans[parent] = (
                is_verse
                and not (parent.text or "").strip()
                and all(name_of(part) == "span" and not (part.tail or "").strip() for part in parent)
            )
        return self._spans[parent]


def _is_called_verse(element: Element) -> bool:
    """Whether an element says that it holds verse."""
    return not VERSE.isdisjoint((*(element.get("class") or "").casefold().split(), *types_of(element)))
