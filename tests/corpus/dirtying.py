"""A clean text made into what one finds: the opposite of cleaning, for tests of it."""

import itertools
import random
import re
from collections.abc import Iterator

WIDTH = 70
LINES_ON_A_PAGE = 30
BROKEN_TRIED = 0.045  # of the lines: where a word can be broken, so that about 2% end in the middle of one

HEADER = """The Project Gutenberg eBook of {title}

This file is for the use of anyone anywhere, says its header, and goes on for some lines more.

Title: {title}

*** START OF THE PROJECT GUTENBERG EBOOK {title} ***

Produced by nobody in particular, and proofread
by somebody else.


"""
LICENCE = """


*** END OF THE PROJECT GUTENBERG EBOOK {title} ***

1.A. By reading this page of terms you learn what a licence is: long, numbered, and about trademarks.
"""


def dirty(text: str, seed: int = 0) -> bytes:
    """Wrap, break, number, separate, frame and encode a clean text."""
    draw = random.Random(seed)
    lines = "\n".join(_numbered(_separated(_wrapped(text, draw))))
    found = HEADER.format(title="A BOOK") + lines + LICENCE.format(title="A BOOK")
    found = re.sub(" (?=[;:!?»])|(?<=«) ", "\u00a0", found).replace("'", "’")
    return found.replace("\n", "\r\n").encode("cp1252")


def _wrapped(text: str, draw: random.Random) -> Iterator[str]:
    """Yield lines of at most WIDTH characters; an empty line stays one."""
    for paragraph in text.split("\n"):
        line = ""
        # What a typesetter would not part: a sign of French punctuation and the word before it.
        for word in re.findall(r"(?:« )?[^ ]+(?: [;:!?»][^ ]*)*", paragraph):
            rest = word
            if line and len(line) + 1 + len(word) > WIDTH:
                room = WIDTH - len(line) - 2
                if draw.random() < BROKEN_TRIED and word.isalpha() and 2 <= room <= len(word) - 2:
                    line, rest = f"{line} {word[:room]}-", word[room:]
                yield line
                line = ""
            line = f"{line} {rest}" if line else rest
        yield line


def _separated(lines: Iterator[str]) -> Iterator[str]:
    """Put a separator in the place of every fortieth empty line."""
    empty = 0
    for line in lines:
        yield line
        empty += not line
        if not line and empty % 40 == 1:
            yield from ("* * *", "")


def _numbered(lines: Iterator[str]) -> Iterator[str]:
    """Put the number of a page after so many lines."""
    for page in itertools.count(1):
        yield from (on_page := list(itertools.islice(lines, LINES_ON_A_PAGE)))
        if len(on_page) < LINES_ON_A_PAGE:
            return
        yield from ("", str(page).center(WIDTH).rstrip(), "")


def difference(one: str, other: str) -> int:
    """Count the characters in which two texts that are nearly the same differ, walking along both."""
    count, i, j = 0, 0, 0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            i, j = i + 1, j + 1
            continue
        ahead = ((a, n - a) for n in range(1, 400) for a in range(n + 1))
        step = next((s for s in ahead if one[i + s[0] : i + s[0] + 12] == other[j + s[1] : j + s[1] + 12]), None)
        if step is None:
            return count + max(len(one) - i, len(other) - j)
        count += max(step)
        i, j = i + step[0], j + step[1]
    return count + len(one) - i + len(other) - j
