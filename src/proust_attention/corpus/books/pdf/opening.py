"""A PDF file opened by pypdf, under limits: its pages as lines, and what it says of itself."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.pdf.layout import Line, lines_of
from proust_attention.corpus.books.pdf.pieces import pieces_of
from proust_attention.errors import needs_extra

if TYPE_CHECKING:
    from pypdf import PdfReader

PASSWORD = "is protected with a password; take it off first, for instance with qpdf --decrypt"

# What programs write as a title of their own accord.
_NO_NAME = re.compile(r"untitled|microsoft word|\.(?:docx?|indd|tex|dvi|pdf|qxd|rtf|odt|fm|p65)\b|^\W*$", re.I)


class Opened(NamedTuple):
    """What is in a PDF."""

    about: About
    pages: list[list[Line]]
    turned: list[str]  # texts that run in another direction than their page


def open_pdf(content: bytes) -> Opened:
    """Read a PDF. Raises RefusedError, and MissingExtraError without pypdf."""
    with needs_extra("pdf"):
        import pypdf
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each thing that it puts right
    seconds = limits.Seconds(len(content))
    with _limited(), _damage():
        reader = pypdf.PdfReader(io.BytesIO(content))
        _open_lock(reader)
        return Opened(_about(reader), *_pages(reader, seconds))


@contextmanager
def _limited() -> Iterator[None]:
    """Let pypdf decompress and follow no more than a book needs."""
    import pypdf

    most = limits.DOCUMENT_BYTES
    with pypdf.apply_configuration(
        maximum_declared_stream_length=limits.FILE_BYTES,
        array_based_stream_maximum_output_length=most,
        zlib_maximum_output_length=most,
        lzw_maximum_output_length=most,
        run_length_maximum_output_length=most,
        brotli_maximum_output_length=most,
        stream_decoding_work_maximum_length=2 * most,
        page_tree_maximum_entries=2 * limits.DOCUMENTS,
        xform_maximum_invocations_per_extraction=limits.FORMS,
    ):
        yield


@contextmanager
def _damage() -> Iterator[None]:
    """Turn whatever a damaged file makes of pypdf into RefusedError."""
    try:
        yield
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError(f"is a damaged PDF: {str(error) or type(error).__name__}") from None


def _open_lock(reader: "PdfReader") -> None:
    """Open a file that is locked without a password. Raises RefusedError for one that has a password."""
    from pypdf.errors import DependencyError

    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError(PASSWORD)
    except DependencyError:  # AES needs a further package
        raise RefusedError(PASSWORD) from None


def _about(reader: "PdfReader") -> About:
    """Return what the file says of itself, but not what is no title and no name."""
    said, language = reader.metadata or {}, reader.root_object.get("/Lang")
    title, author = (_name(said.get(key)) for key in ("/Title", "/Author"))
    return About(title=title, author=author, language=_name(language))


def _name(value: object) -> str | None:
    resolved = value.get_object() if hasattr(value, "get_object") else value
    name = " ".join(resolved.split()) if isinstance(resolved, str) else ""
    return None if _NO_NAME.search(name) or not name.isprintable() else name


def _pages(reader: "PdfReader", seconds: limits.Seconds) -> tuple[list[list[Line]], list[str]]:
    """Return the lines of each page, and what is turned. Raises RefusedError beyond a limit."""
    if len(reader.pages) > limits.DOCUMENTS:
        raise RefusedError(f"has more than {limits.DOCUMENTS:,} pages")
    pages, turned, characters = [], [], 0
    for page in reader.pages:
        seconds.spend()
        pieces, others = pieces_of(page, seconds)
        characters += sum(len(piece.text) for piece in pieces) + sum(map(len, others))
        if characters > limits.CHARACTERS:
            raise RefusedError(f"holds more than {limits.CHARACTERS // limits.MEBI} MiB of text")
        pages.append(lines_of(pieces))
        turned += others
    return pages, turned
