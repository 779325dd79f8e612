r"""From the pieces of a paragraph to its text: white space, drop caps, and the cells of a row.

# Class Notes

A drop cap is a letter in an element of its own, joined to its word by nothing but standing before it. Some books
put white space between, and some a paragraph: that goes, unless the letter is a word (A la mañana). While the
pieces are gathered, a sign that no text uses stands behind the letter.

>>> joined(f"L{CAP} ongtemps,\nje  me suis"), joined(f"A{CAP} la mañana")
('Longtemps,\nje me suis', 'A la mañana')

The cells of a row are one line, with spaces between, unless two of them hold sentences: then it is a text beside
another, mostly a translation, and each is a paragraph.

>>> parted(f"1{CELL}Nadie la oyó.{CELL}Nobody heard her."), parted(f"Luna{CELL}Día{CELL}Hora")
(['1 Nadie la oyó.', 'Nobody heard her.'], ['Luna Día Hora'])
"""

import re
from collections.abc import Sequence

from proust_attention.corpus.books.markup.breaks import MAYBE, NO
from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of
from proust_attention.corpus.books.markup.vocabularies import DROP_CAPS, HTML

LINE = "\n"
CAP, CELL = "\ue000", "\ue001"
AT_THE_ENDS = f" {MAYBE}{NO}"  # of a line, where they say nothing
LONGEST_CAP = 4  # characters: a letter, the sign behind it, and perhaps two before it

_SPACE = re.compile("[ \t\n\r\f]+")
_LETTER = re.compile(r"\s*[^\w\s]?[^\W\d_]\s*")
_GAP = re.compile(rf"(\w){CAP}\s+(?=\w)")
_CAP_IN_A_CELL = re.compile(rf"{CAP}[\s{CELL}]+")
_ENDS = re.compile(r"""[.!?…,;:]["'»”’)\]]*$""")
_WORDS = frozenset("AYOEUIÀÁÔÓÉ")  # letters that are words


def is_drop_cap(element: Element) -> bool:
    """Whether an element is a drop cap, by its class: one letter, and perhaps a mark that opens what is said."""
    classes = element.get("class")
    if classes is None:
        return False
    said = set(classes.casefold().split())
    if said.isdisjoint(DROP_CAPS) and not ("initial" in said and name_of(element) not in HTML.blocks):
        return False
    return _LETTER.fullmatch(beginning_of(element, LONGEST_CAP + 1)) is not None


def is_only_drop_cap(pieces: Sequence[str]) -> bool:
    """Whether what was gathered so far is a drop cap and nothing more."""
    return CAP in pieces[-3:] and len("".join(pieces).strip()) <= LONGEST_CAP


def joined(text: str) -> str:
    """Return a paragraph: each line of it with single spaces, drop caps joined to their words."""
    if CAP in text:
        text = _GAP.sub(lambda match: match[1] + " " * (match[1] in _WORDS), text).replace(CAP, "")
    lines = (_SPACE.sub(" ", line).strip(AT_THE_ENDS) for line in text.split(LINE))
    return LINE.join(lines).strip(LINE)


def parted(text: str) -> list[str]:
    """Return the paragraphs that were gathered as one: mostly it is one, but for a row of sentences."""
    paragraphs: list[str] = []
    before = ""
    for cell in filter(None, map(joined, _CAP_IN_A_CELL.sub(f"{CAP} ", text).split(CELL))):
        if paragraphs and not (_is_sentence(before) and _is_sentence(cell)):
            paragraphs[-1] += f" {cell}"
        else:
            paragraphs.append(cell)
        before = cell
    return paragraphs


def _is_sentence(cell: str) -> bool:
    """Whether a cell holds a sentence, or a part of one, and no word or number."""
    return len(cell.split()) > 1 and _ENDS.search(cell) is not None
