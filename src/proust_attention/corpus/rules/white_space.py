r"""White space: one space between words, one line break or one empty line between paragraphs.

# Class Notes

A run of spaces of whatever kind becomes one plain space; spaces beside a line break go; of several line breaks two
stay, an empty line between paragraphs; none at the beginning or the end. Runs of spaces are shortened first, so
that the pattern with line breaks never looks through a long one again and again.
"""

import re
from collections.abc import Iterable, Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, drop_all, replace

_OTHER_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TOO_MANY = re.compile(r"(?<= ) +")
_AT_A_LINES_END = re.compile(r" (?=\n)")
_BREAKS = re.compile(r"\n[ \n]+")


def form_feeds(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Let a form feed be a line break, once pages need not be recognised any more."""
    return (replace(*match.span(), "\n") for match in re.finditer("\f", text))


def other_spaces(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Bring spaces of every kind to plain ones."""
    return (replace(*match.span(), " ") for match in _OTHER_SPACE.finditer(text))


def spaces(text: str, alphabet: Alphabet) -> Iterable[Edit]:
    """Leave one space of several."""
    return drop_all(_TOO_MANY, text) if "  " in text else ()  # to look for two spaces is much faster


def line_ends(text: str, alphabet: Alphabet) -> Iterable[Edit]:
    """Drop the space at the end of a line."""
    return drop_all(_AT_A_LINES_END, text) if " \n" in text else ()


def empty_lines(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Leave one empty line of several, none at the beginning and the end; no space begins a line."""
    first, last = len(text) - len(text.lstrip(" \n")), len(text.rstrip(" \n"))
    if first:
        yield Edit(0, first)
    for match in _BREAKS.finditer(text, first, last):
        start, end = match.span()
        second = text.find("\n", start + 1, end)
        if second < 0:
            yield Edit(start + 1, end)
            continue
        if second > start + 1:
            yield Edit(start + 1, second)
        if end > second + 1:
            yield Edit(second + 1, end)
    if first <= last < len(text):
        yield Edit(last, len(text))
