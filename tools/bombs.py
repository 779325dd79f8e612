"""Files that are small, or look harmless, and cost whoever reads them without care minutes or gigabytes.

tools/mutations.py picks from them. Each shape once kept a reader of books busy, or might keep a careless one: work
that is done again for each of many things, and a size that is looked at only when it is there. SHAPES names each
function that makes one, of nothing.
"""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

from pdf_files import pdf, stream

MEBI = 2**20
NONE = 0xFFFFFFFF
CONTAINER = b"<container><rootfiles><rootfile full-path='%b'/></rootfiles></container>"
PAGE = b"<html xmlns:epub='http://www.idpf.org/2007/ops'><body>%b</body></html>"
WORDS = b"la casa dormida "


def packed(members: dict[str, bytes], link: bool = False, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive; with `link`, its members say that they are links."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", way) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in members.items():
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = way
            if link:
                info.create_system, info.external_attr = 3, 0o120777 << 16
            archive.writestr(info, content)
    return made.getvalue()


def epub(
    pages: dict[str, bytes], manifest: bytes = b"", spine: bytes = b"", more: bytes = b"", folder: str = ""
) -> bytes:
    """Return an EPUB 3 of these pages; what is given besides stands in its package."""
    items = b"".join(b"<item id='i%d' href='%b'/>" % (at, name.encode()) for at, name in enumerate(pages))
    order = b"".join(b"<itemref idref='i%d'/>" % at for at in range(len(pages)))
    package = b"<package version='3.0'><manifest>%b%b</manifest><spine toc='n'>%b%b</spine>%b</package>"
    members = {
        "META-INF/container.xml": CONTAINER % f"{folder}b.opf".encode(),
        f"{folder}b.opf": package % (items, manifest, order, spine, more),
        **{folder + name: content for name, content in pages.items()},
    }
    return packed(members, way=zipfile.ZIP_STORED)


def palm(records: list[bytes]) -> bytes:
    """Return a Palm database of these records."""
    head = struct.pack(">60s4s4sIIH", b"Book", b"BOOK", b"MOBI", 0, 0, len(records))
    place, table = len(head) + 8 * len(records), b""
    for number, record in enumerate(records):
        table += struct.pack(">II", place, number)
        place += len(record)
    return head + table + b"".join(records)


def kindle(texts: list[bytes], way: int = 1, others: list[bytes] | None = None, version: int = 6) -> bytes:
    """Return a Kindle book of these records of text; behind them others, whose first is named as any index."""
    record = bytearray(280)
    struct.pack_into(">HHIHHHH", record, 0, way, 0, 0, len(texts), 4096, 0, 0)
    struct.pack_into(">4sIIIII", record, 16, b"MOBI", 232, 2, 65001, 1, version)
    struct.pack_into(">II", record, 84, 270, 4)
    for place in (40, 44, 48, 80, 108, 168, 192, 244, 248, 252, 260):
        struct.pack_into(">I", record, place, NONE)
    if others:
        struct.pack_into(">I", record, 252, len(texts) + 1)
        struct.pack_into(">II", record, 112, len(texts) + 1, len(others))
    return palm([bytes(record), *texts, *(others or [])])


def index(tags: list[tuple[int, int, int, int]], entry: bytes, count: int, control_bytes: int = 1) -> list[bytes]:
    """Return the records of an index whose entries all lie at one place."""
    described = b"TAGX" + struct.pack(">II", 12 + 4 * len(tags), control_bytes) + b"".join(map(bytes, tags))
    first = (b"INDX" + struct.pack(">I", 192) + b"\0" * 16 + struct.pack(">I", 1)).ljust(192, b"\0") + described
    second = b"INDX".ljust(20, b"\0") + struct.pack(">II", 28 + len(entry), count) + entry
    return [first, second + b"IDXT" + struct.pack(">H", 28) * count]


