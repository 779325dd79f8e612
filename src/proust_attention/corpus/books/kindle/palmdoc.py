"""PalmDoc: plain text in the records of a Palm database."""

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.kindle.header import read_header
from proust_attention.corpus.books.kindle.palm import records
from proust_attention.corpus.decoding import Decoded, decode


def read_palmdoc(file: File, alphabet: Alphabet) -> Decoded:
    """Read a PalmDoc file. Raises RefusedError for a damaged or a protected one."""
    return decode(read_header(records(file.content)).text(), file.name, alphabet)


FORMAT = Format("PalmDoc", lambda file: file.kind_of_palm == b"TEXtREAd", read_palmdoc)
