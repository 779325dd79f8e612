"""How long an EPUB of 10 MB takes to be read.

The book is made here, in a folder that is removed again: the embedded text, over and over, a chapter to a page,
until the markup of all pages has 10 MB; with notes, page numbers and drop caps as tools/make_books.py makes them.
What is timed is `open_books`, from the file to paragraphs, on one core.

    python benchmarks/books.py [--megabytes 10] [--rounds 3]
"""

import argparse
import html
import os
import statistics
import tempfile
import time
import zipfile
from pathlib import Path

from proust_attention import data
from proust_attention.corpus.books import open_books

CONTAINER = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
)
PARAGRAPH = (
    '<p class="text"><span class="drop-cap">{first}</span>{rest}<a epub:type="noteref" href="#n{number}">{number}'
    '</a><span epub:type="pagebreak" id="p{number}"/></p>'
    '<aside epub:type="footnote" id="n{number}"><p>Nota.</p></aside>'
)
CHAPTER = 60  # paragraphs


def write_book(path: Path, size: int) -> int:
    """Write an EPUB whose pages have `size` bytes of markup; return how many there are."""
    paragraphs = data.embedded_text().split("\n\n")
    pages: list[str] = []
    written = 0
    while written < size:
        start = len(pages) * CHAPTER
        chapter = [paragraphs[number % len(paragraphs)] for number in range(start, start + CHAPTER)]
        blocks = (
            PARAGRAPH.format(first=text[0], rest=html.escape(text[1:]), number=number)
            for number, text in enumerate(chapter)
        )
        pages.append(PAGE.format(f"<h2>{len(pages) + 1}</h2>" + "\n".join(blocks)))
        written += len(pages[-1].encode())
    items = "".join(
        f'<item id="c{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(pages))
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(pages)))
    package = f'<package version="3.0"><manifest>{items}</manifest><spine>{spine}</spine></package>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("book.opf", package)
        for number, page in enumerate(pages):
            archive.writestr(f"{number}.xhtml", page)
    return written


def main() -> None:
    """Time it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.epub"
        written = write_book(path, int(arguments.megabytes * 1e6))
        taken = []
        for _ in range(arguments.rounds):
            began, used = time.perf_counter(), time.process_time()
            (book,) = open_books(path)
            taken.append((time.perf_counter() - began, time.process_time() - used))
        seconds, processor = (statistics.median(times) for times in zip(*taken, strict=True))
        print(
            f"{written / 1e6:.1f} MB of markup, {path.stat().st_size / 1e6:.1f} MB packed, "
            f"{len(book.text):,} characters of text: {seconds:.2f} s, {processor:.2f} s of the processor"
        )


if __name__ == "__main__":
    main()
