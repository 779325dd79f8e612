r"""The marks that lead to a footnote: a number that stands at a word, not in the text.

# Class Notes

A mark is a raised figure (volume¹), a number in square or curly brackets (volume[12]), one in round brackets that
directly follows a word (volume(1)), or, where a file has lost the raising, a figure glued to a word of at least
three letters (volume1). A number that stands by itself is text: (1871), 3 francs, H2O.

>>> import re
>>> text = "ce volume1 (Sodome I), la pensée¹, en 1871 [12]. H2O"
>>> [text[edit.start:edit.end] for edit in footnote_marks(text, Alphabet.of("fr"))]
['1', '¹', ' [12]']
"""

import re
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit

LETTERS_BEFORE = {"(": 2, **dict.fromkeys("0123456789", 3)}  # other marks need none

# It begins with one class of characters, so that the search leaps from one of them to the next.
_MARK = re.compile(
    r"[\[{(0-9¹²³⁰⁴-⁹](?:(?<=[\[{(])\d{1,3}[\]})]|(?<=[¹²³⁰⁴-⁹])[¹²³⁰⁴-⁹]*|(?<=[0-9])(?<![0-9]{2})\d?(?!\w))"
)


def footnote_marks(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the marks of footnotes."""
    for match in _MARK.finditer(text):
        start, end = match.span()
        if text[start] in "[{" and text[start - 1 : start] in (" ", "\u00a0"):
            yield Edit(start - 1, end)
        elif _letters_before(text, start) >= LETTERS_BEFORE.get(match[0][0], 0):
            yield Edit(start, end)


def _letters_before(text: str, place: int) -> int:
    """Return how many letters stand just before a place; three are as good as more."""
    letters = 0
    while letters < min(3, place) and text[place - letters - 1].isalpha():
        letters += 1
    return letters
