"""A clean text made into what one finds: the opposite of cleaning, for tests of it."""

import itertools
import random
import re
from collections.abc import Iterator

WIDTH = 70
LINES_ON_A_PAGE = 30
WIDE = 50  # the width of a printed line, in letters such as n
BROKEN_IN_PRINT = 0.6  # of the lines that a word could be broken at
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


def printed(text: str, seed: int = 0, between: str = "\n\n") -> str:
    """Set a clean text as a book is printed and recognised: in letters of different widths, with running heads.

    `between`: what recognition writes between two pages.
    """
    draw, heads = random.Random(seed), itertools.cycle(("LA CASA   {}", "{}   LOS MEMBRILLOS"))
    lines = list(_set(text, draw))
    pages = (lines[first : first + LINES_ON_A_PAGE] for first in range(0, len(lines), LINES_ON_A_PAGE))
    return between.join(
        f"{next(heads).format(page)}\n\n" + "\n".join(lines) for page, lines in enumerate(pages, 9)
    )


def _set(text: str, draw: random.Random) -> Iterator[str]:
    """Yield lines that are about equally wide in print; every tenth is broken in a word, between its syllables."""
    for paragraph in text.split("\n"):
        line, room = "", float(WIDE)
        for word in paragraph.split(" "):
            wide = sum(map(_width, word)) + _width(" ")
            if wide > room:
                syllable = re.match(r"\w+?[aeiouáéíóú](?=[^\Waeiouáéíóúnsl_][aeiouáéíóú]\w)", word)
                if syllable and draw.random() < BROKEN_IN_PRINT:
                    line, word = f"{line} {syllable[0]}-", word[syllable.end() :]
                yield line
                line, room, wide = "", float(WIDE), sum(map(_width, word))
            line, room = f"{line} {word}".strip(), room - wide
        yield line


def _width(letter: str) -> float:
    return 0.5 if letter in "ijltfrí.,;:'! " else 1.5 if letter in "mwMWN" else 1.0


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
