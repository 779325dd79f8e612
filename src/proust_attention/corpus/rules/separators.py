r"""Lines of nothing but signs, which part one chapter from the next.

# Class Notes

A separator is a line such as * * * or -----; an empty line takes its place. A line of dots is none: it says that
something was left out, and becomes an ellipsis (punctuation.py).

>>> text = "Fin.\n\n* * *\n\n. . . . .\n"
>>> [text[edit.start:edit.end] for edit in separators(text, Alphabet.of("fr"))]
['* * *']
"""

import re
from collections.abc import Iterable

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, drop_all

_SEPARATOR = re.compile(
    r"^[^\S\n]*(?:[*_=~#•·—–+-][^\S\n]*){3,}$|^[^\S\n]*[*⁂†‡•][^\S\n]*$",
    re.MULTILINE,
)


def separators(text: str, alphabet: Alphabet) -> Iterable[Edit]:
    """Drop lines of nothing but signs."""
    return drop_all(_SEPARATOR, text)
