r"""From the pieces of a page to its lines, in the order in which they are read.

# Class Notes

Pieces at one height are a line. On a page with one column the higher line is read first, in whatever order they
are written. A page has columns where two long lines stand beside each other. There the order of writing counts,
which nearly always goes column by column, but for what stands alone above or below all the rest, a running head or
a page number: some programs write it first. Only where a page is written across, line beside line, its right half
is taken off, at the place where so many lines begin again.

A paragraph shows by the space above it or by an indent: its first line begins further right than those around it.
Lines that are all further right, and not by the indent of the book, are verse, or a letter: one paragraph. So the
text of a page is that of a scan: a line to a line, and an empty line before a paragraph.

>>> said = "El tren llegaba tarde y", "nadie miraba la hora.", "—¿Otra vez? —dijo el", "reloj de la estación."
>>> places = (50, 700), (50, 688), (62, 676), (50, 664)
>>> lines = lines_of([Piece(x, x + 99, y, 10, text) for (x, y), text in zip(places, said)])
>>> text_of(lines, setting_of([lines]))
'El tren llegaba tarde y\nnadie miraba la hora.\n\n—¿Otra vez? —dijo el\nreloj de la estación.'
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from proust_attention.corpus.books.pdf.first_letters import CAP, WORDS
from proust_attention.corpus.books.pdf.pieces import SPACE, WIDE, Piece

# In units of the size of the font.
SAME_LINE = 0.5  # up or down
INDENT, WIDEST_INDENT = 0.7, 4.5
SAME_PLACE = 0.3  # of two indents, or of a text that is written twice, to look bold
LARGE = 1.7  # beside most of a page: a first letter so much larger begins the line beside its top

# In units of the distance of lines.
APART = 1.3  # above a paragraph
ALONE = 1.6  # around a running head

LONG = 12  # characters of a line that is no number in a list
FEWEST_ACROSS, SHARE_ACROSS = 6, 0.4  # lines that begin again at one place, on a page that is written across
AROUND, FEW = 8, 4  # lines above and below by which an indent is told; few of them
MOST_BESIDE = 10  # lines of one height that are looked at


class Line:
    """What stands at one height."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces: list[Piece] = []
        self.x, self.end, self.y, self.size = math.inf, -math.inf, 0.0, -1.0
        for piece in pieces:
            self.add(piece)

    def add(self, piece: Piece) -> None:
        """Add a piece; the largest one says at which height the line stands."""
        self.pieces.append(piece)
        self.x, self.end = min(self.x, piece.x), max(self.end, piece.end)
        if piece.size > self.size:
            self.y, self.size = piece.y, piece.size

    @property
    def text(self) -> str:
        """Its text from left to right, with a space for each gap."""
        parts, end = [], self.x
        for piece in sorted(self.pieces, key=lambda piece: piece.x):
            parts += [" " * (piece.x - end >= SPACE * piece.size), piece.text]
            end = piece.end
        return " ".join("".join(parts).split())


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """Return the lines of a page as they are read."""
    return _in_order(_lines(_with_first_letters(list(pieces))))


class Setting(NamedTuple):
    """How a book is set, in points."""

    step: float  # from a line to the next
    indent: float  # of the first line of a paragraph


def setting_of(pages: Sequence[Sequence[Line]]) -> Setting:
    """Return how the pages of a book are set."""
    steps = [step for lines in pages if (step := _step(lines))]
    indents = [
        indent
        for lines in pages
        for before, indent, after in _threes([_indent(lines, number) for number in range(len(lines))])
        if indent and not before and not after
    ]
    return Setting(median(steps or [0.0]), median(indents or [0.0]))


def text_of(lines: Sequence[Line], setting: Setting) -> str:
    """Return the text of a page of a book that is set so."""
    step = min(setting.step, _step(lines))
    text: list[str] = []
    before = 0.0
    for number, line in enumerate(lines):
        indent = _indent(lines, number)
        apart = number and lines[number - 1].y - line.y > APART * max(step, line.size)
        usual = abs(indent - setting.indent) < SAME_PLACE * line.size
        if number and (apart or (indent and (usual or abs(indent - before) > SAME_PLACE * line.size))):
            text.append("")
        text.append(line.text)
        before = indent
    return "\n".join(text)


def _threes(values: Sequence[float]) -> Iterator[tuple[float, float, float]]:
    return zip(values, values[1:], values[2:], strict=False)


def _step(lines: Sequence[Line]) -> float:
    """Return the usual distance of two lines, 0 where there is none."""
    return median([one.y - two.y for one, two in itertools.pairwise(lines) if one.y > two.y] or [0.0])


