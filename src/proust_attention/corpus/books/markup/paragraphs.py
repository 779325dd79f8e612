r"""From the pieces of a paragraph to its text: white space, drop caps, and the cells of a row.

# Class Notes

A drop cap is a letter in an element of its own, joined to its word by nothing but standing before it. Some books
put white space between, and some a paragraph, or the cell of a table: that goes, unless the letter is a word (A la
mañana; not E, where a single l follows). While the pieces are gathered, a sign that no text uses stands behind the
letter.

>>> joined(f"L{CAP} ongtemps,\nje  me suis"), joined(f"A{CAP} la mañana"), joined(f"E{CAP} l sol")
('Longtemps,\nje me suis', 'A la mañana', 'El sol')

The cells of a row are one line, with spaces between, unless two of them hold sentences: then it is a text beside
another, mostly a translation, and each is a paragraph.

>>> parted(f"1{CELL}Nadie la oyó.{CELL}Nobody heard her."), parted(f"Luna{CELL}Día{CELL}Hora")
(['1 Nadie la oyó.', 'Nobody heard her.'], ['Luna Día Hora'])
"""

import re
from collections.abc import Sequence

from proust_attention.corpus.books.markup.breaks import MAYBE, NO
from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of, words_in
from proust_attention.corpus.books.markup.vocabularies import HTML

LINE = "\n"
CAP, LARGE = "\ue000", "\ue002"  # behind a drop cap: one that is called so, one that is only set so
CELL = "\ue001"
LINE_OR_NONE = "\ue003"  # where a line ends if it does not end there anyhow
AT_THE_ENDS = f" {MAYBE}{NO}"  # of a line, where they say nothing
MOST_PIECES = 10  # in which a drop cap comes
LONGEST_CAP = 4  # characters: a letter, the sign behind it, and perhaps two before it

_OTHER_SPACES = "\t\n\r\f"
_BETWEEN = re.compile(f"[ \t\n\r\f{LINE_OR_NONE}]+")
_LETTER = re.compile(r"\s*[^\w\s]?[^\W\d_]['’]?\s*")
_GAP = re.compile(rf"(\w['’]?)\s*([{CAP}{LARGE}])(\s+)(?=(\w+))")
_GAP_BEHIND = re.compile(rf"[{CAP}{LARGE}]\s")  # is looked for first: _GAP begins at every letter
_CAP_IN_A_CELL = re.compile(rf"{CAP}[\s{CELL}]+")
_ENDS = re.compile(r"""[.!?…,;:]["'»”’)\]]*$""")
_WORDS = frozenset("AYOEUIÀÁÔÓÉ")  # letters that are words
_CALLED = re.compile(
    r"drop(?:ped)?[-_]?(?:cap|initial|letter)s?[-_]?\w?|lettrine|letrina|capitular|initcap|initial[-_]?(?:cap|letter)s?"
    r"|first[-_]?letter|big[-_]?(?:letter|initial)|large[-_]?cap|versal"
)
_LARGE = re.compile(
    r"float\s*:\s*left|font-size\s*:\s*(?:[2-9]\d\d\s*%|1[5-9]\d\s*%|[2-9](?:\.\d+)?\s*r?em|x+-large)", re.I
)


def _without_gap(match: re.Match[str]) -> str:
    """Return a drop cap, with the space behind it if it is a word.

    It is none if a letter that is none follows alone. What is only set larger may be a number: V La llave.
    """
    letter, sign, space, following = match.groups()
    if sign == LARGE and not following[0].islower():
        return letter + space
    is_split = len(following) == 1 and following.islower() and following.upper() not in _WORDS
    return letter + " " * (letter in _WORDS and not is_split)


def _between(match: re.Match[str]) -> str:
    """Return the ends of lines in the space between two words: as many as it has, or one where a line ends."""
    return LINE * max(match[0].count(LINE), LINE_OR_NONE in match[0]) or " "


