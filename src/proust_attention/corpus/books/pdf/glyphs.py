r"""A font of a PDF: which characters its glyphs are, and how wide.

# Class Notes

A string in a page is no text, but numbers of glyphs, of one byte or two. What they mean, the font says in one of
four ways (a table to Unicode, names of glyphs, a standard encoding, a file of its own), or not at all. pypdf
resolves these; its class is not among those that it promises to keep, so it is used here and nowhere else.
"""

from typing import TYPE_CHECKING, NamedTuple

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.limits import RefusedError

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

THOUSANDTH, USUAL_WIDTH = 0.001, 0.5  # of the size of the font
SPACE = 0x20
SHORT = 2  # bytes of a string that is remembered: many programs write one glyph at a time


class Shown(NamedTuple):
    """What a string shows."""

    text: str
    width: float  # in units of the size of the font
    glyphs: int
    spaces: int  # bytes that are the code of a space, which can be made wider


def unknown(string: bytes) -> Shown:
    """Return what a string shows whose font is missing."""
    return Shown("\ufffd" * len(string), USUAL_WIDTH * len(string), len(string), 0)


class Font:
    """How the strings of a font are read."""

    def __init__(self, described: "DictionaryObject") -> None:
        """Take the font as the file describes it. Raises whatever pypdf raises for a damaged one."""
        from pypdf.generic._font import Font as Described

        self._font = Described.from_font_resource(described)
        self._unit, self.height = THOUSANDTH, 1.0  # of widths; of a line, in units of the size
        self._short: dict[bytes, Shown] = {}
        matrix, box = described.get("/FontMatrix"), described.get("/FontBBox")
        if described.get("/Subtype") == "/Type3" and matrix and box:  # one that draws its glyphs as it likes
            self._unit = abs(float(matrix[0]))
            self.height = abs(float(matrix[3]) * (float(box[3]) - float(box[1]))) or 1.0

    def shown(self, string: bytes) -> Shown:
        """Return what a string shows. Raises RefusedError if that is too much."""
        if len(string) > SHORT:
            return self._read(string)
        if string not in self._short:
            self._short[string] = self._read(string)
        return self._short[string]

    def _read(self, string: bytes) -> Shown:
        encoding, known = self._font.encoding, self._font.character_map
        if isinstance(encoding, str):
            codes = signs = string.decode(encoding, "replace")
            spaces = 0
        else:
            codes, spaces = string.decode("latin-1"), string.count(SPACE)
            signs = "".join(encoding.get(byte, chr(byte)) for byte in string)
        parts, length = [], 0
        for sign in signs:
            parts.append(str(known.get(sign, sign)))
            length += len(parts[-1])
            if length > limits.DOCUMENT_BYTES:
                raise RefusedError(limits.TOO_MANY_CHARACTERS)
        width = sum(map(self._width, codes))
        return Shown("".join(parts), width * self._unit, len(codes), spaces)

    def _width(self, code: str) -> float:
        width = self._font.get_text_width(code)
        return width if isinstance(width, int | float) else USUAL_WIDTH / self._unit
