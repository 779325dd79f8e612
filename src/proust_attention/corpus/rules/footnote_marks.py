r"""The marks that lead to a footnote: a number that stands at a word, not in the text.

# Class Notes

A mark is a raised figure (volume¹), a number in square or curly brackets (volume[12]), one in round brackets that
directly follows a word (volume(1)), or, where a file has lost the raising, a figure glued to a word in small
letters (volume1). Marks count, anew on each page or on through the book: so all but those in square brackets must
be 1, or one more than the mark before. A number that does not is text: Windows95, siglo2, catch22, 20 m²,
psalm(23), 1871.

>>> text = "ce volume1 (Sodome I), la pensée², en 1871 [12]. COVID19, catch22, 20 m⁸"
>>> [text[edit.start:edit.end] for edit in footnote_marks(text, Alphabet.of("fr"))]
['1', '²', ' [12]']
"""

import re
import unicodedata
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit

# It begins with one class of characters, so that the search leaps from one of them to the next.
_MARK = re.compile(
    r"[\[{(0-9¹²³⁰⁴-⁹](?:(?<=[\[{(])\d{1,3}[\]})]|(?<=[¹²³⁰⁴-⁹])[¹²³⁰⁴-⁹]*|(?<=[0-9])(?<![0-9]{2})\d?(?!\w))"
)


def footnote_marks(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the marks of footnotes."""
    count = 0  # the mark before
    last = -1  # where it ended
    for match in _MARK.finditer(text):
        start, end = match.span()
        number = int(unicodedata.normalize("NFKC", match[0]).strip("[]{}()"))
        if text[start] in "[{":
            start -= text[start - 1 : start] in (" ", "\u00a0") and start > last
        elif number not in (1, count + 1) or not (start == last or _follows_a_word(text, start)):
            continue
        yield Edit(start, end)
        count, last = number, end


def _follows_a_word(text: str, start: int) -> bool:
    """Whether a mark stands where one may: raised anywhere behind a sign, in brackets or plain behind a word."""
    before = text[max(0, start - 3) : start]
    if text[start] == "(":
        return before[-2:].isalpha() and len(before) >= 2
    if text[start] in "0123456789":
        return len(before) == 3 and before.isalpha() and before[1:].islower()
    return bool(before) and not before[-1].isspace()
