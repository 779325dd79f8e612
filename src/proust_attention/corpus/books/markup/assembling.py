"""From the documents of a book to the book: notes found, headings recognised, paragraphs gathered."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.book import Book
from proust_attention.corpus.books.markup.blocks import Blocks
from proust_attention.corpus.books.markup.breaks import Words, mended
from proust_attention.corpus.books.markup.contents import contents
from proust_attention.corpus.books.markup.documents import Document, Opened, targets
from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of
from proust_attention.corpus.books.markup.flow import Flow
from proust_attention.corpus.books.markup.left_out import lines_of
from proust_attention.corpus.books.markup.notes import block_around, goal_of, linked_notes
from proust_attention.corpus.books.markup.told_notes import told_notes
from proust_attention.corpus.books.markup.vocabularies import HTML, NAVIGATION

LONGEST_HEADING = 200  # characters


def assemble(opened: Opened, name: str, sha256: str, *, kept: Collection[str]) -> Book:
    """Return the book, with those kinds of what its markup sets apart that are kept.

    Raises RefusedError where it is beyond a limit.
    """
    every = [replace(one, kind=None) if one.kind in kept else one for one in opened.documents]
    documents = tuple(document for document in every if document.kind is None)
    known = targets(opened.documents)
    titles = _titles(opened, known)
    in_text = {target: element for target, (number, element) in known.items() if every[number].kind is None}
    apart = opened.apart | linked_notes(documents, in_text, opened.vocabulary)
    if opened.vocabulary is HTML:
        blocks = Blocks(documents, in_text, HTML, titles, apart)
        apart = blocks.kinds | contents(blocks) | told_notes(documents, blocks, apart) | apart
    flow = Flow(opened.vocabulary, apart, titles, kept, all_apart=opened.vocabulary is HTML)
    for document in every:
        flow.add(document)
    lines = lines_of(flow.paragraphs)
    text, parts = "\n\n".join(flow.paragraphs), flow.parts
    if opened.vocabulary.perhaps_apart:
        words = Words(text)
        text, parts = mended(text, words), [mended(part, words) for part in parts]
    return Book(
        **vars(opened.about),
        name=name,
        format=opened.format,
        parts=tuple(parts),
        text=text + "\n" * bool(text),
        sha256=sha256,
        dropped=flow.left_out.account(),
        set_apart=flow.left_out.pieces(flow.paragraphs),
        doubtful=tuple((lines[one], words) for one, words in flow.doubtful if one < len(flow.paragraphs)),
        encoding=opened.encoding,
        encoding_was_guessed=opened.encoding_was_guessed,
    )


def _titles(opened: Opened, known: dict[str, tuple[int, Element]]) -> set[Element]:
    """Return the blocks that the table of contents names by their own words, whatever their elements are."""
    labels = dict(opened.labels)
    for document in opened.documents:
        for area in [document.root] if document.kind == NAVIGATION else _navigation(document):
            for link, target in document.links_in(area)[: limits.LINKS - len(labels)]:
                if label := beginning_of(link, LONGEST_HEADING).strip():
                    labels.setdefault(target, label)
    if not labels:
        return set()
    found = set()
    first_words = lru_cache(None)(lambda block: beginning_of(block, LONGEST_HEADING))  # many may share a block
    for target, label in labels.items():
        if target not in known:
            continue
        number, element = known[target]
        root = opened.documents[number].root
        block = _first_words(root, opened) if element is root else goal_of(element, opened.vocabulary)
        if block is not None and _same(first_words(block), label):
            found.add(block)
    return found


def _navigation(document: Document) -> Iterator[Element]:
    """Yield what a page itself calls navigation, each area with all that is in it."""
    from lxml import etree

    walk = etree.iterwalk(document.root, events=("start",), tag="{*}nav")
    for _, area in walk:
        walk.skip_subtree()
        yield area


def _first_words(root: Element, opened: Opened) -> Element | None:
    """Return the block in which the text of a document begins."""
    for element in root.iter("*"):
        if name_of(element) not in ("title", "style", "script") and (element.text or "").strip():
            return block_around(element, opened.vocabulary)
    return None


def _same(words: str, label: str) -> bool:
    """Whether a block says what its entry in the table of contents says, the case and the full stop apart."""
    return " ".join(words.split()).rstrip(". ").casefold() == " ".join(label.split()).rstrip(". ").casefold()
