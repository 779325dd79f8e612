"""Make the small books that the tests open: one text of ours in every format, by calibre's ebook-convert.

    apt-get install --no-install-recommends calibre chromium
    python tools/make_books.py [FOLDER]

The first of them, membrillos.epub, is an EPUB 3 written here, with all that a printed book has and a text should
not: a title page, notes and their marks, page numbers, navigation, a picture with an alternative text; and with
drop caps, small capitals, verse, entities and a ligature. From it calibre makes the others, and Chromium prints it
to a PDF with running heads. What the text is that all of them should give stands in membrillos.txt, and the same
as TEI in membrillos.xml.
"""

import argparse
import html
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from proust_attention import data

FOLDER = Path(__file__).parent.parent / "tests" / "corpus" / "books" / "files"
CHAPTERS = ("I. El cancel", "II. La escalera", "III. Los gemelos")
PARAGRAPHS = 6  # in a chapter
CONVERSIONS = {
    "calibre-2.epub": ["--epub-version=2", "--no-default-epub-cover"],  # which is drawn anew each time, and large
    "calibre-3.epub": ["--epub-version=3", "--no-default-epub-cover"],
    "calibre.mobi": [],
    "calibre-both.mobi": ["--mobi-file-type=both"],
    "calibre.azw3": [],
    "calibre.fb2": [],
    "calibre.htmlz": [],
    "calibre.txt": [],
}
DATE = (2026, 1, 1, 0, 0, 0)  # of every member, so that the same text makes the same file

VERSES = (
    (
        "La tarde guarda en su armario",
        "el oro de los membrillos,",
        "y el tiempo, que no ha llamado,",
        "lo va doblando en los libros.",
    ),
    (
        "Quien abre aquella ventana",
        "no encuentra patio ni higuera:",
        "encuentra sólo la llave",
        "y el ruido de la escalera.",
    ),
)
NOTES = (
    "El duro valía cinco pesetas, y se pagaba a fin de mes.",
    "Así en el manuscrito; otros leen diecisiete.",
)

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package version="3.0" unique-identifier="id" xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:5c1f0d8e-0f0c-4a52-9f0e-1d2a3b4c5d6e</dc:identifier>
<dc:title>La casa de los membrillos</dc:title><dc:creator>proust-attention</dc:creator>
<dc:language>es</dc:language><meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="book.css" media-type="text/css"/>
<item id="picture" href="picture.png" media-type="image/png"/>
{items}
</manifest>
<spine>{spine}</spine>
<guide><reference type="title-page" title="Portada" href="title.xhtml"/>
<reference type="toc" title="Índice" href="nav.xhtml"/>
<reference type="text" title="Texto" href="chapter-1.xhtml"/></guide>
</package>
"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="es">
<head><title>{title}</title><link rel="stylesheet" href="book.css" type="text/css"/></head>
<body{kind}>
{content}
</body>
</html>
"""
TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="es">
<teiHeader><fileDesc><titleStmt><title>La casa de los membrillos</title><author>proust-attention</author>
</titleStmt></fileDesc></teiHeader>
<text><front><titlePage><docTitle><titlePart>La casa de los membrillos</titlePart></docTitle></titlePage></front>
<body>
{body}
</body>
<back><div type="imprint"><p>Valdemora</p></div></back></text>
</TEI>
"""
STYLE = """.small-caps { font-variant: small-caps }
.drop-cap { float: left; font-size: 300% }
.verse { margin-left: 3em; text-indent: 0 }
h2 { page-break-before: always }
"""
PRINT = """@page { size: 12cm 18cm; margin: 2cm; font: 8pt serif;
@top-center { content: "La casa de los membrillos" } @bottom-center { content: counter(page) } }
body { font: 10pt/1.3 serif; text-align: justify }
p { margin: 0; text-indent: 1.5em }
.verse { text-align: left }
.drop-cap { float: none; font-size: 100% }
img { display: none }
"""
PICTURE = bytes.fromhex(  # one grey point
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368000000820081"
    "77cd72b60000000049454e44ae426082"
)