def _huffman(texts: list[bytes], phrase: bytes, count: int = 2, apart: bool = True) -> bytes:
    """Return a book in HUFF/CDIC whose every code is of one bit and stands for one phrase."""
    head = b"HUFF\0\0\0\x18" + struct.pack(">IIII", 24, 24 + 1024, 0, 0)
    codes = head + struct.pack(">256I", *[1 | 0x80 | 1 << 8] * 256) + struct.pack(">64I", *[0] * 64)
    size = 2 * count
    places = [size + (2 + len(phrase)) * number * apart for number in range(count)]
    text = (struct.pack(">H", 0x8000 | len(phrase)) + phrase) * (count if apart else 1)
    dictionary = b"CDIC" + struct.pack(">III", 16, count, 20) + struct.pack(f">{count}H", *places) + text
    return kindle(texts, 17480, [codes, dictionary])


def _skeletons(count: int) -> bytes:
    entry = b"\x01a\x03\x80\x80" + bytes([4, 98, 90, 128])  # no fragments; 10 million bytes from 0
    text = b"a" * 8 + struct.pack(">H", 0x8000 | 15) * 5000
    return kindle([text] * 200, 2, index([(1, 1, 1, 0), (6, 2, 2, 0), (0, 0, 0, 1)], entry, count), 8)


def _points(deep: int) -> bytes:
    """A table of contents of EPUB 2, entries in entries."""
    inside = b"<navLabel><text>%b</text></navLabel>" % (WORDS * 500_000)
    point = b"<ncx>" + b"<navPoint><content src='a.xhtml'/>" * deep + inside + b"</navPoint>" * deep + b"</ncx>"
    return epub({"a.xhtml": PAGE % b"<p>a</p>", "n.ncx": point}, b"<item id='n' href='n.ncx'/>")


def _links(count: int, name: bytes = b"x") -> bytes:
    return b"".join(
        b"<a id='%b%d' href='#%b%d'>%d</a>" % (name, at, name, at + 1, at % 9000) for at in range(count)
    )


LETTERS = b"BT /F 9 Tf " + b"(a) Tj 9 0 Td " * 300_000
MANY = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 10 0 R>>"
LONG = stream(b"1 beginbfchar\n<41> <%s>\nendbfchar\n" % (b"0041" * 120))  # an A that is 120 of them

