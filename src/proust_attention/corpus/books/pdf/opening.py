"""A PDF file opened by pypdf, under limits: its pages as lines, and what it says of itself."""

import io
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.pdf.layout import Line, lines_of
from proust_attention.corpus.books.pdf.pen import Fonts, Pen, resolved
from proust_attention.errors import needs_extra

if TYPE_CHECKING:
    from pypdf import PdfReader

PASSWORD = "is protected with a password; take it off first, for instance with qpdf --decrypt"
ENCRYPTED = (
    "is encrypted with AES; decrypt it first, for instance with qpdf --decrypt, or pip install cryptography"
)

# What programs write as a title of their own accord.
_NO_NAME = re.compile(r"untitled|microsoft word|\.(?:docx?|indd|tex|dvi|pdf|qxd|rtf|odt|fm|p65)\b|^\W*$", re.I)


class Contents(NamedTuple):
    """What is in a PDF."""

    about: About
    pages: list[list[Line]]
    turned: list[str]  # texts that run in another direction than their page


def open_pdf(content: bytes) -> Contents:
    """Read a PDF. Raises RefusedError, and MissingExtraError without pypdf."""
    with needs_extra("pdf"):
        import pypdf
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each thing that it puts right
    effort = limits.Effort(len(content))
    with _limited(), _damage():
        reader = pypdf.PdfReader(io.BytesIO(content))
        _open_lock(reader)
        return Contents(_about(reader), *_pages(reader, effort))


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
        stream_parsing_work_maximum_count=limits.TOKENS,
        page_tree_maximum_entries=2 * limits.DOCUMENTS,
    ):
        yield


@contextmanager
def _damage() -> Iterator[None]:
    """Turn whatever a damaged file makes of pypdf into RefusedError."""
    from pypdf.errors import DependencyError

    try:
        yield
    except RefusedError:
        raise
    except DependencyError as error:
        raise RefusedError(ENCRYPTED if "AES" in str(error) else f"cannot be read here: {error}") from None
    except Exception as error:
        raise RefusedError(f"is a damaged PDF: {str(error) or type(error).__name__}") from None


def _open_lock(reader: "PdfReader") -> None:
    """Open a file that is locked without a password. Raises RefusedError for one that has a password."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise RefusedError(PASSWORD)


def _about(reader: "PdfReader") -> About:
    """Return what the file says of itself, but not what is no title and no name."""
    said: Mapping[str, object] = reader.metadata or {}
    return About(
        title=_name(said.get("/Title")),
        author=_name(said.get("/Author")),
        language=_name(reader.root_object.get("/Lang")),
    )


def _name(value: object) -> str | None:
    value = resolved(value)
    name = " ".join(value.split()) if isinstance(value, str) else ""
    return None if _NO_NAME.search(name) or not name.isprintable() else name


def _pages(reader: "PdfReader", effort: limits.Effort) -> tuple[list[list[Line]], list[str]]:
    """Return the lines of each page, and what is turned. Raises RefusedError beyond a limit."""
    if len(reader.pages) > limits.DOCUMENTS:
        raise RefusedError(f"has more than {limits.DOCUMENTS:,} pages")
    pages, turned, fonts = [], [], Fonts()
    for page in reader.pages:
        pen = Pen(reader, fonts, effort)
        pen.draw(page.get("/Contents"), page.get("/Resources"))
        effort.look()
        pieces, others = pen.pieces.upright()
        pages.append(lines_of(pieces))
        turned += others
    return pages, turned
