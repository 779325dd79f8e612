r"""Notes that say what they are by their links alone.

# Class Notes

Where the markup has no word for a note (a MOBI file has none), its links still show one: a mark in the text, 1 or
*, leads to a paragraph further on, and that paragraph leads back, or begins with the same mark. A table of
contents has such pairs too; but its entries lead to headings, which are never taken for notes, and begin a line,
which marks do not.

What a mark leads to is the block around its target, or the next block where the target is an empty anchor; it is
one block, so a note of two paragraphs leaves its second.
"""

import re
from collections import defaultdict

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.documents import Document, links, targets
from proust_attention.corpus.books.elements import Element, beginning_of, name_of
from proust_attention.corpus.books.vocabularies import MARKS, NOTES, Vocabulary

MOST_ANCHORS = 20  # empty ones, one after the other
MOST_LINKS = 100  # of a note
_MARK = re.compile(r"[\[({]?(?:\d{1,4}|[*†‡§¹²³⁰⁴-⁹]{1,4}|[a-z])[\])}]?[.:]?")
_WIDE = re.compile("html|body|section|article|[oud]l|table|tbody|tr|text|tei|fictionbook")  # never a note


def linked_notes(documents: tuple[Document, ...], vocabulary: Vocabulary) -> dict[Element, str]:
    """Return the elements that are notes, or marks of notes, by their links, and as what they are dropped."""
    known = targets(documents)
    all_links = [link for document in documents for link in links(document)][: limits.LINKS]
    marks = [(link, target) for link, target in all_links if target in known and _is_mark(link)]
    if not marks:
        return {}
    every = (element for document in documents for element in document.root.iter("*"))
    order = {element: place for place, element in enumerate(every)}
    goals = {target: goal_of(known[target][1], vocabulary) for _, target in all_links if target in known}
    back: dict[Element, set[Element]] = defaultdict(set)  # a block, and the blocks to which it links
    for link, target in all_links:
        block, goal = block_around(link, vocabulary), goals.get(target)
        if block is not None and goal is not None and len(back[block]) < MOST_LINKS:
            back[block].add(goal)
    found: dict[Element, str] = {}
    for link, target in marks:
        here, there = block_around(link, vocabulary), goals[target]
        if here is None or there is None or order[there] <= order[here] or found.get(there) == MARKS:
            continue
        if name_of(there) in vocabulary.headings or _WIDE.fullmatch(name_of(there)):
            continue
        if _first_word(here) == _first_word(link):  # nothing stands before it: an entry in a list, not a mark
            continue
        if here in back[there] or _first_word(there) == _first_word(link):
            found[link] = MARKS
            found[there] = NOTES
    return found


def _is_mark(link: Element) -> bool:
    """Whether the text of a link is the mark of a note; a letter is one only where it is raised."""
    text = "".join(beginning_of(link, 20).split())
    if not text or len(text) > 8 or not _MARK.fullmatch(text):
        return False
    if not text.isalpha():
        return True
    parent = link.getparent()
    return (parent is not None and name_of(parent) == "sup") or any(name_of(part) == "sup" for part in link)


def _first_word(element: Element) -> str:
    """Return the word with which an element begins."""
    return beginning_of(element, 20).split(maxsplit=1)[0] if beginning_of(element, 20).strip() else ""


def block_around(element: Element | None, vocabulary: Vocabulary) -> Element | None:
    """Return the nearest block around an element, or itself."""
    while element is not None and name_of(element) not in vocabulary.blocks:
        element = element.getparent()
    return element


def goal_of(element: Element, vocabulary: Vocabulary) -> Element | None:
    """Return the block to which a target belongs: of an empty anchor between blocks, the one that follows it."""
    for _ in range(MOST_ANCHORS):
        if len(element) or (element.text or "").strip() or (element.tail or "").strip():
            break
        following = element.getnext()
        if following is None:
            break
        element = following
    return block_around(element, vocabulary)