def paragraphs() -> list[list[str]]:
    """Return the paragraphs of each chapter: of the embedded text, the shorter ones."""
    found = [text for text in data.embedded_text().split("\n\n") if 40 < len(text) < 1100][
        : PARAGRAPHS * len(CHAPTERS)
    ]
    return [found[start : start + PARAGRAPHS] for start in range(0, len(found), PARAGRAPHS)]


def plain() -> str:
    """Return the text that every format should give."""
    blocks = []
    for number, chapter in enumerate(paragraphs()):
        blocks += [CHAPTERS[number], *chapter]
        if number < len(VERSES):
            blocks.append("\n".join(VERSES[number]))
    return "\n\n".join(blocks) + "\n"


def chapter_markup(number: int) -> str:
    """Return a chapter in XHTML, with all that a book does to its text."""
    marked = [html.escape(text, quote=False).replace("fi", "ﬁ", 1) for text in paragraphs()[number]]
    first = re.sub(r"^(—?[¿¡]?)(\w)", r'\1<span class="drop-cap">\2</span>', marked[0], count=1)
    marked[0] = re.sub(r"</span>(\w+) (\w+)", r'</span><span class="small-caps">\1 \2</span>', first, count=1)
    marked[1] = marked[1].replace("«", "&laquo;").replace("»", "&raquo;").replace("ñ", "&#241;")
    page = f'<span epub:type="pagebreak" role="doc-pagebreak" id="page{number}" title="{number + 7}"/>'
    marked[2] = marked[2].replace(" ", f" {page}", 1)
    marked[3] = re.sub(r"(\w{4})(\w{4})", "\\1\u00ad\\2", marked[3], count=3)
    if number < len(NOTES):
        link = f'<a epub:type="noteref" role="doc-noteref" id="m{number}" href="notes.xhtml#n{number}">'
        mark = f"{link}<sup>{number + 1}</sup></a>"
        marked[4] = re.sub(r"([.,;:])", rf"{mark}\1", marked[4], count=1)
    blocks = [f"<p>{text}</p>" for text in marked]
    if number == 1:
        blocks.insert(3, '<div><img src="picture.png" alt="Un patio con una higuera"/></div>')
    if number < len(VERSES):
        blocks.append('<p class="verse">' + "<br/>\n".join(VERSES[number]) + "</p>")
    return "\n".join([f"<h2>{CHAPTERS[number]}</h2>", *blocks])


def pages() -> dict[str, str]:
    """Return the documents of the book by name, in reading order."""
    title = '<section epub:type="titlepage"><h1>La casa de los membrillos</h1><p>Novela</p></section>'
    made = {"title.xhtml": PAGE.format(title="Portada", kind="", content=title)}
    for number, name in enumerate(CHAPTERS):
        content = chapter_markup(number)
        made[f"chapter-{number + 1}.xhtml"] = PAGE.format(
            title=name, kind=' epub:type="bodymatter chapter"', content=content
        )
    notes = "\n".join(
        f'<aside epub:type="footnote" role="doc-footnote" id="n{number}">'
        f'<p><a href="chapter-{number + 1}.xhtml#m{number}">{number + 1}</a> {text}</p></aside>'
        for number, text in enumerate(NOTES)
    )
    made["notes.xhtml"] = PAGE.format(
        title="Notas", kind="", content=f'<section epub:type="endnotes"><h2>Notas</h2>\n{notes}\n</section>'
    )
    return made


