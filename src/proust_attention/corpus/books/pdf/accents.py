r"""Letters that a font has no accents for, put together again.

# Class Notes

TeX's first fonts have no é: it writes an accent, goes back, and writes the letter beneath. In such a PDF both are
signs of their own, the accent first, and the i has lost its dot. That dotless ı behind an accent proves that a
text was set so; elsewhere an accent between letters may be somebody's apostrophe (l´eau).

>>> composed("aqu´ı y ma˜nana, Franc¸ois"), composed("l´eau")
('aquí y mañana, François', 'l´eau')
"""

import re
import unicodedata

COMBINING = {
    "`": "\u0300",
    "´": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
}

_PROOF = re.compile("[`´ˆ¨]ı")
_ACCENTED = re.compile(rf"[{''.join(COMBINING)}][^\W\d_]|[Cc]¸")


def composed(text: str) -> str:
    """Return a text with accents on their letters, if it was set with accents beside them."""
    return _ACCENTED.sub(_one, text) if _PROOF.search(text) else text


def _one(match: re.Match[str]) -> str:
    """Return the one letter that a letter and an accent are, or both if there is none."""
    accent, letter = sorted(match[0], key=lambda sign: sign not in COMBINING)
    one = unicodedata.normalize("NFC", letter.replace("ı", "i") + COMBINING[accent])
    return one if len(one) == 1 else match[0]
