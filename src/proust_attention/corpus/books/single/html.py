"""HTML, one page to a book."""

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.markup.documents import Document, Opened
from proust_attention.corpus.books.markup.elements import Element, words_of
from proust_attention.corpus.books.markup.parsing import EITHER, decoded, parse
from proust_attention.corpus.books.markup.web_pages import frame_of

ROOTS = {"html", "head", "body", "title", "meta", "p", "div", "h1", "h2", "h3", "center", "pre", "table", "a"}
LANGUAGES = ("lang", "{http://www.w3.org/XML/1998/namespace}lang")


def read_html(file: File, alphabet: Alphabet) -> Opened:
    """Read a page of HTML. Raises RefusedError."""
    said = decoded(file.content, file.name, alphabet)
    root = parse(said.text, EITHER)
    return Opened(
        format="HTML",
        about=_about(root),
        documents=(Document(file.name, root),),
        apart=frame_of(root),
        encoding=said[1],
        encoding_was_guessed=said[2],
    )


def _about(root: Element) -> About:
    """Return what the head of the page says."""
    metas = {(element.get("name") or "").casefold(): element.get("content") for element in root.iter("{*}meta")}
    title = next((words_of(element) for element in root.iter("{*}title")), "")
    language = next((value for name in LANGUAGES if (value := root.get(name))), None)
    author = metas.get("author") or metas.get("dc.creator")
    return About(
        title=title or metas.get("dc.title"), author=author, language=language or metas.get("dc.language")
    )


FORMAT = Format("HTML", lambda file: file.root in ROOTS or file.doctype == "html", read_html)