def navigation() -> str:
    """Return the navigation document."""
    entries = "".join(
        f'<li><a href="chapter-{number + 1}.xhtml">{name}</a></li>' for number, name in enumerate(CHAPTERS)
    )
    marks = (
        '<li><a epub:type="titlepage" href="title.xhtml">Portada</a></li>'
        '<li><a epub:type="bodymatter" href="chapter-1.xhtml">Texto</a></li>'
        '<li><a epub:type="endnotes" href="notes.xhtml">Notas</a></li>'
    )
    content = (
        f'<nav epub:type="toc"><h1>Índice</h1><ol>{entries}</ol></nav>\n'
        f'<nav epub:type="landmarks" hidden="hidden"><ol>{marks}</ol></nav>'
    )
    return PAGE.format(title="Índice", kind="", content=content)


def write_epub(path: Path) -> None:
    """Write the EPUB 3 from which the others are made."""
    documents = pages()
    ids = {name: name.removesuffix(".xhtml") for name in documents}
    items = "\n".join(
        f'<item id="{ids[name]}" href="{name}" media-type="application/xhtml+xml"/>' for name in documents
    )
    spine = '<itemref idref="title"/><itemref idref="nav"/>' + "".join(
        f'<itemref idref="{ids[name]}"/>' for name in documents if name != "title.xhtml"
    )
    members: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE.format(items=items, spine=spine),
        "OEBPS/nav.xhtml": navigation(),
        "OEBPS/book.css": STYLE,
        "OEBPS/picture.png": PICTURE,
        **{f"OEBPS/{name}": content for name, content in documents.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", DATE), "application/epub+zip")
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)


def write_pdf(path: Path) -> None:
    """Print the pages of the book, by Chromium."""
    content = "".join(document.partition("<body")[2].partition(">")[2] for document in pages().values())
    printed = content.replace("</body>", "").replace("</html>", "")
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "page.html"
        page.write_text(
            f"<html lang=es><meta charset=utf-8><title>La casa de los membrillos</title>"
            f"<meta name=author content=proust-attention><style>{STYLE}{PRINT}</style><body>{printed}",
            encoding="utf-8",
        )
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            ["chromium", *options, f"--print-to-pdf={path}", page.as_uri()], check=True, stderr=subprocess.DEVNULL
        )


def tei() -> str:
    """Return the text as TEI, with a front, notes, page breaks and a choice."""
    parts = []
    for number, chapter in enumerate(paragraphs()):
        marked = [html.escape(text, quote=False) for text in chapter]
        marked[1] = re.sub(r"(\w+),", r"<choice><sic>\1\1</sic><corr>\1</corr></choice>,", marked[1], count=1)
        marked[2] = marked[2].replace(" ", f' <pb n="{number + 7}"/>', 1)
        if number < len(NOTES):
            marked[4] = re.sub(r"([.,;:])", rf"<note>{NOTES[number]}</note>\1", marked[4], count=1)
        lines = "".join(f"<l>{line}</l>" for line in VERSES[number]) if number < len(VERSES) else ""
        stanza = f"<lg>{lines}</lg>" if lines else ""
        blocks = "\n".join(f"<p>{text}</p>" for text in marked)
        parts.append(f'<div type="chapter"><head>{CHAPTERS[number]}</head>\n{blocks}\n{stanza}</div>')
    return TEI.format(body="\n".join(parts))


def main() -> None:
    """Write all of them into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    converter = shutil.which("ebook-convert")
    if converter is None:
        parser.error("ebook-convert is not installed: apt-get install --no-install-recommends calibre")
    folder.mkdir(parents=True, exist_ok=True)
    write_epub(folder / "membrillos.epub")
    (folder / "membrillos.txt").write_text(plain(), encoding="utf-8")
    (folder / "membrillos.xml").write_text(tei(), encoding="utf-8")
    write_pdf(folder / "chromium.pdf")
    with tempfile.TemporaryDirectory() as scratch:
        for name, options in CONVERSIONS.items():
            made = Path(scratch) / name
            subprocess.run(
                [converter, str(folder / "membrillos.epub"), str(made), *options],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            shutil.move(made, folder / name)
            print(f"{name}: {(folder / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
