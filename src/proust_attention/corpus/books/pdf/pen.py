r"""The pen that writes a page of a PDF.

# Class Notes

A page is a program. Operators set a font (Tf), the spaces between letters and words (Tc, Tw), the place (Td, Tm,
T*), and write strings (Tj, TJ); others keep and restore what was set (q, Q), or draw another page within this one
(Do). Two matrices, of the page and of the text, say where the pen stands, in which direction it writes and how
large; the font says of each glyph how far the pen goes on. What only paints is passed over. Text that is written
invisibly counts: so OCR puts what it has recognised behind the picture of a page.

An operator with operands that make no sense does nothing, as in every viewer.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.pdf.glyphs import Font, unknown
from proust_attention.corpus.books.pdf.pieces import Piece, Pieces

if TYPE_CHECKING:
    from pypdf import PdfReader

Matrix = Sequence[float]
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
WORTHLESS = (ValueError, TypeError, IndexError, OverflowError)  # what operands may raise
SETTERS = {b"Tc": "letter_space", b"Tw": "word_space", b"TL": "leading", b"Ts": "rise", b"Tz": "stretch"}


class _State(NamedTuple):
    """What q keeps and Q restores."""

    matrix: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    leading: float = 0.0
    rise: float = 0.0
    stretch: float = 100.0


class Fonts:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[Any, Font]] = {}

    def __getitem__(self, described: Any) -> Font:
        """Return a font as the file describes it. Raises whatever pypdf raises for a damaged one."""
        if id(described) not in self._read:
            self._read[id(described)] = described, Font(described)  # the description is kept, so that its id stays
        return self._read[id(described)][1]


class Pen:
    """The pen of a page; `pieces` is what it has written."""

    def __init__(self, reader: "PdfReader", fonts: Fonts, effort: limits.Effort) -> None:
        self.pieces = Pieces()
        self._reader, self._fonts, self._effort = reader, fonts, effort
        self._state = _State()
        self._line: Matrix = IDENTITY  # where the line begins
        self._place: Matrix = IDENTITY  # where the pen is
        self._forms = 0

    def draw(self, contents: Any, resources: Any, depth: int = 0) -> None:
        """Run a page, or a page within it. Raises RefusedError, and whatever pypdf raises for a damaged one."""
        from pypdf.generic import ContentStream

        contents, resources = resolved(contents), _dictionary(resources)
        if contents is None:
            return
        kept: list[_State] = []
        for operands, operator in ContentStream(contents, self._reader, "bytes").operations:
            self._effort.spend()
            if operator == b"q":
                kept.append(self._state)
            elif operator == b"Q" and kept:
                self._state = kept.pop()
            elif operator == b"Do" and operands:
                self._draw_within(_dictionary(resources.get("/XObject")).get(operands[0]), resources, depth)
            elif operator == b"Tf" and operands:
                self._take_font(_dictionary(resources.get("/Font")).get(operands[0]), operands[1:])
            else:
                try:
                    self._run(operator, operands)
                except WORTHLESS:
                    continue

    def _draw_within(self, form: Any, resources: dict[str, Any], depth: int) -> None:
        """Draw a page within the page."""
        from pypdf.generic import StreamObject

        form = resolved(form)
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            return
        self._forms += 1
        if self._forms > limits.FORMS or depth == limits.FORM_DEPTH:
            raise RefusedError("holds a page with too many pages within it")
        before = self._state, self._line, self._place
        matrix = _numbers(resolved(form.get("/Matrix")) or IDENTITY, 6)
        self._state = self._state._replace(matrix=product(matrix, self._state.matrix))
        self.draw(form, form.get("/Resources", resources), depth + 1)
        self._state, self._line, self._place = before

    def _take_font(self, described: Any, operands: list[Any]) -> None:
        described = _dictionary(described)
        font = self._fonts[described] if described else None
        self._effort.look()
        size = float(operands[0]) if operands and isinstance(operands[0], int | float) else self._state.size
        self._state = self._state._replace(font=font, size=size)

    def _run(self, operator: bytes, operands: list[Any]) -> None:
        """Run an operator that sets something, moves the pen or writes."""
        if operator == b"cm":
            self._state = self._state._replace(matrix=product(_numbers(operands, 6), self._state.matrix))
        elif operator in SETTERS:
            setting: dict[str, Any] = {SETTERS[operator]: _numbers(operands, 1)[0]}
            self._state = self._state._replace(**setting)
        elif operator == b"BT":
            self._go_to(IDENTITY)
        elif operator == b"Tm":
            self._go_to(_numbers(operands, 6))
        elif operator == b"Td":
            self._go(*_numbers(operands, 2))
        elif operator == b"TD":
            x, y = _numbers(operands, 2)
            self._state = self._state._replace(leading=-y)
            self._go(x, y)
        elif operator == b"T*":
            self._go(0, -self._state.leading)
        elif operator == b"Tj":
            self._write(operands[0])
        elif operator == b"TJ":
            for one in operands[0]:
                if isinstance(one, bytes):
                    self._write(one)
                else:
                    self._go_on(-float(one) / 1000 * self._state.size)
        elif operator in (b"'", b'"'):
            if operator == b'"':
                word_space, letter_space = _numbers(operands[:2], 2)
                self._state = self._state._replace(word_space=word_space, letter_space=letter_space)
            self._go(0, -self._state.leading)
            self._write(operands[-1])

    def _go_to(self, matrix: Matrix) -> None:
        self._line = self._place = matrix

    def _go(self, x: float, y: float) -> None:
        """Begin a line there, from the beginning of this one."""
        self._go_to(product((1, 0, 0, 1, x, y), self._line))

    def _go_on(self, width: float) -> None:
        """Move the pen along the line."""
        self._place = product((1, 0, 0, 1, width * self._state.stretch / 100, 0), self._place)

    def _write(self, string: bytes) -> None:
        """Write a string."""
        state = self._state
        shown = state.font.shown(string) if state.font else unknown(string)
        self._effort.spend(len(shown.text))
        width = shown.width * state.size + state.letter_space * shown.glyphs + state.word_space * shown.spaces
        begin = product((state.size, 0, 0, state.size, 0, state.rise), product(self._place, state.matrix))
        self._go_on(width)
        end = product(self._place, state.matrix)
        turn = round(math.atan2(begin[1], begin[0]) / (math.pi / 2)) % 4
        upright = (1, -1j, -1, 1j)[turn]
        first, last = (complex(matrix[4], matrix[5]) * upright for matrix in (begin, end))
        size = math.hypot(begin[2], begin[3]) * (state.font.height if state.font else 1.0)
        ends = max(first.real, last.real)
        if not math.isfinite(first.real + ends + first.imag + size):
            raise ValueError("a place beyond all places")
        self.pieces.add(Piece(first.real, ends, first.imag, size, shown.text), turn)


def product(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does first the one, then the other.

    >>> product((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 5, 7))
    (2, 0, 0, 2, 5, 7)
    """
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _numbers(operands: Sequence[Any], count: int) -> list[float]:
    """Return operands as numbers. Raises ValueError if there are fewer than that."""
    numbers = [float(operand) for operand in operands[:count]]
    if len(numbers) < count or not all(map(math.isfinite, numbers)):
        raise ValueError("too few numbers")
    return numbers


def resolved(value: Any) -> Any:
    """Return what a value is, or what it refers to."""
    return value.get_object() if hasattr(value, "get_object") else value


def _dictionary(value: Any) -> dict[str, Any]:
    """Return a dictionary that something is or refers to, an empty one if it is none."""
    value = resolved(value)
    return value if isinstance(value, dict) else {}