def _with_first_letters(pieces: list[Piece]) -> list[Piece]:
    """Put a large first letter, which reaches down over several lines, before the line beside its top."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    letters = [
        piece
        for piece in pieces
        if piece.size > LARGE * usual and len(piece.text) <= 2 and piece.text[-1].isalpha()
    ]
    for letter in letters[:FEW]:
        beside = [
            number
            for number, piece in enumerate(pieces)
            if -usual < piece.y - letter.y < letter.size + usual / 4
            and -usual < piece.x - letter.end < letter.size
        ]
        if beside:
            for number in beside:
                pieces[number] = pieces[number]._replace(x=letter.x)
            top = max(beside, key=lambda number: pieces[number].y)
            sign = CAP if letter.text in WORDS else ""
            pieces[top] = pieces[top]._replace(text=letter.text + sign + pieces[top].text)
            pieces.remove(letter)
    return pieces


def _lines(pieces: Iterable[Piece]) -> list[Line]:
    """Return the lines in the order in which they are written."""
    lines: list[Line] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last is None or abs(piece.y - last.y) >= SAME_LINE * max(piece.size, last.size):
            lines.append(Line([piece]))
        elif piece.text != last.pieces[-1].text or abs(piece.x - last.pieces[-1].x) > SAME_PLACE * piece.size:
            last.add(piece)
    return lines


def _in_order(lines: list[Line]) -> list[Line]:
    """Return lines as they are read."""
    down = sorted(lines, key=lambda line: -line.y)
    across = _taken_apart(lines)
    if not across and not any(_are_abreast(one, two) for one, two in _side_by_side(down)):
        return _merged(down)
    ordered = across or lines
    step = _step(lines)
    for end, other, place in ((down[0], down[1], 0), (down[-1], down[-2], len(ordered) - 1)):
        if end in ordered and abs(end.y - other.y) > ALONE * step:
            ordered.remove(end)
            ordered.insert(place, end)
    return ordered


def _side_by_side(down: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield pairs of lines of nearly the same height."""
    for number, line in enumerate(down):
        for other in down[number + 1 : number + MOST_BESIDE]:
            if line.y - other.y >= SAME_LINE * max(line.size, other.size):
                break
            yield line, other


def _are_abreast(one: Line, two: Line) -> bool:
    """Whether two lines of one height are lines of two columns."""
    left, right = sorted((one, two), key=lambda line: line.x)
    return right.x - left.end > WIDE * left.size and min(len(one.text), len(two.text)) >= LONG


def _merged(down: Sequence[Line]) -> list[Line]:
    """Join what stands at one height though it was not written together, such as a title and its page number."""
    merged: list[Line] = []
    for line in down:
        if merged and merged[-1].y - line.y < SAME_LINE * min(line.size, merged[-1].size):
            for piece in line.pieces:
                merged[-1].add(piece)
        else:
            merged.append(line)
    return merged


def _taken_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page whose two columns are written line beside line; none if they are not."""
    places = Counter(
        round(piece.x)
        for line in lines
        for before, piece in itertools.pairwise(line.pieces)
        if piece.x - before.end >= WIDE * piece.size and len(piece.text) >= LONG
    )
    place, count = max(places.items(), key=lambda item: item[1], default=(0, 0))
    if count < max(FEWEST_ACROSS, SHARE_ACROSS * len(lines)):
        return []
    before: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        halves: tuple[list[Piece], list[Piece]] = ([], [])
        for piece in line.pieces:
            halves[piece.x > place - 1].append(piece)
        if not halves[1]:
            (left if right else before).append(line)
            continue
        right.append(Line(halves[1]) if halves[0] else line)
        if halves[0]:
            left.append(Line(halves[0]))
    return [*before, *left, *right]


def _indent(lines: Sequence[Line], number: int) -> float:
    """Return how much further right than those around it a line begins, 0 if it does not."""
    line = lines[number]
    first = last = number
    while first > max(0, number - AROUND) and lines[first - 1].y > lines[first].y:
        first -= 1
    while last < min(len(lines) - 1, number + AROUND) and lines[last].y > lines[last + 1].y:
        last += 1
    near = WIDEST_INDENT * line.size
    margins = sorted(other.x for other in lines[first : last + 1] if abs(other.x - line.x) <= near)
    indent = line.x - margins[1 if len(margins) > FEW else 0]  # one may stick out
    return indent if indent > INDENT * line.size else 0.0
