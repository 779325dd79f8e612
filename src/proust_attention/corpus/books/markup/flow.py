"""From trees of elements to paragraphs.

# Class Notes

The trees are walked once, in reading order. Text is gathered until a block begins or ends: that is a paragraph,
its white space brought to single spaces, as a browser shows it. A line break, or the end of a line of verse, is a
line break in the text; so verse keeps its lines, and its stanzas are what the paragraphs of prose are. What is set
apart by its markup (kinds.py) or by its links (notes.py) is counted, and left out whole; but of front and back
matter those parts stay that are called a prologue, an epigraph, a chapter (authorship.py), and notes are counted
as notes.
"""

import re
from collections.abc import Collection

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.authorship import doubtful_heading
from proust_attention.corpus.books.markup.breaks import MAYBE, NO
from proust_attention.corpus.books.markup.documents import Document
from proust_attention.corpus.books.markup.elements import Element, name_of, readable
from proust_attention.corpus.books.markup.kinds import around_parts, is_kept, is_preface, kind_of
from proust_attention.corpus.books.markup.left_out import LeftOut
from proust_attention.corpus.books.markup.notes import HEADING_OF_NOTES
from proust_attention.corpus.books.markup.paragraphs import (
    CELL,
    LINE,
    LINE_OR_NONE,
    cap_in_image,
    is_only_drop_cap,
    parted,
    sign_of_cap,
)
from proust_attention.corpus.books.markup.verse import Verse
from proust_attention.corpus.books.markup.vocabularies import (
    FALLBACKS,
    FRONT,
    HEADINGS,
    HTML,
    IF_WORDS,
    IMAGES,
    NOTES,
    SILENT,
    Vocabulary,
)

PIECES = ("seg", "w")
QUOTES = "“”"  # what a browser shows around <q>
_QUOTED = re.compile(r"\s*[“”„«»‹›‘’\"'—]")  # it has its own


