r"""PDF: a page of it is a picture of print, and its text is what was drawn there, if any was.

# Class Notes

A PDF knows neither paragraphs nor words, and says of nothing that it is a running head. So what is read is what a
scan gives: the lines of each page (layout.py), a form feed between two pages, words still broken where lines end.
The rules of cleaning do the rest, as for any such text.

Many PDFs hold pictures of pages and nothing behind them, but perhaps a stamp that is the same on each. Others
hold fonts that number their glyphs and do not say which characters they are; what comes out has signs in it that
no text has. Both are refused.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.book import Book, Dropped
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.limits import NoTextError
from proust_attention.corpus.books.pdf.accents import composed
from proust_attention.corpus.books.pdf.first_letters import parted
from proust_attention.corpus.books.pdf.layout import Line, setting_of, text_of
from proust_attention.corpus.books.pdf.opening import open_pdf

BEFORE = b"\xef\xbb\xbf \r\n\t\0"  # what some programs put before a PDF
FEWEST_LETTERS = 10  # of a page with text
FEWEST_PAGES = 0.05  # of a book have a text of their own
MOST_UNKNOWN = 0.05  # of the characters
FIRST_TEXTS, FIRST_CHARACTERS = 5, 40  # of what is turned, as it is listed
NO_TEXT = "holds pictures of pages and no text: recognise it first, for instance with ocrmypdf"
NO_CHARACTERS = (
    "does not say which characters its glyphs are: recognise it first, for instance with ocrmypdf --force-ocr"
)


def read_pdf(file: File, alphabet: Alphabet) -> Book:
    """Read a PDF. Raises RefusedError, and MissingExtraError without pypdf."""
    about, pages, turned = open_pdf(file.content)
    text = parted("\n\f".join(_texts(pages)))
    texts = text.split("\n\f")
    has_text = [sum(map(str.isalpha, text)) >= FEWEST_LETTERS for text in texts]
    own = {text for text, has in zip(texts, has_text, strict=True) if has}
    if _unknown(text) > MOST_UNKNOWN * len(text):
        raise NoTextError(NO_CHARACTERS)
    if len(own) < max(1, FEWEST_PAGES * len(texts)):
        raise NoTextError(NO_TEXT)
    dropped = []
    if not all(has_text):
        dropped.append(Dropped("pages without text", has_text.count(False), 0))
    if turned:
        characters = sum(len("".join(one.split())) for one in turned)
        firsts = tuple(one[:FIRST_CHARACTERS] for one in turned[:FIRST_TEXTS])
        dropped.append(Dropped("turned text", len(turned), characters, firsts))
    return Book(**vars(about), text=composed(text), dropped=tuple(dropped))


def _texts(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Return the text of each page."""
    setting = setting_of(pages)
    return [_valid(text_of(page, setting)) for page in pages]


def _valid(text: str) -> str:
    """Return a text in which halves of characters beyond 16 bits are put together, or replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unknown(text: str) -> int:
    """Return how many signs there are that stand for no character."""
    signs = Counter(text.replace("\n", "").replace("\f", ""))
    return sum(
        count
        for sign, count in signs.items()
        if sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Cn", "Co")
    )


FORMAT = Format("PDF", lambda file: file.content[:1024].lstrip(BEFORE).startswith(b"%PDF"), read_pdf)
