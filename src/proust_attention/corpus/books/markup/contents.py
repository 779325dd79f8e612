"""Tables of contents that no markup calls so: rows that lead to headings, or say what headings say.

# Class Notes

Three or more entries (entries.py) in a row are one. One short block may stand between two: the name of a part, a
description.

A writer's own references look like that too: the choices of a game, "see" in a dictionary, the words of a lesson.
So the headings must be further on, in their order, and nearly all that follow of their kind; or most of those from
the first to the last, if the entries are links, and no text stands between them and the heading that they stand
under. If that is a heading like those that they name, entries are little but links, and no text stands between.

Under a heading that says Contents, Índice, Table des matières, none of that is asked, and the headings may stand
before it: French books have it at their end.
"""

import re
from bisect import bisect, bisect_left
from collections import defaultdict
from itertools import pairwise

from proust_attention.corpus.books.markup.blocks import Block, Blocks
from proust_attention.corpus.books.markup.elements import Element, name_of
from proust_attention.corpus.books.markup.entries import FEWEST, SHORT, Entries, Entry
from proust_attention.corpus.books.markup.vocabularies import NAVIGATION

MOST_BEFORE = 10  # blocks of few words between a heading and the first entry
PAGES_OF_ONE = 3  # of an entry that ends with the number of a page; what counts by ones may be a note
_SENTENCE = re.compile(r".*[.!?:…]\W*", re.S)


def contents(blocks: Blocks) -> dict[Element, str]:
    """Return the blocks of a book that are tables of contents, and as what they are dropped."""
    if not blocks.goals and not any(block.level for block in blocks.all):
        return {}  # there is nothing to which an entry could lead
    finder = _Finder(blocks)
    found = [number for run in finder.runs() for number in finder.with_heading(run)]
    all_of_it = sum(block.size for block in blocks.all)
    if 2 * sum(blocks.all[number].size for number in found) > all_of_it:
        return {}  # a text that is contents and nothing else is wanted for them
    elements = {blocks.all[number].element for number in found}
    around = _around({block.element for block in blocks.all} - elements) if elements else set()
    return dict.fromkeys(elements - around, NAVIGATION)


def _around(elements: set[Element]) -> set[Element]:
    """Return all that is around these elements."""
    found: set[Element] = set()
    for element in elements:
        for one in element.iterancestors():
            if one in found:
                break
            found.add(one)
    return found


class _Finder:
    """The tables of contents among the blocks of a book."""

    def __init__(self, blocks: Blocks) -> None:
        self._all, self._entries = blocks.all, Entries(blocks)
        self._headings = [number for number, block in enumerate(self._all) if block.level]
        self._levels: dict[str, list[int]] = defaultdict(list)  # where the headings of each kind stand
        for number in self._headings:
            self._levels[self._all[number].level].append(number)

    def runs(self) -> list[list[Entry]]:
        """Return the runs of entries that are tables of contents."""
        runs: list[list[Entry]] = [[]]
        reached: set[int] = set()  # by the entries of the last run
        is_named = False  # contents are announced
        for number in range(len(self._all)):
            follows = bool(runs[-1]) and self._entries.follow(runs[-1][-1].block, number)
            if not follows:
                reached, is_named = set(), self._entries.heading_of(number) < number
            entry = None if number in reached else self._entries.at(number, is_named)
            if entry is None:
                continue
            if not follows:
                runs.append([])
            runs[-1].append(entry)
            reached.update(entry.goals)
        return [run for run in runs if self._is_contents(run)]

    def with_heading(self, run: list[Entry]) -> range:
        """Return the numbers of the blocks of a run, with what stands between, and its heading."""
        last = run[-1].block
        if len(run) >= FEWEST and last + 1 < len(self._all) and last + 1 not in self._entries.named:
            has_descriptions = all(entry.block == before.block + 2 for before, entry in pairwise(run))
            one, following = self._all[run[0].block + 1], self._all[last + 1]
            looks = [(name_of(block.element), block.element.get("class")) for block in (one, following)]
            are_alike = looks[0] == looks[1] and looks[0] != ("p", None)
            last += has_descriptions and are_alike and following.size <= SHORT
        return range(self._entries.heading_of(run[0].block), last + 1)

    def _is_contents(self, run: list[Entry]) -> bool:
        """Whether entries in a row are a table of contents."""
        goals = [goal for entry in run for goal in entry.goals]
        rising = sum(goal <= following for goal, following in pairwise(goals))
        if len(set(goals)) < FEWEST or 5 * rising < 4 * (len(goals) - 1):
            return False
        first, last = run[0].block, run[-1].block
        if self._entries.heading_of(first) < first:
            return not any(first <= goal <= last for goal in goals)
        levels = {self._all[goal].level for goal in goals} - {""}
        if min(goals) <= last:
            return False
        if not levels:
            return all(entry.page for entry in run) and run[-1].page >= PAGES_OF_ONE * len(run)
        named = sum(bool(self._all[goal].level) for goal in set(goals))
        start = ([-1, *self._headings])[bisect_left(self._headings, first)]
        before = self._all[start + 1 : first]
        is_behind_text = len(before) > MOST_BEFORE or any(map(_is_sentence, before))
        is_peer = start >= 0 and self._all[start].level in levels  # under a heading like those that they name
        if is_peer and (is_behind_text or not all(_is_bare_entry(self._all[entry.block]) for entry in run)):
            return False
        if 5 * named >= 4 * self._count(levels, last, len(self._all)):
            return True
        is_linked = all(self._all[entry.block].links for entry in run)
        covers = 5 * named >= 3 * self._count(levels, min(goals) - 1, max(goals))
        return covers and is_linked and not is_behind_text

    def _count(self, levels: set[str], after: int, to: int) -> int:
        """Return how many headings of these kinds stand after one block, to another."""
        return sum(bisect(self._levels[level], to) - bisect(self._levels[level], after) for level in levels)


def _is_bare_entry(block: Block) -> bool:
    """Whether an entry says little beside its link."""
    return not block.links or 2 * block.linked >= block.size


def _is_sentence(block: Block) -> bool:
    """Whether a block is prose, or a part of it."""
    return block.size > SHORT or _SENTENCE.fullmatch(block.words) is not None
