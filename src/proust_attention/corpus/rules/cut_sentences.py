r"""Whether a sentence was cut where a page ended.

# Class Notes

The text before the cut ends with no sign that ends a sentence, and the text behind it goes on in a small letter.
Recognition puts stray signs at the edges of a page, so that a few before that letter do not count.

>>> breaks_off("y la mar que"), breaks_off("y la mar.»"), goes_on("- era gris"), goes_on("—Era gris")
(True, False, True, False)
"""

import re

LONGEST_END = 20  # characters: a sign that ends a sentence, quotes, spaces

_ENDS = re.compile(r"[.!?…:;][«»“”\"')\]—–\s]*\Z")
_FIRST_LETTER = re.compile(r"[^\S\n]*[^\w\n]{0,3}[^\S\n]?([^\W\d_])")


def breaks_off(text: str) -> bool:
    """Whether a text ends within a sentence."""
    return bool(text) and not _ENDS.search(text[-LONGEST_END:])


def goes_on(text: str, place: int = 0) -> bool:
    """Whether a text goes on within a sentence, from a place on."""
    letter = _FIRST_LETTER.match(text, place)
    return letter is not None and letter[1].islower()