SHAPES: dict[str, Callable[[], bytes]] = {
    # regular expressions that come back to where they were
    "spaces in a declaration": lambda: b"<!DOCTYPE" + b" " * 65_000,
    "a long declaration": lambda: b"<!DOCTYPE html" + b" 'a' b" * 2_000_000 + b"><html><p>a</html>",
    "a long comment": lambda: b"<!-- a --><!--" + b"a-" * 6_000_000 + b"--><p>a</html>",
    "breaks without an end": lambda: kindle([b"<mbp:pagebreak " * 4000] * 250),
    "a guide of signs": lambda: kindle(
        [(b"<reference type=a filepos=60000>" * 1000).ljust(32_500) + b"<" * 30_000]
    ),
    "asterisks for page numbers": lambda: PAGE % ((b"<b class='pagenum'>" + b"*" * 38 + b"x</b>") * 250_000),
    # work done again for each
    "a long class": lambda: PAGE % (b"<div class='" + b"a " * 500_000 + b"'>" + b"<p>a</p>" * 100_000 + b"</div>"),
    "readings": lambda: b"<TEI><text><p><choice>" + b"<sic/>" * 250_000 + b"</choice>x</p></text></TEI>",
    "empty elements before a mark": lambda: (
        PAGE % (b"<p>" + b"<b/>" * 200_000 + b"x" + b"<a href='#x'>1</a>" * 50_000 + b"</p><p id='x'>1 nota</p>")
    ),
    "marks in a long paragraph": lambda: (
        PAGE % (b"<p>" + WORDS * 500_000 + b"<sup><a href='#x'>1</a></sup>" * 50_000 + b"</p><p id='x'>1 nota</p>")
    ),
    "contents of a long paragraph": lambda: (
        PAGE % (b"<nav>" + _links(50_000) + b"</nav><p>" + WORDS * 500_000 + _links(50_000, b"y") + b"</p>")
    ),
    "links in links": lambda: (
        PAGE % (b"<p>" + (b"<a href='#x'>1" * 200 + b"</a>" * 200) * 1000 + b"</p><p id='x'>1 a")
    ),
    "links deep in a paragraph": lambda: (
        PAGE
        % (b"<p>a" + b"<i>" * 200 + b"<a href='#x'>1</a>" * 150_000 + b"</i>" * 200 + b"</p><p id='x'>1 nota</p>")
    ),
    "navigation deep inside": lambda: (
        PAGE % (b"<nav>" + b"<i>" * 200 + b"<nav/>" * 250_000 + b"</i>" * 200 + b"</nav><p>a")
    ),
    "a paragraph of links to as many": lambda: PAGE % (b"<p>x " + _links(99_000) + b"</p>"),
    "quotations in quotations": lambda: (
        PAGE % (b"<p>a" + (b"<q class='dropcap pagenum'>" * 200 + b"</q>" * 200) * 1400 + b"</p>")
    ),
    "contents in contents": lambda: epub(
        {"n.xhtml": PAGE % (b"a<nav>" + (b"<a href='n.xhtml'>" * 200 + b"</a>" * 200) * 1400 + b"</nav>")},
        b"<item id='nn' href='n.xhtml' properties='nav'/>",
    ),
    "drop caps": lambda: PAGE % (b"<p class='dropcap'>\xee\x80\x80</p> " * 200_000),
    "one page of navigation many times": lambda: epub(
        {"a.xhtml": PAGE % (b"<p>a</p><nav>" + _links(5000) + b"</nav>")},
        b"".join(b"<item id='n%d' href='a.xhtml' properties='nav'/>" % at for at in range(100_000)),
    ),
    "one page many times": lambda: epub(
        {"a.xhtml": PAGE % (b"<p>" + b"a<br/>" * 50_000)},
        b"".join(b"<item id='n%d' href='a.xhtml'/>" % at for at in range(5000)),
        b"".join(b"<itemref idref='n%d'/>" % at for at in range(5000)),
    ),
    "a long guide": lambda: epub(
        {"a.xhtml": PAGE % b"<p>a</p>"},
        more=b"<guide>" + b"<reference type='toc' href='a.xhtml'/>" * 200_000 + b"</guide>",
    ),
    "long names": lambda: epub({"a.xhtml": PAGE % _links(90_000)}, folder="x" * 60_000 + "/"),
    "entries in entries": lambda: _points(240),
    "titles in titles": lambda: epub(
        {"a.xhtml": PAGE % b"<p>a</p>"}, more=b"<title>" * 200 + WORDS * 500_000 + b"</title>" * 200
    ),
    # sizes that are looked at too late
    "a page in signs of four bytes": lambda: PAGE % ("😀".encode() + (b"<p>" + b"a" * 9_000_000) * 3),
    "a long page": lambda: PAGE % ("😀".encode() + b"a" * 90 * MEBI),
    "sections": lambda: PAGE % (b"<p>" + b"<![CDATA[" * 2_000_000),
    "sections of signs": lambda: PAGE % (b"<p><![CDATA[" + b"&<" * 8_000_000 + b"]]>"),
    "a long text": lambda: "😀".encode() + WORDS * (4 * MEBI - 1),
    "archives of nothing": lambda: packed({f"{at}.zip": _empty_members() for at in range(20)}),
    "members that begin": lambda: packed(dict.fromkeys((f"{at}.html" for at in range(15_000)), b"a" * 65_000)),
    "names": lambda: packed({f"{at}" + "x" * 65_000: b"" for at in range(1_400)}, way=zipfile.ZIP_STORED),
    "skeletons of all the text": lambda: _skeletons(4000),
    "pages of a Kindle book": lambda: _skeletons(60_000),
    "many tags": lambda: kindle([b"<p>a"], 1, index([(9, 1, 0, 0)] * 400, b"\x01a\x00", 20_000), 8),
    "many values": lambda: kindle(
        [b"<p>a"], 1, index([(9, 1, 255, 0)] * 60, b"\x01a\xff" + b"\xff" * 6000, 30_000), 8
    ),
    "control bytes": lambda: kindle(
        [b"<p>a"], 1, index([(9, 1, 1, 1)] * 9, b"\x01a" + b"\0" * MEBI, 9_000, MEBI), 8
    ),
    "one long record": lambda: kindle([b"a" * 8 + struct.pack(">H", 0x8000 | 15) * (40 * MEBI)], 2),
    "letters one by one": lambda: kindle([b"\x01a" * 32_000] * 500, 2),
    "phrases of nothing": lambda: _huffman([b"a" * 60_000] * 1500, b""),
    "phrases of one letter": lambda: _huffman([b"a" * 8_000] * 260, b"a"),
    "phrases over each other": lambda: _huffman([b"a"], b"a" * 30_000, 30_000, apart=False),
    # programs that draw pages
    "paths": lambda: pdf([b"1 2 m 3 4 l S\n" * 270_000] * 20, packed=True),
    "a page of spaces": lambda: pdf([b" " * 17 * MEBI], packed=True),
    "a page in itself": lambda: _drawing(b"/X Do " * 1000),
    "pages in a page": lambda: pdf(
        [b"/X Do " * 900] * 5, objects=[stream(LETTERS[:90_000], b"/Type/XObject/Subtype/Form", packed=True)]
    ),
    "one page of letters many times": lambda: _again(pdf([LETTERS[:9_000]]), 4_900),
    "letters far apart": lambda: pdf([LETTERS.replace(b"9 0", b"99 0")], packed=True),
    "letters on each other": lambda: pdf([LETTERS.replace(b"9 0", b"0 0")], packed=True),
    "letters at two heights": lambda: pdf([LETTERS.replace(b"9 0", b"99 6 Td 0 -6")], packed=True),
    "large first letters": lambda: pdf([b"BT /F 9 Tf " + b"40 Tf (A) Tj /F 9 Tf 9 0 Td (b) Tj /F " * 90_000]),
    "letters that are many": lambda: pdf([b"BT /F 9 Tf (" + b"A" * 4_000_000 + b")Tj"], font=MANY, objects=[LONG]),
    "tables of fonts": lambda: _tables(800),
}


