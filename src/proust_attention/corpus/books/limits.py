"""What a book may cost, at most: a file is hostile until it is read.

# Class Notes

Whoever makes a file decides how long it keeps its reader busy, unless the reader has decided before. A few
kilobytes of ZIP decompress to gigabytes; a ZIP holds a ZIP that holds a ZIP; a tag has a million attributes. Each
of these numbers is above what the largest real book needs (all of Proust's novel in one file has 8 million
characters), and together they are to keep any book within 500 MB of memory and 10 seconds: tools/fuzz_books.py
tries. Of an archive or a folder of many books each has its own 10 seconds; how many there may be is limited too.
A PDF, whose pages are programs, is given the more seconds the larger it is.
"""

import time

MEBI = 2**20

FILE_BYTES = 96 * MEBI  # of a file, or of a book in an archive; pictures are most of it
MEMBERS = 20_000  # of an archive, with those of the archives in it; and files of a folder
RATIO = 200  # what a member decompresses to, beside what it takes up; text comes to 3 or 4
SMALL_BYTES = MEBI  # below this the ratio says nothing
NESTING = 2  # archives in archives: a ZIP of EPUBs is one
ARCHIVE_BYTES = 192 * MEBI  # all that is decompressed out of one file
DOCUMENT_BYTES = 16 * MEBI  # of one page of a book in an archive, and of all the text of a Kindle book or a PDF
BOOK_BYTES = 32 * MEBI  # of all the documents of one book, and of a file that is one (HTML, FictionBook, TEI)
TAGS = 600_000  # in all the documents of one book
LINKS = 100_000  # that are looked at
ATTRIBUTES = 2_500_000  # the white space and the quotes inside of tags: attributes have at least one each
DEPTH = 250  # elements in elements
DOCUMENTS = 5_000  # of one book
CHARACTERS = 64 * MEBI  # of text, in all the books that are opened together; bytes of a file of plain text
BOOKS = 2_000  # that are opened together
LONGEST_REASON = 250  # characters
INDEX_ENTRIES = 100_000  # in an index of an AZW3 file
TOO_MANY_CHARACTERS = f"holds more than {DOCUMENT_BYTES:,} characters"
SELDOM = 16  # a clock is looked at, for that takes longer than most of what is done
TOKENS = 1_000_000  # of the operators of a page of a PDF
FORMS, FORM_DEPTH = 1_000, 10  # pages that a page of a PDF draws within itself, and pages in these
SECONDS, SECONDS_PER_MEBI = 5, 20  # of the processor, for a PDF: at least, and for each MiB of the file


class Effort:
    """What may still be spent on one PDF.

    It is a program, and what it costs cannot be known before. What an honest one costs goes with its size: a page
    has some 3 to 5 kB and takes 5 to 25 ms, so that a book of 1,000 pages may take more than the 10 seconds.
    """

    def __init__(self, size: int) -> None:
        """Take the size of the file."""
        self._end = time.process_time() + SECONDS + SECONDS_PER_MEBI * size / MEBI
        self._characters = DOCUMENT_BYTES
        self._calls = 0

    def spend(self, characters: int = 0) -> None:
        """Take so many characters, and now and then look at the clock. Raises RefusedError if nothing is left."""
        self._characters -= characters
        if self._characters < 0:
            raise RefusedError(TOO_MANY_CHARACTERS)
        self._calls += 1
        if self._calls % SELDOM == 0:
            self.look()

    def look(self) -> None:
        """Look at the clock. Raises RefusedError when no time is left."""
        if time.process_time() > self._end:
            raise RefusedError("takes too long to read for a file of its size")


class RefusedError(Exception):
    """Why a book is not read: a clause that goes on from its name, such as `is damaged: it ends too early`."""

    def __str__(self) -> str:
        """Return the clause on one line, whatever a name in a file put into it."""
        line = " ".join(super().__str__().split())[:LONGEST_REASON]
        return "".join(sign if sign.isprintable() else "?" for sign in line)


class NoTextError(RefusedError):
    """Why a whole file has nothing to be read; among others it is passed over."""
