"""The blocks of a book in reading order, each with how it begins, its links, and where links to it lead.

# Class Notes

A block is what becomes a paragraph: text with no other block between. The row of a table is one, whatever is in
its cells, unless it is large: then the table is there for the looks of the page, and what is in it is looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.markup.documents import Document
from proust_attention.corpus.books.markup.elements import Element, name_of
from proust_attention.corpus.books.markup.kinds import kind_of
from proust_attention.corpus.books.markup.vocabularies import FRONT, Vocabulary

BEGINNING = 300  # characters
MOST_LINKS = 300  # of a block; in one that has more, the others are not seen
LARGEST_ROW = 40  # elements


@dataclass(slots=True)
class Link:
    """A link in a block, that leads to a place in the book."""

    target: str
    place: int  # in the text of the block
    words: str = ""


@dataclass(slots=True)
class Block:
    """One block."""

    element: Element
    level: str  # the name of its element if it is a heading
    words: str = ""  # its beginning
    size: int = 0  # characters of all of it, without the white space of short pieces
    linked: int = 0  # of its links
    links: list[Link] = field(default_factory=list)


class Blocks:
    """The blocks of a book."""

    def __init__(
        self,
        documents: tuple[Document, ...],
        known: dict[str, Element],
        vocabulary: Vocabulary,
        titles: set[Element],
        apart: dict[Element, str],
    ) -> None:
        """Find them.

        known    what links can lead to
        titles   headings whose elements are not called so
        apart    what is passed over
        """
        self.all: list[Block] = []
        self.goals: dict[str, int] = {}  # to where a link leads: name#id to the number of a block
        self.kinds: dict[Element, str] = {}  # what is dropped, and as what; all but front matter is passed over
        self.classes: list[tuple[Element, str]] = []  # elements with classes, and which
        self.behind_rules: list[int] = []  # blocks that stand behind a rule
        self._vocabulary, self._titles, self._apart = vocabulary, titles, apart
        found = [link for document in documents for link in document.links.items()][: limits.LINKS]
        self._links = {link: target for link, target in found if link not in apart}
        self._places: dict[Element, list[str]] = {}
        for target in known.keys() & self._links.values():
            self._places.setdefault(known[target], []).append(target)
        self._coming: list[str] = []  # targets before the next text
        for document in documents:
            self._add(document)

    def _add(self, document: Document) -> None:
        """Walk through one document."""
        from lxml import etree

        around: list[tuple[Element, Block | None]] = []  # the blocks that we are in
        row: Element | None = None
        is_behind_rule = False
        link: Link | None = None
        walk = etree.iterwalk(document.root, events=("start", "end"))
        blocks = self._vocabulary.blocks
        for event, element in walk:
            name = name_of(element)
            if event == "start":
                if element in self._places:
                    self._arrive(self._places[element], around)
                kind = self._apart.get(element) or kind_of(element, name, self._vocabulary)
                if kind is not None:
                    self.kinds[element] = kind
                if kind is not None and kind != FRONT:
                    walk.skip_subtree()
                    for part in element.iterdescendants("*") if self._places else ():
                        self._arrive(self._places.get(part, []), around)  # the number of a page
                    continue
                if said := element.get("class"):
                    self.classes.append((element, said))
                is_behind_rule |= name == "hr"
                if row is None and name in blocks:
                    around.append((element, None))
                    row = element if name == "tr" and _is_small(element) else None
                text = element.text
                if element in self._links and around:
                    link = Link(self._links[element], 0)
            else:
                text = element.tail
                if around and around[-1][0] is element:
                    around.pop()
                    row = None
                if element in self._links:
                    link = None
            if text and around and not text.isspace():
                around[-1] = (around[-1][0], self._take(around[-1], text, link))
                if is_behind_rule:
                    self.behind_rules.append(len(self.all) - 1)
                    is_behind_rule = False

    def _arrive(self, places: list[str], around: list[tuple[Element, Block | None]]) -> None:
        """Note that links lead here: to the heading that we are in, or else to what comes next."""
        block = around[-1][1] if around else None
        if block is not None and block.level:
            self.goals.update((place, len(self.all) - 1) for place in places)
        else:
            self._coming += places

    def _take(self, place: tuple[Element, Block | None], text: str, link: Link | None) -> Block:
        """Take a piece of text into its block."""
        element, block = place
        if block is None:
            is_heading = name_of(element) in self._vocabulary.headings or element in self._titles
            block = Block(element, name_of(element) if is_heading else "")
            self.all.append(block)
        if self._coming:
            self.goals.update((target, len(self.all) - 1) for target in self._coming)
            self._coming.clear()
        if block.size > BEGINNING and link is None:
            block.size += len(text)
            return block
        size = len(text) if len(text) > BEGINNING else len("".join(text.split()))
        if link is not None:
            if not link.words and len(block.links) < MOST_LINKS:
                link.place = len(block.words.strip())
                block.links.append(link)
            link.words = f"{link.words}{text[:BEGINNING]}"[:BEGINNING]
            block.linked += size
        block.size += size
        if len(block.words) < BEGINNING:
            block.words = f"{block.words} {text[:BEGINNING]}"
        return block


def _is_small(row: Element) -> bool:
    """Whether a row is one line, and not a page that is set as a table."""
    parts: Iterable[Element] = islice(row.iterdescendants("*"), LARGEST_ROW + 1)
    names = [name_of(part) for part in parts]
    return len(names) <= LARGEST_ROW and "tr" not in names
