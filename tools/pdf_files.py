"""PDFs made by hand, for what no program writes: one page after another, from the operators that draw it."""

import zlib
from collections.abc import Sequence

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def stream(content: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """Return an object that holds some bytes."""
    if packed:
        content, entries = zlib.compress(content, 9), entries + b"/Filter/FlateDecode"
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def pdf(
    pages: Sequence[bytes],
    *,
    font: bytes = HELVETICA,
    entries: bytes = b"",
    about: bytes = b"",
    objects: Sequence[bytes] = (),
    packed: bool = False,
) -> bytes:
    """Return a PDF.

    pages     of each the operators; its font is /F
    entries   more of each page, say /Rotate 90
    about     the entries of its description, say /Title(Una casa)
    objects   more of them, the first of which has the number 10
    """
    numbers = {1: b"<</Type/Catalog/Pages 2 0 R/Lang(es)>>", 3: font, 4: b"<<%s>>" % about}
    numbers |= dict(enumerate(objects, 10))
    first = 10 + len(objects)
    for number, content in enumerate(pages):
        numbers[first + 2 * number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</X 10 0 R>>>>%s>>"
        ) % (first + 2 * number + 1, entries)
        numbers[first + 2 * number + 1] = stream(content, packed=packed)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    numbers[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)
    return written(numbers, b"/Root 1 0 R/Info 4 0 R")


def written(numbers: dict[int, bytes], trailer: bytes) -> bytes:
    """Return the file of these objects."""
    made, places = b"%PDF-1.7\n", {}
    for number, content in numbers.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items()))
    size = max(numbers) + 1
    return made + b"xref\n0 1\n0000000000 65535 f \n%strailer<<%s/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        trailer,
        size,
        len(made),
    )


def line(x: float, y: float, text: str, size: float = 10) -> bytes:
    """Return the operators that write a line at a place."""
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, escaped)
