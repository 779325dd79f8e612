"""What an EPUB says of its pages: the table of contents, the landmarks and the guide."""

import posixpath
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from urllib.parse import unquote

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.epub.opf import Item, Package
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.documents import Document, resolve
from proust_attention.corpus.books.markup.elements import name_of, words_of
from proust_attention.corpus.books.markup.kinds import types_of
from proust_attention.corpus.books.markup.parsing import STRICT, parse

Labels = dict[str, str]  # a target, and what the table of contents calls it
Kinds = dict[str, set[str]]  # a target, and as what the guide and the landmarks name it


def navigation(package: Package, folder: str, page: Callable[[str], Document]) -> tuple[Labels, Kinds]:
    """Read them. `page` returns a document of the book by its name; one that cannot be read says nothing."""
    labels: Labels = {}
    kinds: Kinds = defaultdict(set)
    at_package = Document("", parse("<package/>", STRICT), folder=folder)
    for kind, link in package.guide:
        kinds[resolve(link, at_package)].add(kind.casefold())
    seen = set()  # many entries may name one page
    for item in package.items.values():
        is_navigation = "nav" in item.properties
        if not is_navigation and item.id != package.contents:
            continue
        try:
            document = page(path_of(folder, item))
        except RefusedError:
            continue
        if document.name in seen:
            continue
        seen.add(document.name)
        if is_navigation:
            kinds[document.name].add("toc")
            _read_navigation(document, labels, kinds)
        else:
            _read_contents(document, labels)
    return labels, kinds


def path_of(folder: str, item: Item) -> str:
    """Return the name of a file of the manifest in the archive."""
    link = unquote(item.link.partition("#")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join(folder, link))


def _read_navigation(document: Document, labels: Labels, kinds: Kinds) -> None:
    """Read the navigation document of an EPUB 3; only the links of its landmarks have types."""
    for link, target in islice(document.links.items(), limits.DOCUMENTS):
        types = types_of(link)
        kinds[target] |= types
        if not types:
            labels.setdefault(target, words_of(link))


def _read_contents(document: Document, labels: Labels) -> None:
    """Read the table of contents of an EPUB 2 (NCX)."""
    for point in document.root.iter("{*}navPoint", "navpoint"):
        label = next((words_of(found) for found in point if name_of(found) == "navlabel"), "")
        link = next((found.get("src") or "" for found in point if name_of(found) == "content"), "")
        labels.setdefault(resolve(link, document), label)
        if len(labels) > limits.DOCUMENTS:
            return
