r"""Notes that say what they are by their links alone.

# Class Notes

Where the markup has no word for a note (a MOBI file has none), its links still show one: a mark in the text, 1 or
*, leads to a paragraph further on, and that paragraph leads back, or begins with the same mark. A table of
contents has such pairs too; but its entries lead to headings, which are never taken for notes, and begin a line,
which marks do not. And so has "see chapter 3": where nothing leads back, a mark must look like one, raised or in
brackets, and a link back under another number does not count.

What a mark leads to is the block in which its target's text begins, or the next block where the target is an empty
anchor; it is one block, and no other is in it. So a note of two paragraphs leaves its second, and no chapter is
lost. An item of a numbered list is all of it the note, if its number is that of a mark that looks like one.
"""

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.markup.documents import Document
from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of
from proust_attention.corpus.books.markup.vocabularies import MARKS, NOTES, Vocabulary

MOST_AROUND = 30  # elements around one, within its block
MOST_ANCHORS = 20  # empty ones, one after the other
MOST_LINKS = 100  # of a note
MOST_STEPS = 40  # to where the text of a target begins
MOST_PARTS = 100  # elements in a note
HEADING_OF_NOTES = re.compile(
    r"\s*(?:notas?(?: al pie)?|notes?|footnotes?|endnotes|anmerkungen|fu(?:ß|ss)noten|einzelnachweise|noten|note"
    r"|(?:(?:notas|notes|note) (?:y|et|e|and) )?r[eé]f[eé]r[eê]nc(?:ias|es)|notes de bas de page"
    r"|note a piè (?:di )?pagina|notas de rodapé|примечания|комментарии|сноски)[.:]?\s*",
    re.I,
)
_MARK = re.compile(r"[\[({]?(?:\d{1,4}|[*†‡§¹²³⁰⁴-⁹]{1,4}|[a-z])[\])}]?[.:]?")
_WIDE = re.compile("html|body|section|article|[oud]l|table|tbody|tr|text|tei|fictionbook")  # never a note


def linked_notes(
    documents: tuple[Document, ...], known: dict[str, Element], vocabulary: Vocabulary
) -> dict[Element, str]:
    """Return the elements that are notes, or marks of notes, by their links, and as what they are dropped.

    known   what links can lead to in these documents
    """
    all_links = [link for document in documents for link in document.links.items()][: limits.LINKS]
    marks = [(link, target) for link, target in all_links if target in known and _is_mark(link)]
    if not marks:
        return {}
    every = (element for document in documents for element in document.root.iter("*"))
    order = {element: place for place, element in enumerate(every)}
    goals = {
        target: goal_of(known[target], vocabulary) for target in {place for _, place in all_links} & known.keys()
    }
    back: dict[Element, dict[Element, str]] = defaultdict(dict)  # from a block to a block, and as what
    for link, target in all_links:
        block, goal = block_around(link, vocabulary), goals.get(target)
        if block is not None and goal is not None and len(back[block]) < MOST_LINKS:
            back[block].setdefault(goal, _bare(link))
    found: dict[Element, str] = {}
    first_word = lru_cache(None)(_first_word)  # many marks may stand in a long paragraph, and lead to one
    holding: dict[Element, bool] = {}
    numbers: dict[Element, str] = {}  # of the items of lists
    for link, target in marks:
        here, there = block_around(link, vocabulary), goals[target]
        if here is None or there is None or order[there] <= order[here] or found.get(there) == MARKS:
            continue
        if name_of(there) in vocabulary.headings or _WIDE.fullmatch(name_of(there)):
            continue
        if there not in holding:
            holding[there] = _holds_another(there, vocabulary)
        if holding[there]:
            continue
        if first_word(here) == first_word(link):  # nothing stands before it: an entry in a list, not a mark
            continue
        item = numbered(there, numbers)
        if item is not None and numbers[item] == _bare(link) and _looks_like_one(link):
            found[link] = MARKS
            found[item] = NOTES
            continue
        returns = here in back[there] and (not back[there][here].isdigit() or back[there][here] == _bare(link))
        if returns or (_looks_like_one(link) and first_word(there) == first_word(link)):
            found[link] = MARKS
            found[there] = NOTES
    return found


def numbered(block: Element, numbers: dict[Element, str]) -> Element | None:
    """Return the item of a numbered list that a block is, or begins; and see to it that its number is known."""
    item: Element | None = block
    if name_of(block) != "li" and block.getprevious() is None:
        item = block.getparent()
    around = None if item is None else item.getparent()
    if item is None or around is None or name_of(item) != "li" or name_of(around) != "ol":
        return None
    if item not in numbers:
        items = (one for one in around if name_of(one) == "li")
        numbers.update((one, str(number)) for number, one in enumerate(items, 1))
    return item


def _is_mark(link: Element) -> bool:
    """Whether the text of a link is the mark of a note; a letter is one only where it is raised."""
    text = "".join(beginning_of(link, 20).split())
    if not text or len(text) > 8 or not _MARK.fullmatch(text):
        return False
    return not text.isalpha() or _is_raised(link)


def _is_raised(link: Element) -> bool:
    """Whether a link is raised, as marks of notes are."""
    parent = link.getparent()
    return (parent is not None and name_of(parent) == "sup") or any(name_of(part) == "sup" for part in link)


def _looks_like_one(link: Element) -> bool:
    """Whether a mark looks like that of a note, not like the number of a chapter: raised, bracketed, a sign."""
    return _is_raised(link) or re.match(r"\s*[^\w\s]|\s*[¹²³⁰⁴-⁹]", beginning_of(link, 20)) is not None


def _bare(link: Element) -> str:
    """Return the words of a link without the signs around them."""
    return beginning_of(link, 20).strip(" \t\n\r[](){}.:")


def _holds_another(block: Element, vocabulary: Vocabulary) -> bool:
    """Whether another block with text is in a block, or so much that it cannot be seen."""
    for count, part in enumerate(block.iterdescendants("*")):
        if count == MOST_PARTS or (name_of(part) in vocabulary.blocks and beginning_of(part, 20).strip()):
            return True
    return False


def _first_word(element: Element) -> str:
    """Return the word with which an element begins."""
    return next(iter(beginning_of(element, 20).split(maxsplit=1)), "")


def block_around(element: Element | None, vocabulary: Vocabulary) -> Element | None:
    """Return the nearest block around an element, or itself; None where it is not near."""
    for _ in range(MOST_AROUND):
        if element is None or name_of(element) in vocabulary.blocks:
            return element
        element = element.getparent()
    return None


def goal_of(element: Element, vocabulary: Vocabulary) -> Element | None:
    """Return the block to which a target belongs: of an empty anchor between blocks, the one that follows it."""
    for _ in range(MOST_ANCHORS):
        if len(element) or (element.text or "").strip() or (element.tail or "").strip():
            break
        following = element.getnext()
        if following is None:
            break
        element = following
    return block_around(_where_text_begins(element), vocabulary)


def _where_text_begins(element: Element) -> Element:
    """Return the element in which the text of an element begins, itself if it has none near."""
    from lxml import etree

    for event, part in islice(etree.iterwalk(element, events=("start", "end")), MOST_STEPS):
        if event == "end" and part is element:
            break
        words = part.text if event == "start" else part.tail
        if words and words.strip():
            return part if event == "start" else part.getparent()
    return element
