"""HTML, one page to a book; in calibre's HTMLZ with a package beside it that says what the book is."""

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.markup.documents import Document, Opened
from proust_attention.corpus.books.markup.elements import Element, words_of
from proust_attention.corpus.books.markup.parsing import EITHER, decoded, parse

LANGUAGES = ("lang", "{http://www.w3.org/XML/1998/namespace}lang")


def open_webpage(content: bytes, name: str, alphabet: Alphabet) -> Opened:
    """Read a page of HTML. Raises RefusedError."""
    said = decoded(content, name, alphabet)
    root = parse(said.text, EITHER)
    return Opened("HTML", _about(root), (Document(name, root),), encoding=said[1], encoding_was_guessed=said[2])


def _about(root: Element) -> About:
    """Return what the head of the page says."""
    metas = {(element.get("name") or "").casefold(): element.get("content") for element in root.iter("{*}meta")}
    title = next((words_of(element) for element in root.iter("{*}title")), "")
    language = next((value for name in LANGUAGES if (value := root.get(name))), None)
    author = metas.get("author") or metas.get("dc.creator")
    return About(
        title=title or metas.get("dc.title"), author=author, language=language or metas.get("dc.language")
    )
