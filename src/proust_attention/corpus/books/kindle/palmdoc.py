"""PalmDoc: text in the records of a Palm database, plain, or the HTML of an old Mobipocket book."""

from dataclasses import replace

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.detection import Contents, File, Format
from proust_attention.corpus.books.kindle.header import read_header
from proust_attention.corpus.books.kindle.palm import records
from proust_attention.corpus.books.single import html
from proust_attention.corpus.decoding import decode


def read_palmdoc(file: File, alphabet: Alphabet) -> Contents:
    """Read a PalmDoc file. Raises RefusedError for a damaged or a protected one."""
    text = file.member(read_header(records(file.content)).text(), file.name)
    if html.FORMAT.recognises(text):
        return replace(html.read_html(text, alphabet), format="PalmDoc")
    return decode(text.content, file.name, alphabet)


FORMAT = Format("PalmDoc", lambda file: file.kind_of_palm == b"TEXtREAd", read_palmdoc)
