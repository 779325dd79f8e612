"""What a block may be in a table of contents: how an entry is recognised.

# Class Notes

A block is an entry if it begins with a link to a heading, or is little but such links; if it says, without a link,
what a heading says; or if it ends with a link that is the number of a page. Where a heading says that contents
follow, it need not be a heading to which it leads: books do without.

>>> [bool(_CONTENTS.fullmatch(words)) for words in ("Contents.", "ÍNDICE", "Table des matières", "Index")]
[True, True, True, False]
"""

import re
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass

from proust_attention.corpus.books.markup.blocks import Block, Blocks, Link

FEWEST = 3  # entries
SHORT = 100  # characters of what may stand between two entries, or before them
LONGEST = 250  # characters of an entry
MOST_WORDS = 3  # blocks of few words between a heading that says Contents, and the first entry
_CONTENTS = re.compile(
    r"\W*(?:(?:table of )?contents(?: (?:of|and) .{1,40})?|(?:list of )?illustrations|(?:tabla de )?contenidos?"
    r"|[íi]ndice(?: general)?|sumario|sumário|conte[úu]do"
    r"|(?:table|tables) des mati[èe]res|table|sommaire|inhalt(?:sverzeichnis|sübersicht)?|sommario|inhoud)\W*",
    re.I,
)
_BEFORE = re.compile(  # Chapter IV.
    r"\W*(?:(?:[^\W\d_]{1,9}\W+)?(?:\d{1,4}(?:\.\d{1,3})*|[ivxlcdm]{1,8})\b)?\W*", re.I
)
_PAGE = re.compile(r"\s*(?:\d{1,4}|[ivxlcdm]{1,7})\s*", re.I)
_LAST_PAGE = re.compile(r"[\s.·…_]+\d{1,4}$")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Entry:
    """What a block may be in a table of contents."""

    block: int
    goals: tuple[int, ...]
    page: int = 0  # with whose number it ends


class Entries:
    """The entries among the blocks of a book."""

    def __init__(self, blocks: Blocks) -> None:
        """Learn what the headings say."""
        self._all, self._goals = blocks.all, blocks.goals
        self.named = set(blocks.goals.values())  # to which links lead
        self._announcing = {number for number, block in enumerate(self._all) if _CONTENTS.fullmatch(block.words)}
        self._saying: dict[str, list[int]] = defaultdict(list)  # where the headings stand that say something
        for number, block in enumerate(self._all):
            for said in self._all_said(number) if block.level else ():
                self._saying[said].append(number)

    def heading_of(self, number: int) -> int:
        """Return where the heading of contents stands that begin at a block; the same number if there is none."""
        for before in range(number - 1, max(-1, number - 2 - MOST_WORDS), -1):
            if before in self._announcing:
                return before
            if self._all[before].size > SHORT // 2:
                break
        return number

    def _all_said(self, number: int) -> set[str]:
        """Return what a block says, alone, and with the next."""
        both = [_said(block) for block in self._all[number : number + 2]]
        return {both[0], "".join(both)} - {""}

    def at(self, number: int, is_named: bool) -> Entry | None:
        """Return what a block is in a table of contents, None if it is none.

        is_named   a heading has said that contents follow
        """
        block = self._all[number]
        goals = [(link, self._goals.get(link.target, number)) for link in block.links]
        goals = [(link, goal) for link, goal in goals if goal != number]
        leading = [
            (link, goal)
            for link, goal in goals
            if (is_named and not block.level) or self._leads(link, goal, block)
        ]
        if len(leading) >= FEWEST and 2 * block.linked >= block.size:
            return Entry(number, tuple(goal for _, goal in leading))
        if block.size > LONGEST:
            return None
        if leading and leading[0][0] is block.links[0] and _BEFORE.fullmatch(block.words[: leading[0][0].place]):
            return Entry(number, (leading[0][1],))
        if goals and not block.level and (page := _page_at_the_end(block)):
            return Entry(number, (goals[-1][1],), page)
        if not block.level and not block.links:
            places = self._saying.get(_said(block), ()) if self._saying else ()
            return Entry(number, (places[min(bisect(places, number), len(places) - 1)],)) if places else None
        return None

    def _leads(self, link: Link, goal: int, block: Block) -> bool:
        """Whether a link leads to a heading, or to what says what it says."""
        if self._all[goal].level or block.level:
            return bool(self._all[goal].level)
        return not self._all_said(goal).isdisjoint((_bare(link.words), _said(block)))

    def follow(self, before: int, number: int) -> bool:
        """Whether a block goes on where an entry ended, or nearly so."""
        between = self._all[before + 1]
        is_short = between.size <= SHORT and not between.level and before + 1 not in self.named
        return number == before + 1 or (number == before + 2 and is_short)


def _bare(words: str) -> str:
    """Return words without any sign, or space, in small letters."""
    return _NO_WORD.sub("", words).casefold()


def _said(block: Block) -> str:
    """Return what a block says, without signs, and without a page at its end; nothing of a long one."""
    if block.size > LONGEST:
        return ""
    words = block.words.rstrip()
    if block.links and not block.level and _PAGE.fullmatch(block.links[-1].words):
        words = words.removesuffix(block.links[-1].words.strip())
    return _bare(words if block.level or block.links else _LAST_PAGE.sub("", words))


def _page_at_the_end(block: Block) -> int:
    """Return the number of the page that is the link with which a block ends, 0 if there is none."""
    words = block.links[-1].words.strip()
    if not _PAGE.fullmatch(words) or not block.words.rstrip().endswith(words):
        return 0
    return int(words) if words.isdecimal() else 1
