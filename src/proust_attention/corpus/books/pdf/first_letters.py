r"""Large first letters that may be words: A man went, And so it was.

# Class Notes

Print leaves no space between a large first letter and what stands beside it. Most letters are the beginning of a
word; one that may be a word is joined by what the book writes elsewhere: two words if they stand together more
often than as one, or if it has only the second.

>>> parted(f"And so A{CAP}nd so, a man A{CAP}man, away, A{CAP}way, the sea A{CAP}sea")
'And so And so, a man A man, away, Away, the sea A sea'
"""

import re
from collections import Counter
from itertools import pairwise

CAP = "\ufdd0"  # behind such a letter; no text may hold it
WORDS = frozenset("AYOEUIÀÁÔÓÉ")

_CAP = re.compile(rf"([^\W\d_]){CAP}([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")


def parted(text: str) -> str:
    """Return a text with a space, or nothing, behind each of these letters."""
    pairs = {(match[1].casefold(), match[2].casefold()) for match in _CAP.finditer(text)}
    if not pairs:
        return text.replace(CAP, "")
    words = [word.casefold() for word in _WORD.findall(_CAP.sub(".", text))]
    counts = Counter(words)
    beside = Counter(pair for pair in pairwise(words) if pair in pairs)

    def joined(match: re.Match[str]) -> str:
        pair = match[1].casefold(), match[2].casefold()
        one, two = counts["".join(pair)], beside[pair]
        are_two = two > one or (two == one and counts[pair[1]] > one)
        return f"{match[1]}{' ' * are_two}{match[2]}"

    return _CAP.sub(joined, text).replace(CAP, "")
