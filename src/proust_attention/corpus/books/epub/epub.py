"""EPUB 2 and 3, over Python's zipfile.

# Class Notes

An EPUB is a ZIP of web pages. META-INF/container.xml names its package, the package lists the pages (the manifest)
and their reading order (the spine). What is no text says so in up to three places: `epub:type` on its own
elements; in EPUB 3 the landmarks, a list of links in the navigation document; in EPUB 2 the guide, one in the
package. The last two name whole pages; a page that is long, or in which the text is said to begin, stays, for some
books put all of themselves into one page and then call it the cover.

A protected book keeps its pages encrypted, and META-INF/encryption.xml lists them. It lists fonts too that are
only garbled, against being copied out of the book: they protect no text.
"""

import posixpath
from dataclasses import replace
from urllib.parse import unquote

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import limits
from proust_attention.corpus.books.archives import Archive
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.epub.navigation import navigation, path_of
from proust_attention.corpus.books.epub.opf import Package, read_package
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.documents import Document, Opened
from proust_attention.corpus.books.markup.elements import Element, text_of
from proust_attention.corpus.books.markup.guide import kind_of_page, without_doubtful_kinds
from proust_attention.corpus.books.markup.kinds import is_kept
from proust_attention.corpus.books.markup.parsing import EITHER, STRICT, Markups, decoded, parse
from proust_attention.corpus.books.markup.vocabularies import AROUND_THE_TEXT, ASIDES, HTML
from proust_attention.corpus.books.unpacked import CONTAINER

ENCRYPTION = "META-INF/encryption.xml"
ONLY_GARBLED = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read_epub(file: File, alphabet: Alphabet) -> Opened:
    """Read an EPUB. Raises RefusedError for a damaged or a protected one."""
    reader = _Reader(file.archive, alphabet)
    container = reader.tree(CONTAINER, STRICT)
    path = next((unquote(found.get("full-path") or "") for found in container.iter("{*}rootfile")), "")
    package = read_package(reader.tree(path, STRICT))
    folder = posixpath.dirname(path)
    pages = _pages(package, folder)
    reader.refuse_protected(list(pages))
    documents = {
        name: replace(reader.document(name), kind=ASIDES if aside else None) for name, aside in pages.items()
    }
    labels, kinds = navigation(package, folder, lambda name: documents.get(name) or reader.document(name))
    return Opened(
        format="EPUB 3" if package.version.startswith("3") else "EPUB 2",
        about=package.about,
        documents=without_doubtful_kinds([_set_apart(document, kinds) for document in documents.values()]),
        labels=labels,
    )


class _Reader:
    """An EPUB while it is read."""

    def __init__(self, archive: Archive, alphabet: Alphabet) -> None:
        self._archive, self._alphabet, self._count = archive, alphabet, Markups()

    def tree(self, name: str, way: str) -> Element:
        """Return the tree of a member. Raises RefusedError."""
        return parse(decoded(self._archive.read(name), name, self._alphabet).text, way, self._count)

    def document(self, name: str) -> Document:
        """Return a page. Raises RefusedError."""
        return Document(name, self.tree(name, EITHER), folder=posixpath.dirname(name))

    def refuse_protected(self, pages: list[str]) -> None:
        """Raise RefusedError if any page is encrypted."""
        if ENCRYPTION not in self._archive:
            return
        for data in self.tree(ENCRYPTION, STRICT).iter("{*}EncryptedData"):
            method = data.find("{*}EncryptionMethod")
            way = "" if method is None else method.get("Algorithm") or ""
            found = data.findall("{*}CipherData/{*}CipherReference")
            names = {self._archive.meant(unquote(one.get("URI") or "")) for one in found}
            if way not in ONLY_GARBLED and not names.isdisjoint(map(self._archive.meant, pages)):
                raise RefusedError(
                    "is protected (DRM): its pages are encrypted; only its shop's programs can read it"
                )


def _pages(package: Package, folder: str) -> dict[str, bool]:
    """Return the pages in reading order, each once, and whether it is an aside wherever it stands.

    Raises RefusedError.
    """
    pages: dict[str, bool] = {}
    for item, linear in package.spine:
        if "image" not in item.type:
            name = path_of(folder, item)
            pages[name] = pages.get(name, True) and not linear
    if len(pages) > limits.DOCUMENTS:
        raise RefusedError(f"has more than {limits.DOCUMENTS:,} pages")
    return dict.fromkeys(pages, False) if all(pages.values()) else pages


def _set_apart(document: Document, kinds: dict[str, set[str]]) -> Document:
    """Return a page with what the guide and the landmarks say that it is, unless it says more than that itself."""
    said = kinds.get(document.name)
    if document.kind is not None or not said or (said <= AROUND_THE_TEXT and is_kept(document.body, HTML)):
        return document
    return replace(document, kind=kind_of_page(said, len(text_of(document.body))))


FORMAT = Format("EPUB", lambda file: file.holds(CONTAINER), read_epub)
