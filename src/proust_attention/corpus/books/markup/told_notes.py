"""Notes to which no link leads: told by their class, or by where they stand.

# Class Notes

A class may mean anything: `note` is also a remark of the author's. So it counts only with a mark. What is called a
note begins with one (1, [1], *), and the same mark stands raised, in brackets or as a sign in the text before it;
for a class that can mean nothing else (footnote), beginning with a mark is enough. A box of notes goes whole, with
the second paragraphs of its notes, if it begins like that.

By their place notes are known under a heading that says so (Notes, Notas), or behind a rule: blocks that begin
with marks which count up, or with signs, where at least half of the marks stand in the text before. What stands
behind the first block of the last of them stays: it might be the text again.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from proust_attention.corpus.books.markup.blocks import Block, Blocks
from proust_attention.corpus.books.markup.documents import Document
from proust_attention.corpus.books.markup.elements import Element, name_of, words_in
from proust_attention.corpus.books.markup.note_marks import comes_after, mark_before, mark_that_is, marks_in
from proust_attention.corpus.books.markup.notes import HEADING_OF_NOTES, numbered
from proust_attention.corpus.books.markup.vocabularies import MARKS, NOTES, names

SURE = names(
    "footnote footnotes endnote endnotes rearnote rearnotes sdfootnote sdendnote msofootnotetext msoendnotetext "
    "footnotetext footnote-text footnotebody footnote-body fnote fnotes"
)
DOUBTFUL = names("note notes nota notas notebody note-body fn fns ftn noten anmerkung anmerkungen")
FIRST = ("1", "*", "a")  # marks with which notes begin behind a rule
LONGEST_HEADING = 60  # characters
MOST_BETWEEN = 5  # blocks between two notes: the second paragraphs of the first


def told_notes(documents: tuple[Document, ...], blocks: Blocks, apart: dict[Element, str]) -> dict[Element, str]:
    """Return the notes, and their marks, that no link shows, and as what they are dropped.

    apart   what is no text, the notes among it that links show
    """
    boxes = [box for element, said in blocks.classes for box in _called_notes(element, said)]
    starts = [number for number, block in enumerate(blocks.all[:-1], 1) if _is_heading(block)]
    starts += [number for number in blocks.behind_rules if mark_before(blocks.all[number].element) in FIRST]
    if not boxes and not starts:
        return {}
    finder, stops = _Finder(documents, blocks, apart), set(starts)
    for box, is_sure in boxes:
        finder.look_at_box(box, is_sure)
    for start in sorted(starts):
        finder.look_behind(start, stops)
    return finder.found


def _called_notes(element: Element, said: str) -> Iterator[tuple[Element, bool]]:
    """Yield an element whose class says that it is a note, or notes; and whether that is sure."""
    words = words_in(said)
    is_sure = not SURE.isdisjoint(words)
    if (is_sure or not DOUBTFUL.isdisjoint(words)) and name_of(element) not in ("a", "sup", "body", "html"):
        yield element, is_sure


def _is_heading(block: Block) -> bool:
    """Whether a block says that notes follow."""
    return block.size <= LONGEST_HEADING and HEADING_OF_NOTES.fullmatch(block.words) is not None


class _Finder:
    """The notes of a book, among what may be notes."""

    def __init__(self, documents: tuple[Document, ...], blocks: Blocks, apart: dict[Element, str]) -> None:
        self.found: dict[Element, str] = {}
        self._all, self._apart = blocks.all, apart
        self._order: dict[Element, int] = {}  # of all elements
        self._ends: dict[Element, int] = {}  # the last element in each
        self._raised: dict[str, list[tuple[int, Element]]] = defaultdict(list)  # elements that may be marks
        self._written: dict[str, int] = {}  # where marks first stand in the text
        self._linked: list[int] = []  # where the notes are that links show
        self._numbers: dict[Element, str] = {}  # of the items of lists
        self._until = -1  # the last element of the last box that was taken
        self._taken: set[int] = set()  # the blocks that were taken
        for document in documents:
            self._read(document)
        self._places = [self._order[block.element] for block in self._all]
        self._sizes = [0, *accumulate(block.size for block in self._all)]

    def _read(self, document: Document) -> None:
        """Find the order of the elements of a document, and what may be marks in it."""
        from lxml import etree

        for event, element in etree.iterwalk(document.root, events=("start", "end")):
            if event == "end":
                self._ends[element] = len(self._order) - 1
            else:
                self._order[element] = len(self._order)
                if name_of(element) in ("sup", "a", "span") and (mark := mark_that_is(element)):
                    self._raised[mark].append((self._order[element], element))
                if self._apart.get(element) == NOTES:
                    self._linked.append(self._order[element])
            for mark in marks_in((element.text if event == "start" else element.tail) or ""):
                self._written.setdefault(mark, self._order[element])

    def look_at_box(self, box: Element, is_sure: bool) -> None:
        """Take an element that is called a note, or notes, if it is one."""
        first, last = self._order[box], self._ends[box]
        inside = range(bisect_left(self._places, first), bisect_right(self._places, last))
        if first <= self._until or 2 * self._size(inside) > self._size(range(len(self._all))):
            return
        if inside and _is_heading(self._all[inside[0]]):
            inside = inside[1:]
        element = self._all[inside[0]].element if inside else box
        linked = bisect_left(self._linked, first)
        if linked < len(self._linked) and self._linked[linked] <= min(last, self._order[element]):
            is_one = is_sure  # it begins with a note that links show
        else:
            mark = self._mark(element)
            is_one = bool(mark) and (self._stands_before(mark, first) or (is_sure and bool(mark_before(element))))
        if is_one:
            self._until = last
            self._taken.update(inside)
            self.found[box] = NOTES
            self._take_marks(
                [self._mark(self._all[number].element) for number in inside] or [mark_before(box)], first
            )

    def look_behind(self, start: int, stops: set[int]) -> None:
        """Take what stands behind a heading, or a rule, from one block on, as far as it is notes.

        stops   where others begin
        """
        notes: list[tuple[int, str]] = []
        for number in range(start, len(self._all)):
            mark = self._mark(self._all[number].element)
            is_another = number in self._taken or (number in stops and number > start)
            if self._all[number].level or is_another or self._holds_another(number):
                break
            if mark and (not notes or comes_after(notes[-1][1], mark)):
                notes.append((number, mark))
            elif not notes or number - notes[-1][0] > MOST_BETWEEN:
                break
        before = self._places[start]
        standing = sum(self._stands_before(mark, before) for _, mark in notes)
        if not notes or 2 * standing < len(notes):
            return
        numbers = range(notes[0][0], notes[-1][0] + 1)
        if 2 * self._size(numbers) <= self._size(range(len(self._all))):
            self.found.update((self._all[number].element, NOTES) for number in numbers)
            self._taken.update(numbers)
            self._take_marks([mark for _, mark in notes], before)

    def _mark(self, element: Element) -> str:
        """Return the mark with which a note begins, or its number in a list."""
        found = mark_before(element)
        item = None if found else numbered(element, self._numbers)
        return self._numbers[item] if item is not None else found

    def _holds_another(self, number: int) -> bool:
        """Whether another block is in a block."""
        following = self._places[number + 1 : number + 2]
        return bool(following) and following[0] <= self._ends[self._all[number].element]

    def _size(self, numbers: range) -> int:
        """Return how many characters are in some blocks that follow each other."""
        return self._sizes[numbers.stop] - self._sizes[numbers.start] if numbers else 0

    def _stands_before(self, mark: str, place: int) -> bool:
        """Whether a mark stands somewhere in the text before a place: raised, in brackets, a sign."""
        raised = self._raised.get(mark)
        return bool(raised and raised[0][0] < place) or self._written.get(mark, place) < place

    def _take_marks(self, marks: list[str], before: int) -> None:
        """Take the elements that are the marks of notes, the nearest of each before a place."""
        for mark in marks:
            raised = self._raised.get(mark, [])
            number = bisect_left(raised, (before,)) - 1
            if number >= 0 and raised[number][1] not in self._apart:
                self.found.setdefault(raised[number][1], MARKS)