def sign_of_cap(element: Element, name: str, pieces: Sequence[str]) -> str:
    """Return the sign that stands behind an element that is a drop cap, nothing if it is none.

    It is one letter, and perhaps a mark that opens what is said, or an apostrophe. Its class says so; or it is set
    larger, or beside the text, and nothing stands before it in the paragraph.
    """
    classes = words_in(element.get("class"))
    is_called = bool(classes) and _is_called_so(classes, name)
    if not is_called and not (_is_large(element, name) and _is_first(pieces)):
        return ""
    is_letter = _LETTER.fullmatch(beginning_of(element, LONGEST_CAP + 1)) is not None
    return (CAP if is_called else LARGE) if is_letter else ""


def cap_in_image(element: Element) -> str:
    """Return the letter that a picture shows in the place of the first of a word, with its sign; mostly nothing.

    Its alternative text is that letter, and a word goes on behind it, or behind the element that holds nothing
    else. Where the same letter follows, the word may be whole.
    """
    words, parent = element.get("alt", ""), element.getparent()
    if not _LETTER.fullmatch(words) or parent is None:
        return ""
    following = element.tail or ""
    if not following.strip() and len(parent) == 1 and name_of(parent) not in HTML.blocks:
        following = parent.tail or ""
    first = following.lstrip()[:1]
    is_whole = first in words
    return f"{words.strip()}{CAP}" if first.isalpha() and not is_whole else ""


def _is_called_so(classes: Sequence[str], name: str) -> bool:
    """Whether classes say that an element is a drop cap."""
    return any(map(_CALLED.fullmatch, classes)) or ("initial" in classes and name not in HTML.blocks)


def _is_large(element: Element, name: str) -> bool:
    """Whether an element is set larger than the text, or beside it."""
    if name == "big" or (name == "font" and element.get("size")):
        return True
    style = element.get("style")
    return style is not None and name not in HTML.blocks and _LARGE.search(style) is not None


def _is_first(pieces: Sequence[str]) -> bool:
    """Whether what was gathered so far is no more than a drop cap."""
    return len(pieces) <= MOST_PIECES and len("".join(pieces).strip()) <= LONGEST_CAP


def is_only_drop_cap(pieces: Sequence[str]) -> bool:
    """Whether what was gathered so far is a drop cap and nothing more."""
    return CAP in pieces[-3:] and _is_first(pieces)


def joined(text: str) -> str:
    """Return a paragraph: each line of it with single spaces, drop caps joined to their words."""
    if CAP in text or LARGE in text:
        text = _GAP.sub(_without_gap, text) if _GAP_BEHIND.search(text) else text
        text = text.replace(CAP, "").replace(LARGE, "")
    if LINE_OR_NONE in text:
        text = _BETWEEN.sub(_between, text)
    lines = (_single_spaced(line).strip(AT_THE_ENDS) for line in text.split(LINE))
    return LINE.join(lines).strip(LINE)


def _single_spaced(line: str) -> str:
    """Return a line with a single space for each run of spaces; to look for two is much faster than a pattern."""
    for space in _OTHER_SPACES:
        line = line.replace(space, " ")
    while "  " in line:
        line = line.replace("  ", " ")
    return line


def parted(text: str) -> list[str]:
    """Return the paragraphs that were gathered as one: mostly it is one, but for a row of sentences."""
    paragraphs: list[str] = []
    before = ""
    if CAP in text:
        text = _CAP_IN_A_CELL.sub(f"{CAP} ", text)
    for cell in filter(None, map(joined, text.split(CELL))):
        if paragraphs and not (_is_sentence(before) and _is_sentence(cell)):
            paragraphs[-1] += f" {cell}"
        else:
            paragraphs.append(cell)
        before = cell
    return paragraphs


def _is_sentence(cell: str) -> bool:
    """Whether a cell holds a sentence, or a part of one, and no word or number."""
    return len(cell.split()) > 1 and _ENDS.search(cell) is not None
