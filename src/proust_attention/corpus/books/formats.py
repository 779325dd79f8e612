"""The formats of books, each declared once, in the order in which they are tried.

Adding one is a file that declares it (a `Format`: how it is recognised, how it is read) and its line here. Those
that are kept in a ZIP stand before the ZIP; markup, and plain text, which nothing marks, stand last.

>>> from proust_attention.corpus.books.detection import File, detect
>>> detect(File("En un lugar de la Mancha".encode(), "quijote"), FORMATS).name
'text'
"""

from proust_attention.corpus.books import packed, refused
from proust_attention.corpus.books.detection import Format
from proust_attention.corpus.books.epub import epub
from proust_attention.corpus.books.kindle import mobi, palmdoc
from proust_attention.corpus.books.pdf import pdf
from proust_attention.corpus.books.single import fictionbook, html, plain, tei

FORMATS: tuple[Format, ...] = (
    epub.FORMAT,
    *refused.IN_A_ZIP,
    packed.HTMLZ,
    packed.ZIP,
    mobi.FORMAT,
    palmdoc.FORMAT,
    pdf.FORMAT,
    *refused.BY_FIRST_BYTES,
    fictionbook.FORMAT,
    tei.FORMAT,
    html.FORMAT,
    refused.OTHER_XML,
    refused.MHTML,
    plain.FORMAT,
)
