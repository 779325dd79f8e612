"""Books of one page: what stands around it in each kind of markup, and how it is written and opened."""

from pathlib import Path

from proust_attention.corpus.books import Book, open_books

HTML = "<html><body>{}</body></html>"
XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
)
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text>{}</text></TEI>'


def opened(content: str | bytes, folder: Path) -> Book:
    """Write a file whose name does not tell what it is, and open it as the one book that it holds."""
    path = folder / "book"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (book,) = open_books(path)
    return book


def opened_html(body: str, folder: Path) -> Book:
    """Open a page of HTML with this in its body."""
    return opened(HTML.format(body), folder)
