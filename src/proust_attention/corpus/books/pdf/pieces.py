r"""What a page of a PDF shows, as pieces of text with their places.

# Class Notes

A pen writes a string at a time (pen.py), and a string may be a letter or a line. Strings that follow on each other
are put together here. Many programs write no spaces, but leave gaps: a gap is a space from 0.15 of the size of the
font on. Lines that are set tight have 0.19 or more, and letters that are drawn nearer to each other, or set apart,
less. A gap as wide as the font is large, or a way back, ends the piece.

What is written in another direction than most of the page, such as a stamp in the margin, is no line of it, and is
handed over apart.

>>> pieces = Pieces()
>>> for x, end, text in ((50, 60, "No"), (63, 75, "era"), (300, 310, "7")):
...     pieces.add(Piece(x, end, 700, 10, text))
>>> pieces.upright()
([Piece(x=50, end=75, y=700, size=10, text='No era'), Piece(x=300, end=310, y=700, size=10, text='7')], [])
"""

import math
from collections import Counter
from typing import NamedTuple

# In units of the size of the font.
SPACE, WIDE = 0.15, 1.0  # gaps
NOWHERE = 0.02  # a space that is written over, as Chromium does with a soft hyphen, is none
BACK = 0.7  # how far the pen may go back: letters are drawn nearer to each other, accents above them
RAISED = 0.3  # a sign that stands higher than this, or lower, is another piece; accents of capitals stand at 0.25


class Piece(NamedTuple):
    """Some text on a line."""

    x: float  # where it begins, in points
    end: float
    y: float  # upwards
    size: float  # of the font
    text: str


class Pieces:
    """The pieces of a page, in the order of writing."""

    def __init__(self) -> None:
        self._turned: dict[int, list[Piece]] = {}  # by how many quarters of a turn they are turned
        self._characters: Counter[int] = Counter()
        self._blank = math.inf  # where a space was written

    def add(self, piece: Piece, turn: int = 0) -> None:
        """Add what the pen writes in one go, seen upright: to the last piece, if it follows on it."""
        pieces = self._turned.setdefault(turn, [])
        if not piece.text.strip():
            self._blank = piece.x
            return
        blank, self._blank = self._blank, math.inf
        self._characters[turn] += len(piece.text)
        last = pieces[-1] if pieces else None
        if last and last.size == piece.size and abs(last.y - piece.y) <= RAISED * piece.size:
            gap = (piece.x - last.end) / (piece.size or 1)
            if -BACK <= gap < WIDE:
                space = " " * (gap >= SPACE or last.end - piece.size < blank < piece.x - NOWHERE * piece.size)
                pieces[-1] = last._replace(end=piece.end, text=last.text + space + piece.text)
                return
        pieces.append(piece)

    def upright(self) -> tuple[list[Piece], list[str]]:
        """Return the pieces in the direction of most, and what is written in others."""
        main = max(self._characters, key=lambda turn: (self._characters[turn], -turn), default=0)
        others = [piece.text for turn, pieces in self._turned.items() if turn != main for piece in pieces]
        return self._turned.get(main, []), others
