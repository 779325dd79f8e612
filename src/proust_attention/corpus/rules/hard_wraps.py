r"""Lines that a typewriter's margin ended: joined into paragraphs again, and the words broken at them made whole.

# Class Notes

A program that wraps a paragraph at 70 columns ends each line where the next word would have passed the margin.
That is the test: a line is *full* if the first word of the next would not have fitted. Most verse fails it, a
paragraph's last line fails it nearly always, and a file with one paragraph to a line has no margin at all. With
the margin W at the length that nine lines in ten do not pass, a text counts as hard-wrapped if W is a usual width
and most of its lines that are followed by another are full; then the break after each full line becomes a space.

At the end of a full line a hyphen may be the word's own (peut-être) or the margin's (exam-ple). The text itself
decides: the form goes that it uses less elsewhere; where it uses neither, the hyphen was the margin's.

>>> lines = ["The sea was grey and the wind had fal-", "len when the boats came in to the quay,"]
>>> text = "\n".join(lines * 20)
>>> hard_wrapped(text)
39
>>> [text[edit.start:edit.end] for edit in hard_wraps(text, Alphabet.of("en"))][:2]
['-\n', '\n']
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, replace

FEWEST_LINES = 20
NARROWEST, WIDEST = 30, 120  # characters
LONGEST_WORD = 60
MOST_CAPITALS = 0.6  # at the beginnings of lines: with more it is verse, or a list
MOST = 0.6  # of the lines are full
NEARLY = 0.75  # of the width

# What a program would not have parted: a word with the sign and the space before it, and those behind it.
_FIRST_WORD = re.compile(r"(?:[«—–(] ?)?[^ \n]*(?: [;:!?»][^ \n]*)*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_PART = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-$")
_SPEECH = re.compile(r"[—–-] ?[¿¡«]?[^\W\d_a-z]")
_ENDS = (".", "!", "?", "…", ":", "»", "”", '"')


def hard_wrapped(text: str) -> int | None:
    """Return the width at which the lines of a text were wrapped, or None if they were not."""
    lines = text.split("\n")
    followed = [number for number in range(len(lines) - 1) if lines[number] and lines[number + 1]]
    if len(followed) < FEWEST_LINES:
        return None
    width = sorted(len(lines[number]) for number in followed)[int(0.9 * len(followed))]
    if not NARROWEST <= width <= WIDEST:
        return None
    full = sum(_is_full(lines, number, width) for number in followed)
    capitals = sum(lines[number + 1].lstrip("«»“”\"'¡¿([—–- ")[:1].isupper() for number in followed)
    return width if full >= MOST * len(followed) and capitals <= MOST_CAPITALS * len(followed) else None


def hard_wraps(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Join lines that were wrapped at a margin, and words that were broken there."""
    width = hard_wrapped(text)
    if width is None:
        return
    lines = text.split("\n")
    words = Counter(_WORD.findall(text.casefold()))
    place = -1
    for number in range(len(lines) - 1):
        line, following = lines[number], lines[number + 1]
        place += len(line) + 1  # of the break behind this line
        if not line or not following:
            continue
        if not _is_full(lines, number, width) and not _goes_on(line, following, width):
            continue
        hyphened = _LAST_PART.search(line[-LONGEST_WORD:])
        if hyphened and following[0].isalpha():
            own = _is_own(hyphened[0], following, words)
            yield Edit(place if own else place - 1, place + 1)
        elif not (line.endswith(_ENDS) and _SPEECH.match(following)):
            yield replace(place, place + 1, " ")


def _is_full(lines: Sequence[str], number: int, width: int) -> bool:
    """Whether the first word of the next line would not have fitted into this one."""
    first = _FIRST_WORD.match(lines[number + 1])
    return len(lines[number]) + 1 + (len(first[0]) if first else 0) > width


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a line that is not quite full is cut off in a sentence: some margins are ragged."""
    return len(line) >= NEARLY * width and not line.endswith(_ENDS) and following[0].islower()


def _is_own(hyphened: str, following: str, words: Counter[str]) -> bool:
    """Whether the hyphen at the end of a line belongs to the word."""
    rest = _WORD.match(following)
    ending = rest[0].casefold() if rest else ""
    return words[hyphened.casefold() + ending] > words[hyphened[:-1].casefold() + ending]
