r"""From the pieces of a page to its lines, in the order in which they are read.

# Class Notes

Pieces at one height are a line. On a page with one column the higher line is read first, in whatever order they are
drawn. A page has columns where two long lines stand beside each other. There the order of drawing counts, which
nearly always goes column by column, but for what stands apart above or below of all the rest, a running head or a
page number: some programs draw it first. Only where a page is drawn across, line beside line, its right half is
taken apart, by where so many lines begin again.

A paragraph shows by the space above it or by an indent: its first line begins further right than those around it.
So the text of a page is that of a scan: a line to a line, and an empty line before a paragraph.

>>> said = "El tren llegaba tarde y", "nadie miraba la hora.", "—¿Otra vez?", "El reloj no respondió"
>>> places = (50, 700), (50, 688), (62, 676), (62, 664)
>>> lines = lines_of([Piece(x, y, 10, text) for (x, y), text in zip(places, said)])
>>> text_of(lines, 12)
'El tren llegaba tarde y\nnadie miraba la hora.\n\n—¿Otra vez?\n\nEl reloj no respondió'
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from proust_attention.corpus.books.pdf.pieces import Piece

# In units of the size of the font.
SAME_LINE = 0.4  # up or down
INDENT, WIDEST_INDENT = 0.7, 4.5
ABREAST = 5.0  # between the beginnings of two columns
LARGE = 1.7  # beside most of a page: a first letter that is so much larger begins the line beside its top

APART = 1.3  # in units of the distance of lines: above a paragraph
ALONE = 1.6  # and around a running head
LONG = 12  # characters of a line that is no number in a list
FEWEST_ACROSS = 6  # lines that begin again at one place, for a page that is drawn across
MOST_ACROSS = 0.4  # and their share
AROUND = 8  # lines above and below by which an indent is told
FEW = 4  # of them
MOST_BESIDE = 10  # lines of one height that are looked at


@dataclass
class Line:
    """What stands at one height, from left to right as it is drawn."""

    x: float
    y: float
    size: float
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """The text of all its pieces, which bring their spaces with them."""
        return " ".join("".join(piece.text for piece in self.pieces).split())


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines of a page as they are read."""
    return _in_order(_lines(_with_first_letters(pieces)))


def step_of(lines: Sequence[Line]) -> float:
    """Return the usual distance of two lines, 0 where there is none."""
    return median([one.y - two.y for one, two in itertools.pairwise(lines) if one.y > two.y] or [0.0])


def text_of(lines: Sequence[Line], step: float) -> str:
    """Return the text of a page of a book whose lines have this distance."""
    step = min(step, step_of(lines))
    text = []
    for number, line in enumerate(lines):
        if number and _begins(lines, number, step):
            text.append("")
        text.append(line.text)
    return "\n".join(text)


def _with_first_letters(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Put a large first letter, which reaches down over several lines, before the line beside its top."""
    sizes = Counter[float]()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    letter: Piece | None = None
    for piece in pieces:
        if letter is not None:
            beside = letter.y - piece.size < piece.y < letter.y + letter.size and piece.size < letter.size
            yield piece._replace(x=letter.x, text=letter.text.strip() + piece.text.lstrip()) if beside else letter
            letter = None
            if beside:
                continue
        stripped = piece.text.strip()
        if piece.size > LARGE * usual and len(stripped) <= 2 and stripped[-1:].isalpha():
            letter = piece
        else:
            yield piece
    if letter is not None:
        yield letter


def _lines(pieces: Iterator[Piece]) -> list[Line]:
    """Return the lines in the order in which they are drawn."""
    lines: list[Line] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last and abs(piece.y - last.y) < SAME_LINE * max(piece.size, last.size):
            last.pieces.append(piece)
            last.x = min(last.x, piece.x)
            if piece.size > last.size:
                last.y, last.size = piece.y, piece.size
        else:
            lines.append(Line(piece.x, piece.y, piece.size, [piece]))
    return lines


def _in_order(lines: list[Line]) -> list[Line]:
    """Return lines as they are read."""
    down = sorted(lines, key=lambda line: -line.y)
    across = _taken_apart(lines)
    if not across and not any(_are_abreast(one, two) for one, two in _side_by_side(down)):
        return _merged(down)
    ordered = across or lines
    step = step_of(lines)
    for end, other, place in ((down[0], down[1], 0), (down[-1], down[-2], len(ordered) - 1)):
        if abs(end.y - other.y) > ALONE * step:
            ordered.remove(end)
            ordered.insert(place, end)
    return ordered


def _side_by_side(down: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield pairs of lines of nearly the same height."""
    for number, line in enumerate(down):
        for other in down[number + 1 : number + MOST_BESIDE]:
            if line.y - other.y >= max(line.size, other.size) / 2:
                break
            yield line, other


def _are_abreast(one: Line, two: Line) -> bool:
    """Whether two lines of one height are lines of two columns."""
    return abs(one.x - two.x) > ABREAST * one.size and min(len(one.text), len(two.text)) >= LONG


def _merged(down: Sequence[Line]) -> list[Line]:
    """Join what stands at one height though it was not drawn together, such as a title and its page number."""
    merged: list[Line] = []
    for line in down:
        if merged and merged[-1].y - line.y < SAME_LINE * min(line.size, merged[-1].size):
            one, two = sorted((merged[-1], line), key=lambda each: each.x)
            space = Piece(two.x, two.y, two.size, " ")
            merged[-1] = Line(one.x, one.y, max(one.size, two.size), [*one.pieces, space, *two.pieces])
        else:
            merged.append(line)
    return merged


def _taken_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page whose two columns are drawn line beside line; none if they are not."""
    places = Counter(round(piece.x) for line in lines for piece in line.pieces[1:] if len(piece.text) >= LONG)
    place, count = max(places.items(), key=lambda item: item[1], default=(0, 0))
    if count < max(FEWEST_ACROSS, MOST_ACROSS * len(lines)):
        return []
    before: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        halves = [[], []]  # type: list[list[Piece]]
        for piece in line.pieces:
            halves[piece.x > place - 1].append(piece)
        if halves[0]:
            part = before if not halves[1] and not right else left
            part.append(Line(halves[0][0].x, line.y, line.size, halves[0]))
        if halves[1]:
            right.append(Line(halves[1][0].x, line.y, line.size, halves[1]))
    return [*before, *left, *right]


def _begins(lines: Sequence[Line], number: int, step: float) -> bool:
    """Whether a paragraph begins with a line, by the space above it or by its indent."""
    line = lines[number]
    if lines[number - 1].y - line.y > APART * max(step, line.size):
        return True
    first = last = number
    while first > max(0, number - AROUND) and lines[first - 1].y > lines[first].y:
        first -= 1
    while last < min(len(lines) - 1, number + AROUND) and lines[last].y > lines[last + 1].y:
        last += 1
    near = WIDEST_INDENT * line.size
    margins = sorted(other.x for other in lines[first : last + 1] if abs(other.x - line.x) < near)
    margin = margins[1 if len(margins) > FEW else 0]  # one may stick out
    return line.x - margin > INDENT * line.size
