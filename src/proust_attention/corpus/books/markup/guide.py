"""Whole pages that are not text, by what the guide of a book calls them: its cover, its table of contents."""

from collections.abc import Sequence
from dataclasses import replace

from proust_attention.corpus.books.markup.authorship import LONGEST_FRONT_MATTER
from proust_attention.corpus.books.markup.documents import Document
from proust_attention.corpus.books.markup.elements import text_of
from proust_attention.corpus.books.markup.kinds import kind_by_types
from proust_attention.corpus.books.markup.vocabularies import FRONT, NAVIGATION, PREFACES

BEGINS = {"text", "start", "bodymatter"}  # what a guide calls the page on which the text begins
LONGEST_NAVIGATION = 100_000  # characters; a longer page, and a longer front matter, holds more than that
GUIDE_WORDS = {"title-page": "titlepage", "acknowledgements": "acknowledgments"}


def kind_of_page(said: set[str], size: int) -> str | None:
    """Return as what a page is dropped, by what a guide says; a long one stays, and one with the beginning."""
    kind = None if said & (BEGINS | PREFACES) else kind_by_types({GUIDE_WORDS.get(word, word) for word in said})
    most = LONGEST_NAVIGATION if kind == NAVIGATION else LONGEST_FRONT_MATTER
    return kind if size <= most else None


def without_doubtful_kinds(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the pages of a book, less what a guide cannot mean.

    A table of contents is links: a page so called that is mostly something else stays. And so do all of them, if a
    guide leaves no text at all.
    """
    kept = tuple(
        replace(document, kind=None)
        if document.kind == NAVIGATION and not _is_mostly_links(document)
        else document
        for document in documents
    )
    if any(document.kind is None and text_of(document.body).strip() for document in kept):
        return kept
    return tuple(
        replace(document, kind=None) if document.kind in (NAVIGATION, FRONT) else document for document in kept
    )


def _is_mostly_links(document: Document) -> bool:
    """Whether most of the text of a page is in links."""
    from lxml import etree

    linked, walk = 0, etree.iterwalk(document.body, events=("start",), tag="{*}a")
    for _, link in walk:
        walk.skip_subtree()  # links in it are counted with it
        linked += len(" ".join(text_of(link).split()))
    return 2 * linked >= len(" ".join(text_of(document.body).split()))
