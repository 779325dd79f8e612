r"""A font of a PDF: which characters its glyphs are, and how wide.

# Class Notes

A string in a page is no text, but numbers of glyphs, of one byte or two. What they mean, the font says in one of
four ways (a table to Unicode, names of glyphs, a standard encoding, a file of its own), or not at all. pypdf
resolves these; its class is not among those that it promises to keep, so it is used here and nowhere else.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

THOUSANDTH = 0.001
USUAL_WIDTH = 0.5
SPACE = "\x20"


class Font:
    """How the strings of a font are read."""

    def __init__(self, described: "DictionaryObject") -> None:
        """Take the font as the file describes it. Raises whatever pypdf raises for a damaged one."""
        from pypdf.generic._font import Font as Described

        self._font = Described.from_font_resource(described)
        self._unit, self.height = THOUSANDTH, 1.0  # of widths; of a line, in units of the size
        matrix, box = described.get("/FontMatrix"), described.get("/FontBBox")
        if described.get("/Subtype") == "/Type3" and matrix and box:  # one that draws its glyphs as it likes
            self._unit = abs(float(matrix[0]))
            self.height = abs(float(matrix[3]) * (float(box[3]) - float(box[1]))) or 1.0

    def glyphs(self, string: bytes) -> Iterator[tuple[str, float, bool]]:
        """Yield of each glyph its text, its width in units of the size, and whether it is the code of a space."""
        encoding, known = self._font.encoding, self._font.character_map
        if isinstance(encoding, str):
            for code in string.decode(encoding, "replace"):
                yield str(known.get(code, code)), self._width(code), False
        else:
            for byte in string:
                sign = encoding.get(byte, chr(byte))
                yield str(known.get(sign, sign)), self._width(chr(byte)), byte == ord(SPACE)

    def _width(self, code: str) -> float:
        width = self._font.get_text_width(code)
        return width * self._unit if isinstance(width, int | float) else USUAL_WIDTH


def unknown(string: bytes) -> Iterator[tuple[str, float, bool]]:
    """Yield, as `Font.glyphs` does, what a string is whose font is missing."""
    return (("\ufffd", USUAL_WIDTH, False) for _ in string)