def _drawing(content: bytes) -> bytes:
    """A PDF that draws a page in its page, with these operators."""
    form = stream(content, b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 10 0 R>>>>")
    return pdf([content], objects=[form])


def _again(content: bytes, count: int) -> bytes:
    """A PDF with its page so many times."""
    return content.replace(b"/Kids[10 0 R]", b"/Kids[" + b"10 0 R " * count + b"]")


def _tables(count: int) -> bytes:
    """A PDF with many fonts that have one long table."""
    mapped = b"100 beginbfchar\n" + b"".join(b"<%04x> <0041>\n" % at for at in range(100)) + b"endbfchar\n"
    font = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/A/ToUnicode 11 0 R>>"
    fonts = b"".join(b"/F%d %d 0 R" % (at, 12 + at) for at in range(count))
    form = stream(
        b"".join(b"/F%d 9 Tf\n" % at for at in range(count)),
        b"/Type/XObject/Subtype/Form/Resources<</Font<<%s>>>>" % fonts,
    )
    return pdf([b"/X Do"], objects=[form, stream(mapped * 900, packed=True), *[font] * count])


def _empty_members() -> bytes:
    """An archive of many members with nothing in them."""
    return packed({f"{at}": b"" for at in range(19_000)}, way=zipfile.ZIP_STORED)
