"""Which elements are not the text of a book, by what they say of themselves: notes, page numbers, navigation."""

import re
from collections.abc import Sequence
from itertools import chain, islice

from proust_attention.corpus.books.markup.authorship import DIVISIONS, is_the_authors
from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of, words_in
from proust_attention.corpus.books.markup.vocabularies import (
    APPARATUS,
    AROUND_THE_TEXT,
    CLASSES,
    FRONT,
    HTML,
    IN_THE_TEXT,
    INSTEAD,
    KEPT_TYPES,
    MARKS,
    NAVIGATION,
    NO_TEXT,
    NOTES,
    PAGE_BREAK,
    PARTS,
    PREFACES,
    READINGS,
    ROLES,
    SILENT,
    TEI,
    TYPE,
    TYPES,
    Vocabulary,
)

TYPES_IN = (TYPE, "epub:type", "type", "role")
SAYING = frozenset(TYPES_IN)
OWN_TYPES = ("ol", "ul", "li", "input", "link")  # whose `type` is something else
MOST_READINGS = 20  # of a TEI <choice>: two are the rule
LONGEST_PAGE = 40  # characters of the number of a page, with what stands around it

_PAGE = re.compile(
    r"[\W_]*+(?:(?:[A-Za-zÀ-ÿ]{1,6}[\W_]*+)?\d{1,4}|(?:[A-Za-zÀ-ÿ]{1,6}[\W_]++)?[ivxlcdm]{1,8})[\W_]*+", re.I
)
_TELLING = frozenset(("reference", "references", *NO_TEXT, *CLASSES))  # classes by which anything is dropped
_UNSEEN = re.compile(r"display\s*:\s*none", re.I)


def types_of(element: Element) -> set[str]:
    """Return what an element says that it is: by epub:type, by role, or by a type that has lost its namespace.

    Of roles those count that are a book's (doc-footnote): a `note` alone is any remark.
    """
    said = [word for name in TYPES_IN if name != "role" for word in words_in(element.get(name))]
    roles = [word for word in words_in(element.get("role")) if word.startswith("doc-")]
    return {word.rpartition(":")[2].removeprefix("doc-") for word in (*said, *roles)}


def kind_by_types(types: set[str]) -> str | None:
    """Return as what an element with these types is dropped, None if it is not: endnotes in the back are notes."""
    if types & KEPT_TYPES:
        return None
    said = sorted(types - AROUND_THE_TEXT) + sorted(types & AROUND_THE_TEXT)
    return next((TYPES[word] for word in said if word in TYPES), None)


def is_preface(element: Element) -> bool:
    """Whether a part of an EPUB says that it is a preface, or an afterword."""
    return element.get(TYPE) is not None and not types_of(element).isdisjoint(PREFACES)


def is_kept(element: Element, vocabulary: Vocabulary) -> bool:
    """Whether an element says that it is the author's text, wherever it stands: by its type, or by its heading."""
    types = types_of(element)
    if types & KEPT_TYPES or (vocabulary is HTML and is_preface(element)):
        return True
    if types & IN_THE_TEXT and any("bodymatter" in types_of(around) for around in element.iterancestors()):
        return True
    name = name_of(element)
    if name not in DIVISIONS:
        return vocabulary is TEI and name in KEPT_TYPES
    return is_the_authors(element, vocabulary, typed=bool((types & TYPES.keys()) - AROUND_THE_TEXT))


def around_parts(element: Element, vocabulary: Vocabulary) -> set[Element]:
    """Return what is around the parts of an element that say for themselves what they are, the element included.

    Such parts are a prologue in the front matter, notes in the back; without any the set is empty.
    """
    found: set[Element] = set()
    waiting = [element]
    while waiting:
        around = waiting.pop()
        for part in around:
            if types_of(part).isdisjoint(PARTS) and not is_kept(part, vocabulary):
                waiting.append(part)
                continue
            for one in chain((around,), around.iterancestors()):
                if one in found:
                    break
                found.add(one)
                if one is element:
                    break
    return found


def kind_of(element: Element, name: str, vocabulary: Vocabulary) -> str | None:
    """Return as what an element is dropped by its own markup, None if it is text."""
    if name in vocabulary.dropped:
        whole = name in ("front", "back")
        return None if whole and is_kept(element, vocabulary) else vocabulary.dropped[name]
    attributes = element.keys()
    if vocabulary is TEI:
        return _kind_in_tei(element, name) if attributes or name in INSTEAD or name in READINGS else None
    if not attributes:
        return None
    if name == "a" and element.get("type") == "note":
        return MARKS
    if "hidden" in attributes or ("style" in attributes and _UNSEEN.search(element.get("style", ""))):
        return NAVIGATION
    kind: str | None = None
    if TYPE in attributes or (name not in OWN_TYPES and not SAYING.isdisjoint(attributes)):
        kind = kind_by_types(types_of(element))
    if kind is None and "role" in attributes and element.get("role", "").casefold().strip() in ROLES:
        kind = NAVIGATION
    if kind == FRONT and name in DIVISIONS and is_kept(element, vocabulary):
        return None
    return kind or (_kind_by_class(element, name, vocabulary) if "class" in attributes else None)


def _kind_by_class(element: Element, name: str, vocabulary: Vocabulary) -> str | None:
    """Return as what an element is dropped by its class: a number only if its text is one.

    A heading is no number; and a block that is called a page break begins a page, and may be anything.
    """
    said = words_in(element.get("class"))
    if _TELLING.isdisjoint(said):
        return None
    if vocabulary is HTML and (kind := _kind_by_name_of_site(element, name, said)):
        return kind
    classes = CLASSES.keys() & said
    if not classes or name in vocabulary.headings or (classes == {PAGE_BREAK} and name in vocabulary.blocks):
        return None
    words = beginning_of(element, LONGEST_PAGE + 1)
    return CLASSES[min(classes)] if len(words) <= LONGEST_PAGE and _PAGE.fullmatch(words) else None


def _kind_by_name_of_site(element: Element, name: str, said: Sequence[str]) -> str | None:
    """Return as what an element is dropped by a class that MediaWiki or the printing of pages defines."""
    if name == "sup" and "reference" in said:
        return MARKS
    if name == "ol" and "references" in said and len(element) and element[0].get("id", "").startswith("cite_note"):
        return NOTES
    return next((NO_TEXT[word] for word in said if word in NO_TEXT), None)


def _kind_in_tei(element: Element, name: str) -> str | None:
    """Return as what an element of TEI is dropped by its type, or by what stands beside it."""
    if element.get("type") == "noteAnchor":
        return MARKS
    kind = kind_by_types(types_of(element)) if name in ("ref", "ptr") or name in DIVISIONS else None
    if kind == FRONT and is_kept(element, TEI):
        return None
    if kind is None and name in READINGS:
        return SILENT if _is_another_reading(element) else None
    return kind or _instead(element, name)


def _is_another_reading(element: Element) -> bool:
    """Whether an element of an <app> is not its first: that is the text."""
    parent = element.getparent()
    return parent is not None and name_of(parent) in APPARATUS and element.getprevious() is not None


def _instead(element: Element, name: str) -> str | None:
    """Of a TEI <choice>, drop what stands for what was found, where what is right stands beside it."""
    parent = element.getparent()
    if name not in INSTEAD or parent is None or name_of(parent) != "choice":
        return None
    return SILENT if any(name_of(other) == INSTEAD[name] for other in islice(parent, MOST_READINGS)) else None
