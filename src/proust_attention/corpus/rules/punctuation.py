r"""Spaces before punctuation, and runs of dots.

# Class Notes

French sets a space before ; : ! ? and », and no other language here does (`spaced`, in alphabets.toml); before a
comma, a full stop or a closing bracket nobody does. A space that a file has there is a slip, or has come with the
typesetting: it goes. Before an ellipsis a space may stand.

Three dots are an ellipsis; four, or a line of dots, are the same with more patience.

>>> text = "Nicolás , de veinticinco .... ¿ sí ? . . . ."
>>> [text[edit.start:edit.end] for edit in dots(text, Alphabet.of("es"))]
['.', ' ', ' ', ' .']
>>> text = "Nicolás , de veinte ... ¿ sí ?"
>>> [text[edit.start + 1] for edit in spaces_before_signs(text, Alphabet.of("es"))]
[',', '?']
"""

import re
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, drop_all

CLOSING, QUOTES = ",;:!?)", "»”"  # a quote with a letter behind it opens: »Ja«

_DOTS = re.compile(r"\.{4,}|\.(?: \.){2,}")


def dots(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Leave three dots of more, and no spaces between them."""
    if "...." not in text and ". ." not in text:
        return
    for match in _DOTS.finditer(text):
        start, end = match.span()
        if text[start + 1] == ".":
            yield Edit(start + 3, end)
        else:  # . . . .
            yield Edit(start + 1, start + 2)
            yield Edit(start + 3, start + 4)
            if end > start + 5:
                yield Edit(start + 5, end)


def spaces_before_signs(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the space before a sign that takes none in this language."""
    signs, quotes = ("".join(c for c in kind if c not in alphabet.spaced) for kind in (CLOSING, QUOTES))
    quoted = rf"|[{quotes}](?!\w)" if quotes else ""
    yield from drop_all(re.compile(rf" (?=[{re.escape(signs)}]{quoted}|\.(?![.\d]))"), text)