class Flow:
    """The paragraphs of a book, as they come."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        apart: dict[Element, str],
        titles: set[Element],
        kept: Collection[str],
        *,
        all_apart: bool = False,
    ) -> None:
        """Begin one.

        apart       what is no text, and as what it is dropped
        titles      headings whose elements are not called so
        kept        the kinds of what the markup sets apart that stay
        all_apart   nothing else is set apart by its own markup: that has been looked at already
        """
        self.paragraphs: list[str] = []
        self.parts: list[str] = []
        self._vocabulary, self._apart, self._titles, self._kept = vocabulary, apart, titles, kept
        self._all_apart = all_apart and {HEADINGS}.issuperset(kept)  # in what is kept nobody has looked
        self._readable_blocks = vocabulary.blocks | vocabulary.breaks
        self._unread = {name for name, kind in vocabulary.dropped.items() if kind == SILENT}
        self._pieces: list[str] = []  # of the paragraph
        self._lines: list[str] = []  # of the stanza
        self._verse = Verse(vocabulary)
        self._parted: set[Element] = set()  # front matter of which some parts are text
        self._staying: set[Element] = set()  # what is kept, in a paragraph
        self._heading = 0  # how many headings we are in
        self._as_it_is = 0  # how many <pre>, whose lines count
        self.left_out = LeftOut()
        self.doubtful: list[tuple[int, str]] = []  # the paragraphs with which prefaces begin, and their headings

    def add(self, document: Document) -> None:
        """Walk through one document. Raises RefusedError where elements are nested too deep."""
        from lxml import etree

        if document.kind is not None:
            self._drop(document.kind, self._readable(document.body))
            return
        walk, depth, left_out = etree.iterwalk(document.root, events=("start", "end")), 0, None
        for event, element in walk:
            if event == "start":
                depth += 1
                if depth > limits.DEPTH:
                    raise RefusedError(f"has elements nested more than {limits.DEPTH} deep")
                if not self._begin(element):
                    walk.skip_subtree()  # the next event is the end of this element
                    left_out = element
            else:
                depth -= 1
                if element is not left_out:
                    self._end(element)
                if depth and self._parted and element.getparent() in self._parted:
                    self._drop_loose(element.tail)
                elif element.tail and depth:
                    self._take(element.tail)
        self._end_of_paragraph(line=False)

    def _begin(self, element: Element) -> bool:
        """Take the beginning of an element; False if all that is in it is left out."""
        name = name_of(element)
        kind = self._apart.get(element)
        if kind is None and not self._all_apart:
            kind = kind_of(element, name, self._vocabulary)
        if kind in self._kept:
            kind = None
            if name not in self._vocabulary.blocks:
                self._staying.add(element)
        apart = bool(self._parted) and element.getparent() in self._parted
        if kind is None and apart and not is_kept(element, self._vocabulary):
            kind = FRONT
        perhaps = kind is None and (apart or is_preface(element))
        if perhaps and (words := doubtful_heading(element, self._vocabulary)):
            self.doubtful.append((len(self.paragraphs), words))
        if kind == FRONT and element not in self._parted:
            self._parted |= around_parts(element, self._vocabulary)
        if kind == FRONT and element in self._parted:
            self._drop_loose(element.text)
            return True
        if kind is not None:
            if name in self._vocabulary.blocks:
                self._end_of_block()
            text = self._readable(element) if kind else ""
            self._drop(SILENT if kind in IF_WORDS and not text else kind, text)
            if kind == IMAGES and not any(map(str.strip, self._pieces)) and (cap := cap_in_image(element)):
                self._pieces.append(cap)
            if kind == FALLBACKS:
                self._pieces.append(" ")  # a box stands here: it parts words
            return False
        if name in self._vocabulary.breaks:
            self._pieces.append(LINE)
        elif self._verse.is_line(element, name):
            self._end_of_paragraph(line=bool(self._lines))
        elif name in self._vocabulary.blocks:
            self._end_of_block()
        elif self._verse.is_line_in_paragraph(element, name):
            self._pieces.append(LINE_OR_NONE)
        if name in self._vocabulary.headings or element in self._titles:
            self._heading += 1
        self._as_it_is += name == "pre"
        if sign := self._beside(element, name, 0):
            self._pieces.append(sign)
        if element.text:
            self._take(element.text)
        return True

    def _take(self, text: str) -> None:
        """Take a piece of the paragraph."""
        self._pieces.append(text if self._as_it_is else text.replace(LINE, " "))

    def _beside(self, element: Element, name: str, side: int) -> str:
        """Return the sign that stands for the beginning (0) or the end (1) of an element: mostly none."""
        if name in self._vocabulary.apart:
            return " " if name == "space" else CELL
        if element in self._staying:
            return " "
        if name in self._vocabulary.perhaps_apart:
            return _break(element, name) if side == 0 else ""
        if name == "q" and self._vocabulary is HTML and not _QUOTED.match(element.text or ""):
            return QUOTES[side]
        return ""

    def _end(self, element: Element) -> None:
        """Take the end of an element that was not left out."""
        name = name_of(element)
        if cap := sign_of_cap(element, name, self._pieces):
            self._pieces.append(cap)
        self._as_it_is -= name == "pre"
        if sign := self._beside(element, name, 1):
            self._pieces.append(sign)
        if self._verse.is_line(element, name):
            if is_empty := not "".join(self._pieces).strip():  # so it ends a stanza
                self._pieces.clear()
            self._end_of_paragraph(line=not is_empty)
        elif name in self._vocabulary.blocks:
            self._end_of_block()
        elif self._verse.is_line_in_paragraph(element, name):
            self._pieces.append(LINE_OR_NONE)
        if name in self._vocabulary.headings or element in self._titles:
            self._heading -= 1

    def _end_of_paragraph(self, line: bool) -> None:
        """End a paragraph, or a line of a stanza."""
        if self._pieces:
            for number, text in enumerate(parted("".join(self._pieces))):
                if number:
                    self._end_of_stanza()
                self._lines.append(text)
            self._pieces.clear()
        if not line:
            self._end_of_stanza()

    def _end_of_block(self) -> None:
        """End a paragraph where a block begins or ends."""
        if not is_only_drop_cap(self._pieces):  # in a block of its own it belongs to the next
            self._end_of_paragraph(line=False)

    def _end_of_stanza(self) -> None:
        """Take what was gathered as a paragraph; a heading perhaps not."""
        text = "\n".join(self._lines)
        self._lines.clear()
        if not text:
            return
        if self._heading and any(sign.isalnum() for sign in text):  # a line of asterisks is no heading
            self.parts.append(" ".join(text.split()))
            if HEADINGS not in self._kept:
                self._drop(HEADINGS, text)
                return
        self.paragraphs.append(text)

    def _drop_loose(self, text: str | None) -> None:
        """Count what stands in front matter between its parts."""
        if text and text.strip():
            self._drop(FRONT, text)

    def _drop(self, kind: str, text: str) -> None:
        """Count what is left out; and with the first note, the heading of the notes."""
        if not kind:
            return
        is_first = kind == NOTES and not self._pieces and self.paragraphs
        if is_first and HEADING_OF_NOTES.fullmatch(self.paragraphs[-1]):
            heading = self.paragraphs.pop()
            text = f"{heading}\n{text}"
            if self.parts and self.parts[-1] == heading:
                self.parts.pop()
        self.left_out.add(kind, text, len(self.paragraphs))

    def _readable(self, element: Element) -> str:
        """Return the text of what is left out."""
        return readable(element, self._readable_blocks, self._unread)


def _break(element: Element, name: str) -> str:
    """Return the sign for a break of the print; of a piece of a line, for what stands between it and the last."""
    if name in PIECES:
        before = element.getprevious()
        return MAYBE if before is not None and name_of(before) == name and not before.tail else ""
    parts = f" {MAYBE} " if name == "lb" else MAYBE  # a line ends where a word does, or with a hyphen
    return {"no": NO, "yes": " "}.get(element.get("break", ""), parts)
