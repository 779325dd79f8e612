"""Small EPUBs of ours, with the metadata that a test wants."""

import html
import zipfile
from collections.abc import Sequence
from pathlib import Path

CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package version="2.0" xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{said}</metadata>
<manifest><item id="text" href="text.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="text"/></spine></package>"""
PAGE = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>-</title></head><body>{content}</body></html>"""


def write_pages(path: Path, pages: dict[str, str]) -> None:
    """Write an EPUB 2 of these pages, by their names, in this order; of each what is in its body."""
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in pages
    )
    package = PACKAGE.format(said="")
    package = package.replace(package[package.index("<item ") : package.index("</manifest>")], items)
    package = package.replace('<itemref idref="text"/>', "".join(f'<itemref idref="{name}"/>' for name in pages))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("book.opf", package)
        for name, content in pages.items():
            archive.writestr(f"{name}.xhtml", PAGE.format(content=content))


def write_epub(
    path: Path,
    paragraphs: Sequence[str],
    *,
    heading: str = "",
    calibre: dict[str, object] | None = None,
    **said: str,
) -> None:
    """Write an EPUB 2 that says of itself title, creator, language, and, as calibre does, series and index."""
    marks = [f"<dc:{key}>{html.escape(value)}</dc:{key}>" for key, value in said.items()]
    marks += [f'<meta name="calibre:{key}" content="{value}"/>' for key, value in (calibre or {}).items()]
    blocks = [f"<h2>{html.escape(heading)}</h2>"] * bool(heading)
    blocks += [f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("book.opf", PACKAGE.format(said="".join(marks)))
        archive.writestr("text.xhtml", PAGE.format(content="".join(blocks)))
