r"""The marks of notes: as a note begins with one, as one stands in a text, as an element that is one.

# Class Notes

>>> [mark_of(words) for words in ("[1] Del editor.", "2. Otra.", "* Ver.", "1492 fue.", "a) Sí.", "*** END OF")]
['1', '2', '*', '', 'a', '']
"""

import re
from collections.abc import Iterator
from itertools import islice

from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of

LONGEST_MARK = 60  # characters in which the mark of a note stands, and the note begins
LARGEST_MARK = 20  # characters of an element that is one
_MARK = re.compile(
    r"\s*(?:[\[({](\d{1,3}|[a-z]|[*†‡§]{1,3})[\])}]|(\d{1,3})[.):\]]?(?=\s)|([a-z])[)\]]|([*†‡§]{1,2}(?![*†‡§])"
    r"|\*{3}(?=\s)(?!\s*(?:END|START) OF)))"  # a line of Project Gutenberg is none
)
_ALONE = re.compile(r"\s*[\[({]?(\d{1,3}|[a-z]|[*†‡§]{1,3})[\])}]?[.:]?\s*")
_IN_TEXT = re.compile(r"[\[({](\d{1,3}|[a-z])[\])}]|(?<=[^\s*†‡§])\s?([*†‡§]{1,3})|([¹²³⁰⁴-⁹]{1,3})")
RAISED_CLASSES = frozenset(("sup", "super", "superscript"))
_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")


def mark_of(words: str) -> str:
    """Return the mark with which words begin, without the signs around it; nothing if they begin with none."""
    match = _MARK.match(words) if any(sign.isalpha() for sign in words) else None
    return next(filter(None, match.groups()), "") if match else ""


def marks_in(text: str) -> Iterator[str]:
    """Yield the marks that may stand in a text: in brackets, signs behind a word, raised figures."""
    for match in _IN_TEXT.finditer(text):
        yield next(filter(None, match.groups())).translate(_RAISED)


def mark_before(element: Element) -> str:
    """Return the mark with which a note begins: of its words, or the text of its first element."""
    words = beginning_of(element, LONGEST_MARK + 1)
    if found := mark_of(words):
        return found
    for part in islice(element.iter("*"), 6):
        if (part.text or "").strip():
            alone = _ALONE.fullmatch(beginning_of(part, LARGEST_MARK)) if part is not element else None
            return alone[1] if alone else ""
    return ""


def mark_that_is(element: Element) -> str:
    """Return the mark that an element is, by its look or its class; nothing if it is none."""
    alone = _ALONE.fullmatch(beginning_of(element, LARGEST_MARK))
    if alone is None:
        return ""
    said = (element.get("class") or "").casefold()
    parent = element.getparent()
    is_raised = name_of(element) == "sup" or (parent is not None and name_of(parent) == "sup")
    is_raised = is_raised or not RAISED_CLASSES.isdisjoint(said.split())
    is_one = is_raised or "note" in said or "ref" in said
    return alone[1] if is_one or (name_of(element) == "a" and not alone[0].strip().isalnum()) else ""


def comes_after(mark: str, following: str) -> bool:
    """Whether a mark may come after another: a number counts, and so does a letter; a sign may be anything."""
    if mark.isdecimal() and following.isdecimal():
        return int(following) == int(mark) + 1
    return following == "*" or (mark.isalpha() and following == chr(ord(mark) + 1))
