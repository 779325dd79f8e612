r"""What a page of a PDF draws, as pieces of text with their places.

# Class Notes

A page is a program that moves a pen: here a font, there a place, then some glyphs. pypdf runs it and hands over what
was drawn between two moves, with two matrices, of the page and of the text, whose product says where the piece
begins, in which direction it runs and how large it is. Pictures are never looked at. Text that is drawn invisibly is
text too: so OCR puts what it has recognised behind a picture.

Many programs draw no spaces, but leave gaps. A gap is a space if it is wider than half of the font's own, and a font
with T1 encoding, as TeX has them, holds in the place of the space a sign half an em wide, ␣, which nobody draws: the
spaces of a line set tight would be lost. So that width is set right before.

Text that runs in another direction than most of the page's (a stamp in the margin, a table on its side) is no line
of it, and is handed over apart.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.limits import RefusedError

if TYPE_CHECKING:
    from pypdf import PageObject

SPACE = 32  # the code of a space
USUAL_SPACE, WIDEST_SPACE = 250, 400  # thousandths of an em, in fonts whose signs differ in width


class Piece(NamedTuple):
    """Some text that a page draws from one place on."""

    x: float  # in points, along the line
    y: float  # upwards
    size: float  # of its font
    text: str


def pieces_of(page: "PageObject", budget: limits.Seconds) -> tuple[list[Piece], list[str]]:
    """Return the pieces of a page, in the order in which they are drawn; and the texts that run in other directions.

    Raises RefusedError beyond a limit, and whatever pypdf raises for a damaged page.
    """
    found: list[tuple[int, Piece]] = []

    def draw(text: str, page_matrix: list[float], text_matrix: list[float], font: object, size: float) -> None:
        if text.strip():
            found.append(_placed(text, page_matrix, text_matrix, size))

    def before(operator: object, operands: object, page_matrix: object, text_matrix: object) -> None:
        budget.spend()

    _set_spaces_right(page)
    page.extract_text(visitor_text=draw, visitor_operand_before=before)
    characters: Counter[int] = Counter()
    for turn, piece in found:
        characters[turn] += len(piece.text)
    main = max(characters, key=lambda turn: (characters[turn], -turn), default=0)
    return (
        [piece for turn, piece in found if turn == main],
        [piece.text.strip() for turn, piece in found if turn != main],
    )


def _placed(
    text: str, page_matrix: Sequence[float], text_matrix: Sequence[float], size: float
) -> tuple[int, Piece]:
    """Return by how many quarters of a turn a text is turned, and the text in its place, seen upright.

    >>> _placed("up", [1, 0, 0, 1, 0, 0], [0, 2, -2, 0, 90, 50], 6)
    (1, Piece(x=50.0, y=-90.0, size=12.0, text='up'))
    """
    a, b, c, d, e, f = text_matrix
    p, q, r, s, t, u = page_matrix
    along = complex(a * p + b * r, a * q + b * s)
    height = math.hypot(c * p + d * r, c * q + d * s)
    turn = round(math.atan2(along.imag, along.real) / (math.pi / 2)) % 4
    place = complex(e * p + f * r + t, e * q + f * s + u) * (1, -1j, -1, 1j)[turn]
    return turn, Piece(place.real, place.imag, size * height, text)


def _set_spaces_right(page: "PageObject") -> None:
    """Give fonts in which no space has the width of a usual one."""
    resources = _dictionary(page.get("/Resources"))
    fonts = _dictionary(resources.get("/Font"))
    if len(fonts) > limits.FONTS:
        raise RefusedError(f"holds a page with more than {limits.FONTS:,} fonts")
    for font in map(_dictionary, fonts.values()):
        widths, first = _resolved(font.get("/Widths")), font.get("/FirstChar")
        if not isinstance(widths, list) or not isinstance(first, int) or not 0 <= SPACE - first < len(widths):
            continue
        values = [width for width in map(_resolved, widths) if isinstance(width, int | float)]
        place = SPACE - first
        if len(set(values)) > 1 and isinstance(widths[place], int | float) and widths[place] > WIDEST_SPACE:
            widths[place] = type(widths[place])(USUAL_SPACE)


def _resolved(value: Any) -> Any:
    """Return what a value is, or what it refers to."""
    return value.get_object() if hasattr(value, "get_object") else value


def _dictionary(value: Any) -> dict[str, Any]:
    resolved = _resolved(value)
    return resolved if isinstance(resolved, dict) else {}
