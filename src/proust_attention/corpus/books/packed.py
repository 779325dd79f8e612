"""Archives whose members are files of their own: a ZIP of books, and calibre's HTMLZ, a ZIP of a page.

An HTMLZ holds its page beside the pictures of it, and the package of an EPUB, which says what the book is.
"""

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import limits
from proust_attention.corpus.books.archives import Archive, Packed
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.epub.opf import about
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.parsing import STRICT, parse
from proust_attention.corpus.decoding import decode

PAGE, PACKAGE = "index.html", "metadata.opf"  # of an HTMLZ


def read_zip(file: File, alphabet: Alphabet) -> Packed:
    """Return the members. Raises RefusedError for an archive that is too deep in archives."""
    return Packed(_archive(file), {})


def read_htmlz(file: File, alphabet: Alphabet) -> Packed:
    """Return the members, and what the package says of the page. Raises RefusedError as `read_zip` does."""
    archive = _archive(file)
    root = parse(decode(archive.read(PACKAGE), file.name, alphabet).text, STRICT)
    return Packed(archive, {PAGE: about(root)})


def _archive(file: File) -> Archive:
    if file.depth == limits.NESTING:
        raise RefusedError(f"is an archive in archives, more than {limits.NESTING} deep")
    return file.archive


ZIP = Format("ZIP", lambda file: file.is_zip, read_zip)
HTMLZ = Format("HTMLZ", lambda file: file.holds(PAGE, PACKAGE), read_htmlz)
