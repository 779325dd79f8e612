"""MOBI and AZW3: from the records of a Kindle book to documents.

# Class Notes

The text of a MOBI 6 book is one long page of HTML, whose links are numbers of bytes in it (filepos). It is parted
at its page breaks, so that the guide in its head can name a part (the title page, the contents) as that of an EPUB
does; and where a link leads to, an anchor is put in.

A KF8 book (AZW3) was an EPUB. Its pages are kept apart into skeletons, which are what is around the text, and
fragments, which go back into them at places that an index lists; links name a fragment and a place in it.
"""

import re
from bisect import bisect_right
from dataclasses import replace

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import limits
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.kindle.header import KF8, read_header
from proust_attention.corpus.books.kindle.pages import (
    Page,
    anchored,
    kinds_of_pages,
    pages_of,
)
from proust_attention.corpus.books.kindle.palm import records
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.documents import Document, Opened
from proust_attention.corpus.books.markup.guide import without_doubtful_kinds
from proust_attention.corpus.books.markup.parsing import EITHER, FORGIVING, Markups, parse
from proust_attention.corpus.decoding import decode
from proust_attention.corpus.partly_utf8 import TWO_ENCODINGS, lines_decoded
from proust_attention.errors import InputError

LONGEST_HEAD = 20_000  # bytes at the beginning of a page in which the tags before its text stand

_BREAK = re.compile(rb"<mbp:pagebreak\b[^<>]*>", re.I)
_LINK = re.compile(rb"""filepos\s*=\s*["']?(\d{1,10})["']?""", re.I)
_REFERENCE = re.compile(rb"<reference\b[^<>]*>", re.I)
_KIND = re.compile(rb"""\btype\s*=\s*["']?([\w.-]+)""", re.I)


def read_mobi(file: File, alphabet: Alphabet) -> Opened:
    """Read a MOBI or AZW3 file. Raises RefusedError for a damaged or a protected one."""
    found = records(file.content)
    first = header = read_header(found)
    if header.version != KF8 and header.boundary is not None and header.boundary < len(found):
        second = read_header(found[header.boundary :])
        header = second if second.version == KF8 else header
    text = header.text()
    way = EITHER if header.version == KF8 else FORGIVING
    pages = pages_of(header, text) if header.version == KF8 else _parted(text)
    count = Markups()
    known = _encoding(text, header.encoding, file.name, alphabet)
    documents = [
        Document(page.name, parse(_characters(page, known, alphabet), way, count), page.kind) for page in pages
    ]
    shown = "AZW3" if first.version == KF8 else "MOBI"
    about = replace(first.about, language=(first.about.language or header.about.language))
    return Opened(shown, about, without_doubtful_kinds(documents), encoding=known)


def _encoding(text: bytes, said: str, name: str, alphabet: Alphabet) -> str:
    """Return the encoding of a text: that of its bytes, where they show one, or what the header says."""
    try:
        return decode(text.replace(b"\0", b""), name, alphabet, said).encoding
    except InputError:
        return said


def _characters(page: Page, encoding: str, alphabet: Alphabet) -> str:
    """Return a page as characters."""
    if encoding in ("utf-8", TWO_ENCODINGS):
        return lines_decoded(page.content, alphabet)[0]
    return page.content.decode(encoding, "replace")


def _parted(text: bytes) -> list[Page]:
    """Part a MOBI 6 book into its pages, with anchors where links lead to."""
    breaks = [match.end() for match in _BREAK.finditer(text)]
    if len(breaks) >= limits.DOCUMENTS:
        raise RefusedError(f"has more than {limits.DOCUMENTS:,} pages")
    starts = [0, *breaks]
    kinds = _guide(text, starts)
    goals = sorted({int(match[1]) for match in _LINK.finditer(text)})
    pages, at = [], 0
    for number, (start, end) in enumerate(zip(starts, [*breaks, len(text)], strict=True)):
        here = []
        while at < len(goals) and goals[at] < end:
            here.append(goals[at] - start)
            at += 1
        pages.append(Page(str(number), anchored(text[start:end], here), kinds.get(number)))
    return [replace(page, content=_LINK.sub(lambda match: _link(match, starts), page.content)) for page in pages]


def _link(match: re.Match[bytes], starts: list[int]) -> bytes:
    """Return a link to a byte as a link to an anchor on a page."""
    goal = int(match[1])
    page = bisect_right(starts, goal) - 1
    return b'href="%d#at%d"' % (page, goal - starts[page])


def _guide(text: bytes, starts: list[int]) -> dict[int, str]:
    """Return as what the guide names whole pages; one that is long stays, and one with the beginning."""
    said: dict[int, set[str]] = {}
    for match in _REFERENCE.finditer(text[: limits.MEBI // 16]):
        goal, kind = _LINK.search(match[0]), _KIND.search(match[0])
        if goal and kind:
            page = bisect_right(starts, int(goal[1])) - 1
            head = text[starts[page] : min(int(goal[1]), starts[page] + LONGEST_HEAD)]
            before = re.sub(rb"<[^<>]*>|\s", b"", head)
            if not before or page == 0:
                said.setdefault(page, set()).add(kind[1].decode("ascii", "replace").casefold())
    return kinds_of_pages(said, [end - start for start, end in zip(starts, [*starts[1:], len(text)], strict=True)])


FORMAT = Format("MOBI", lambda file: file.kind_of_palm == b"BOOKMOBI", read_mobi)
