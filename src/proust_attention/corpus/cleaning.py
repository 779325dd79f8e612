r"""Cleaning: a found text brought into an alphabet, every character accounted for.

# Class Notes

The machine learns whatever it is given: a stray sign that occurs once costs a symbol of its own, for good. So
a text is brought into one alphabet before it is learned. Every character of the input has just one fate: it is
kept, replaced by another form, folded to its base letter, or dropped; the account adds up to the input. In
order:

1. letters written with combining marks (e + ´) are read as one symbol
2. each symbol gets its fate from the alphabet (alphabets.py)
3. spaces and line breaks of every kind: a run of spaces becomes its first; spaces beside a line break go; of
   several line breaks two stay, an empty line between paragraphs; none at the beginning or the end

Cleaning twice is cleaning once.

>>> cleaned = clean("Ça  va…\r\n", Alphabet.of("es"))
>>> cleaned.text
'Ca va...'
>>> [(change.fate, change.symbol, change.into, change.count) for change in cleaned.changes]
[('replaced', '…', '...', 1), ('folded', 'Ç', 'C', 1),
 ('dropped', '\n', '', 1), ('dropped', '\r', '', 1), ('dropped', ' ', '', 1)]
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from proust_attention.corpus.alphabets import DROPPED, FATES, KEPT, REPLACED, Alphabet

SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # for the inside of [...]
BREAKS = "\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
SURROUNDINGS = 20  # characters shown on either side of an example

_WHITE = re.compile(f"[{SPACES}{BREAKS}]")
_SPACE = re.compile(f"[{SPACES}]")
_RUN_WITH_BREAK = re.compile(f"[{SPACES}]*[{BREAKS}][{SPACES}{BREAKS}]*")
_RUN_OF_SPACES = re.compile(f"([{SPACES}])[{SPACES}]+")
_WHITE_AT_THE_ENDS = re.compile(rf"\A[{SPACES}{BREAKS}]+|[{SPACES}{BREAKS}]+\Z")


@dataclass(frozen=True)
class Change:
    """What was done to one symbol, throughout a text."""

    fate: str  # replaced, folded or dropped
    symbol: str
    into: str
    count: int
    example: str  # the first place where the symbol stood, with what was around it


@dataclass(frozen=True)
class Cleaned:
    """A clean text and the account of how it came to be."""

    text: str
    characters_in: int
    changes: tuple[Change, ...]

    def characters(self, fate: str) -> int:
        """Return how many characters of the input had this fate: kept, replaced, folded or dropped."""
        counts = Counter[str]()
        for change in self.changes:
            counts[change.fate] += change.count * len(change.symbol)
        return counts[fate] if fate != KEPT else self.characters_in - counts.total()


def clean(text: str, alphabet: Alphabet) -> Cleaned:
    """Bring a text into an alphabet. The result may be empty."""
    changes: Counter[tuple[str, str, str]] = Counter()  # (fate, symbol, into) -> how often
    letters = _join_marks(text, alphabet, changes)
    signs = _apply_fates(letters, alphabet, changes)
    cleaned = _settle_white_space(signs, changes)
    examples = (
        Change(fate, symbol, into, count, _example(text, symbol))
        for (fate, symbol, into), count in changes.items()
    )
    return Cleaned(cleaned, len(text), tuple(sorted(examples, key=by_fate)))


def by_fate(change: Change) -> tuple[int, int, str]:
    """Sort changes by fate, the frequent ones first."""
    return FATES.index(change.fate), -change.count, change.symbol


def _join_marks(text: str, alphabet: Alphabet, changes: Counter[tuple[str, str, str]]) -> str:
    """Rule 1: give a letter with combining marks behind it the fate of the two together."""
    marks = "".join(symbol for symbol in set(text) if unicodedata.combining(symbol))
    if not marks:
        return text

    def one_symbol(match: re.Match[str]) -> str:
        symbol = match[0]
        fate = alphabet.fate(symbol)
        if fate.kind == DROPPED:
            return symbol  # perhaps its parts fare better: rule 2 takes them one by one
        changes[fate.kind, symbol, fate.into] += 1
        return fate.into

    return re.sub(f"[^{marks}{SPACES}{BREAKS}][{marks}]+", one_symbol, text)


def _apply_fates(text: str, alphabet: Alphabet, changes: Counter[tuple[str, str, str]]) -> str:
    """Rule 2: give every character its fate, but for white space."""
    table = {}
    for symbol, count in Counter(text).items():
        fate = alphabet.fate(symbol)
        if fate.kind != KEPT and not _WHITE.match(symbol):
            table[ord(symbol)] = fate.into
            changes[fate.kind, symbol, fate.into] += count
    return text.translate(table) if table else text


def _settle_white_space(text: str, changes: Counter[tuple[str, str, str]]) -> str:
    """Rule 3: drop what is too much of it, then bring the rest to plain spaces and line breaks."""

    def at_most_two(match: re.Match[str]) -> str:
        breaks = _SPACE.sub("", match[0].replace("\r\n", "\n"))
        return breaks[:2]

    before = Counter(_WHITE.findall(text))
    text = _RUN_OF_SPACES.sub(r"\1", text)  # first, so that no long run is looked through again and again
    text = _RUN_WITH_BREAK.sub(at_most_two, text)
    text = _WHITE_AT_THE_ENDS.sub("", text)
    after = Counter(_WHITE.findall(text))
    for symbol, count in (before - after).items():
        changes[DROPPED, symbol, ""] += count
    for symbol, count in after.items():
        plain = " " if _SPACE.match(symbol) else "\n"
        if symbol != plain:
            changes[REPLACED, symbol, plain] += count
            text = text.replace(symbol, plain)
    return text


def _example(text: str, symbol: str) -> str:
    place = text.index(symbol)
    return text[max(0, place - SURROUNDINGS) : place + len(symbol) + SURROUNDINGS]
