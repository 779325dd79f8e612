r"""A text on its way to be clean, and the account of every character that was found.

# Class Notes

Each rule reads the text that the rule before it left. To say in the end what became of each character that was
found, the document remembers for every character of the text the place in the found text that it stands for:

    found    L  e     c  œ  u  r  …
    origin   0  1  2  3  4  4  5  6  7  7  7
    text     L  e     c  o  e  u  r  .  .  .

An edit that drops characters takes their entries out of `origin`; one that puts several in the place of one
repeats its entry. So however many rules follow one another, each found character has just one fate, and the
account adds up:

>>> document = Document("Le cœur…")
>>> document.make("alphabet", [Edit(4, 5, "oe", "folded"), Edit(7, 8, "...", "replaced")])
True
>>> document.text, document.origin.tolist()
('Le coeur...', [0, 1, 2, 3, 4, 4, 5, 6, 7, 7, 7])
>>> document.account()
{'input': 8, 'kept': 6, 'replaced': 1, 'folded': 1, 'dropped': 0}
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from typing import NamedTuple

import numpy as np

from proust_attention.corpus.alphabets import DROPPED, FATES, Alphabet
from proust_attention.corpus.edits import Edit, Rule
from proust_attention.shown import short_repr

SURROUNDINGS = 30  # characters shown on either side of an example
_NUMBER_OF = {fate: number for number, fate in enumerate(FATES)}
LONG = 2  # more characters than this are text, not a symbol


class Kind(NamedTuple):
    """What edits have in common."""

    rule: str
    fate: str
    symbol: str | None  # the one or two characters that were there, None where longer runs were
    into: str


@dataclass
class Tally:
    """How often an edit of one kind was made, and the place in the found text where it was made first."""

    count: int
    place: int


class Example(NamedTuple):
    """One edit, with what was around it before and after all the edits of its rule."""

    line: int  # of the found text, from 1
    before: str
    after: str


class Run(NamedTuple):
    """Characters of the found text that one rule dropped, one after the other."""

    line: int
    rule: str
    text: str


@dataclass
class Document:
    """The text as found and as it is now, and the account of all that was done."""

    found: str
    examples_wanted: int = 0  # for each rule
    tallies: dict[Kind, Tally] = field(default_factory=dict)
    examples: dict[str, list[Example]] = field(default_factory=dict)

    __repr__ = short_repr

    def __post_init__(self) -> None:
        self.text = self.found
        self.origin = np.arange(len(self.found), dtype=np.int32)  # of each character of text
        self.fate = np.zeros(len(self.found), dtype=np.uint8)  # of each found character, in the order of FATES
        self.rule = np.zeros(len(self.found), dtype=np.uint8)  # the rule that decided it
        self._rules: list[str] = [""]

    def apply(self, rule: Rule, alphabet: Alphabet) -> bool:
        """Apply a rule, and return whether it found anything."""
        return self.make(rule.__name__, rule(self.text, alphabet))

    def make(self, rule: str, edits: Iterable[Edit]) -> bool:
        """Make the edits of a rule, and return whether there was any."""
        before, written, last, length = self.text, StringIO(), 0, 0
        spans, lengths, fates = array("q"), array("q"), array("B")
        counts: dict[tuple[str, str | None, str], int] = {}
        shown: list[tuple[Edit, int, int]] = []  # with the found place, and the place in the new text
        for edit in edits:
            start, end, into, fate = edit
            if not last <= start < end:
                raise ValueError(f"the edits of {rule} overlap, or one is empty: {start}-{end} behind {last}")
            if len(shown) < self.examples_wanted - len(self.examples.get(rule, ())):
                shown.append((edit, int(self.origin[start]), length + start - last))
            written.write(before[last:start])
            length += written.write(into) + start - last
            last = end
            spans.extend((start, end))
            lengths.append(len(into))
            fates.append(_NUMBER_OF[fate])
            what = (fate, before[start:end] if end - start <= LONG else None, into)
            counts[what] = counts.get(what, 0) + 1
            if counts[what] == 1:
                self.tallies.setdefault(Kind(rule, *what), Tally(0, int(self.origin[start])))
        if not spans:
            return False
        for what, count in counts.items():
            self.tallies[Kind(rule, *what)].count += count
        written.write(before[last:])
        self.text = written.getvalue()
        self._note(rule, np.array(spans).reshape(-1, 2), np.array(lengths), np.array(fates))
        self.examples.setdefault(rule, []).extend(
            Example(
                self.line(place),
                before[max(0, edit.start - SURROUNDINGS) : edit.end + SURROUNDINGS],
                self.text[max(0, now - SURROUNDINGS) : now + len(edit.into) + SURROUNDINGS],
            )
            for edit, place, now in shown
        )
        return True

    def _note(self, rule: str, spans: np.ndarray, lengths: np.ndarray, fates: np.ndarray) -> None:
        """Bring `origin` up to the new text, and write down the fates."""
        if rule not in self._rules:
            self._rules.append(rule)
        starts, ends = spans.T
        steps = np.zeros(len(self.origin) + 1, dtype=np.int8)
        steps[starts] += 1
        steps[ends] -= 1  # where one span ends and the next begins, the two meet in 0
        edited = np.cumsum(steps[:-1], dtype=np.int8).astype(bool)
        places, fates = self.origin[edited], np.repeat(fates, ends - starts)
        copies = (~edited).astype(np.int16)
        copies[starts] = lengths
        self.origin = np.repeat(self.origin, copies)

        # Of several characters that stand for one, some may be dropped while others stay: then that one stays.
        decided = (fates != _NUMBER_OF[DROPPED]) | ~self._stands(places)
        self.fate[places[decided]] = fates[decided]
        self.rule[places[decided]] = self._rules.index(rule)
        self._take_along(places[decided & (fates == _NUMBER_OF[DROPPED])])

    def _take_along(self, dropped: np.ndarray) -> None:
        """Let combining marks that were taken as one symbol with their letter go where the letter goes."""
        following = dropped + 1
        while len(following := following[following < len(self.found)]):
            with_it = (self.fate[following] != _NUMBER_OF[DROPPED]) & ~self._stands(following)
            following = following[with_it]
            self.fate[following], self.rule[following] = _NUMBER_OF[DROPPED], self.rule[following - 1]
            following = following + 1

    def _stands(self, places: np.ndarray) -> np.ndarray:
        """Whether some character of the text stands for each of these found characters."""
        if not self.text:
            return np.zeros(len(places), dtype=bool)
        at = np.searchsorted(self.origin, places)
        return self.origin[np.minimum(at, len(self.origin) - 1)] == places

    def stands(self, place: int) -> bool:
        """Whether the character at a place of the found text is still there, in whatever form."""
        return bool(self._stands(np.array([place]))[0])

    def line(self, place: int) -> int:
        """Return the line, from 1, of a place in the found text."""
        return int(np.searchsorted(self._breaks, place)) + 1

    @cached_property
    def _breaks(self) -> np.ndarray:
        """Where lines of the found text end."""
        return np.array([match.start() for match in re.finditer("\n", self.found)], dtype=np.int64)

    def account(self) -> dict[str, int]:
        """Return how many found characters there are, and how many of them had which fate."""
        counts = np.bincount(self.fate, minlength=len(FATES)).tolist()
        return {"input": len(self.found), **dict(zip(FATES, counts, strict=True))}

    def account_by_rule(self) -> dict[str, dict[str, int]]:
        """Return the same for each rule that decided anything; with what is kept, these add up to the input."""
        counts = np.bincount(self.rule * np.int64(len(FATES)) + self.fate, minlength=len(FATES) * len(self._rules))
        by_rule = counts.reshape(len(self._rules), len(FATES)).tolist()
        return {
            rule: {fate: count for fate, count in zip(FATES, row, strict=True) if count}
            for rule, row in zip(self._rules, by_rule, strict=True)
            if rule and any(row)
        }

    def dropped(self) -> Iterator[Run]:
        """Yield every run of dropped characters that is more than white space, in the order of the found text."""
        places = np.flatnonzero(self.fate == _NUMBER_OF[DROPPED])
        if not len(places):
            return
        rules = self.rule[places]
        breaks = np.flatnonzero((np.diff(places) != 1) | (np.diff(rules) != 0)) + 1
        firsts = places[np.concatenate(([0], breaks))].tolist()
        lasts = places[np.concatenate((breaks - 1, [-1]))].tolist()
        for first, last, rule in zip(firsts, lasts, rules[np.concatenate(([0], breaks))].tolist(), strict=True):
            text = self.found[first : last + 1]
            if not text.isspace():
                yield Run(self.line(first), self._rules[rule], text)
