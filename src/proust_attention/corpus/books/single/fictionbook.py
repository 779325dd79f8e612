"""FictionBook 2: one XML file, with its pictures inside.

# Class Notes

The format is the cleanest of all: it has words for what a text is (section, title, poem, stanza, v, epigraph) and
none for how it looks. The title of the book stands before the first section of the main body. Notes stand in a
body of their own: its name says so, or its title, or marks lead to most of its sections. Any other body is text, a
second volume for instance; and so is the first, if it would leave none.
"""

import re

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.documents import Document, Opened
from proust_attention.corpus.books.markup.elements import LINKS, Element, attribute, name_of, words_of
from proust_attention.corpus.books.markup.notes import HEADING_OF_NOTES
from proust_attention.corpus.books.markup.parsing import STRICT, decoded, parse
from proust_attention.corpus.books.markup.vocabularies import FB2, TYPE

LONGEST_MARK = 12  # characters
_MARK = re.compile(r"\W*[^\W\d]{0,2}\d{1,4}\W*|[^\w\s]{1,5}|\W*[a-zа-я]\W*")  # 1, [c1], {12}, *
_NAME = re.compile(
    r"\s*(?:(?:foot|end)?notes?|comments?|notas|anmerkungen|примечания|комментарии|сноски)\W*\d*\s*", re.I
)


def read_fictionbook(file: File, alphabet: Alphabet) -> Opened:
    """Read a FictionBook. Raises RefusedError."""
    said = decoded(file.content, file.name, alphabet)
    root = parse(said.text, STRICT)
    bodies = [element for element in root if name_of(element) == "body"]
    if not bodies:
        raise RefusedError("is damaged: it has no body")
    texts = _texts(bodies) or bodies[:1]
    for element in texts[0]:
        if name_of(element) == "title":  # of the book: its cover once more
            element.set(TYPE, "titlepage")
    notes = {one.get("id", "") for body in bodies if body not in texts for one in body.iter("*")} - {""}
    for body in bodies:
        if body not in texts:
            body.set(TYPE, "footnotes")
        for link in _marks(body):
            if _goal(link) in notes:
                link.set(TYPE, "noteref")
    return Opened("FB2", _about(root), (Document(file.name, root),), FB2, {}, *said[1:])


def _texts(bodies: list[Element]) -> list[Element]:
    """Return the bodies that are not notes."""
    texts: list[Element] = []
    goals: set[str] = set()  # of the marks in the texts so far
    for body in bodies:
        ids = [section.get("id", "") for section in body.iter("{*}section")] if texts else []
        is_reached = 2 * sum(one in goals for one in ids) > len(ids)
        is_titled = bool(texts) and HEADING_OF_NOTES.fullmatch(_first(body, "title") or "") is not None
        if not is_reached and not is_titled and not _NAME.fullmatch(body.get("name", "")):
            texts.append(body)
            goals.update(_goal(link) for link in _marks(body) if link.get("type") or not words_of(link).isalnum())
    return texts


def _marks(body: Element) -> list[Element]:
    """Return the links in a body that may be marks of notes."""
    return [link for link in body.iter("{*}a") if _MARK.fullmatch(words_of(link, LONGEST_MARK + 1))]


def _goal(link: Element) -> str:
    """Return the id to which a link leads."""
    return attribute(link, LINKS).strip().removeprefix("#")


def _about(root: Element) -> About:
    """Return what the description says."""
    info = next((element for element in root.iter("{*}title-info")), None)
    if info is None:
        return About()
    authors = (_person(element) for element in info if name_of(element) == "author")
    series = next((element for element in info if name_of(element) == "sequence"), None)
    number = "" if series is None else series.get("number") or ""
    return About(
        title=_first(info, "book-title"),
        author=", ".join(filter(None, authors)) or None,
        language=_first(info, "lang"),
        series=None if series is None else series.get("name"),
        number=float(number) if re.fullmatch(r"\d{1,4}", number) else None,
    )


def _first(parent: Element, name: str) -> str | None:
    """Return what the first child of this name says."""
    return next((words_of(element) or None for element in parent if name_of(element) == name), None)


def _person(element: Element) -> str:
    """Return a name in the order in which it is spoken."""
    parts = (_first(element, f"{part}-name") for part in ("first", "middle", "last"))
    return " ".join(filter(None, parts)) or _first(element, "nickname") or ""


FORMAT = Format("FB2", lambda file: file.root == "fictionbook", read_fictionbook)
