r"""Running heads: the title or chapter that print repeats above each page, with the number of the page or without.

# Class Notes

A head is a short line, beginning with a capital or mostly of them, or an address of the web, that stands again and
again at the distance of pages; its number counts on, and recognition spoils a letter here and there. A refrain, a
speaker or a chapter may look the same, but they mostly stand between sentences. A head falls where the paper
ended: often the text before it breaks off, and goes on behind it in a small letter. So lines are compared by their
letters alone, and those that stand three times or more are heads if a third of them cut a sentence, and have a
number, are mostly of capitals or stand apart. One is enough if their numbers count by twos, as left pages do, or
stand now before and now behind the words.

What says the same as heads, but stands between two of them without a number and cuts no sentence, is no head: a
chapter may be called like the book, and a speaker.

Once heads are known, so is a line that says nearly the same where it has a number or cuts a sentence, and a
numbered one whose number is missing between theirs. The first of several that neither has a number nor cuts a
sentence is the heading that the others repeat, and stays, unless the text begins with it: that is a title.

Where a head alone cuts a sentence one line break is left; a page number beside it is left to page_numbers.py.

>>> text = "".join("waves " * 60 + f"of the sea\n\nTHE WAVES {page}\n\n" for page in (7, 8, 9)) + "and the sky"
>>> [text[edit.start : edit.end] for edit in running_heads(text, Alphabet.of("en"))]
['\nTHE WAVES 7\n\n', '\nTHE WAVES 8\n\n', '\nTHE WAVES 9\n\n']
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit
from proust_attention.corpus.rules.alike import Alike
from proust_attention.corpus.rules.short_lines import Page, Short, page_around, short_lines

FEWEST_HEADS = 3
FEWEST_CUT = 1 / 3  # of them stand in the middle of a sentence
MANY = 0.5  # of the steps from one number to the next, the others may be misread
SHORTEST_PAGE = 300  # characters
BETWEEN = 1.25  # of the usual distance of two heads: where it is no more, what stands between is none
MISSING = 6  # pages that two numbered heads may be apart, so that what is numbered between them is one

_SMALL_WORDS = re.compile(r"\b[a-zß-ÿ]{2,}(?: \W?[a-zß-ÿ]{2,}\b){2}")


def running_heads(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop running heads, where the text shows that they are none of its lines."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    heads = _heads(lines, starts)
    behind = 0  # the first line that is not dropped yet
    seen: set[str] = set()
    for index, head in sorted(heads.items()):
        page = page_around(lines, index, heads)
        first = head.letters not in seen
        seen.add(head.letters)
        if index < behind:
            continue
        if page.cut and not page.numbered:
            behind = page.after
            indent = len(lines[behind]) - len(lines[behind].lstrip())
            yield Edit(starts[page.before + 1], starts[behind] + indent)
        elif not first or head.number is not None or page.cut or page.numbered or page.before < 0:
            behind = index + 1
            yield Edit(starts[index], min(starts[behind], len(text)))


def _heads(lines: Sequence[str], starts: Sequence[int]) -> dict[int, Short]:
    """Return the lines that are running heads, by their places among all."""
    shorts = list(short_lines(lines))
    groups = defaultdict[str, list[Short]](list)
    for short in shorts:
        groups[short.letters].append(short)
    repeated = [group for group in groups.values() if _stand_on_pages(group, starts)]
    passed = {short.place for group in repeated for short in group}
    heads: dict[int, Short] = {}
    for group in repeated:
        pages = [page_around(lines, short.place, passed) for short in group]
        if _are_heads(group, pages):
            others = _between_heads(group, pages, starts)
            heads.update((short.place, short) for short in group if short not in others)
    if not heads:
        return heads
    alike = Alike({short.letters for short in heads.values()})
    numbered = sorted(short for short in heads.values() if short.number is not None)
    for short in shorts:
        if short.place in heads:
            continue
        repeats = alike.has(short.letters) and (
            short.number is not None or page_around(lines, short.place, heads).cut
        )
        if repeats or (_is_between(short, numbered) and not _SMALL_WORDS.search(lines[short.place])):
            heads[short.place] = short
    return heads


def _stand_on_pages(group: Sequence[Short], starts: Sequence[int]) -> bool:
    """Whether lines that say the same are as many, and as far apart, as heads are."""
    return len(group) >= FEWEST_HEADS and _usual_distance(group, starts) >= SHORTEST_PAGE


def _usual_distance(group: Sequence[Short], starts: Sequence[int]) -> int:
    distances = sorted(starts[two.place] - starts[one.place] for one, two in pairwise(group))
    return distances[len(distances) // 2]


def _between_heads(group: Sequence[Short], pages: Sequence[Page], starts: Sequence[int]) -> set[Short]:
    """Return what says the same as heads, and is none: it would be alone on a part of a page."""
    farthest = BETWEEN * _usual_distance(group, starts)
    return {
        short
        for before, short, after, page in zip(group, group[1:], group[2:], pages[1:], strict=False)
        if short.number is None
        and not (page.cut or page.numbered)
        and starts[after.place] - starts[before.place] <= farthest
    }


def _are_heads(group: Sequence[Short], pages: Sequence[Page]) -> bool:
    """Whether lines that say the same are heads, by their numbers or by the sentences that they cut."""
    cut = sum(
        page.cut and (page.apart or page.numbered or short.is_loud or short.number is not None)
        for short, page in zip(group, pages, strict=True)
    )
    numbered = [short for short in group if short.number is not None]
    steps = [(two.number or 0) - (one.number or 0) for one, two in pairwise(numbered)]
    if len(steps) >= FEWEST_HEADS and cut:
        by_twos = steps.count(2) >= MANY * len(steps)
        by_ones = steps.count(1) >= MANY * len(steps)
        sides = [short.begins for short in numbered]
        if by_twos or (by_ones and min(sides.count(True), sides.count(False)) >= MANY / 2 * len(sides)):
            return True
    count_on = bool(steps) and min(steps) > 0
    return cut >= FEWEST_CUT * len(group) and (cut >= FEWEST_HEADS or count_on)


def _is_between(short: Short, numbered: Sequence[Short]) -> bool:
    """Whether the number of a line is missing between those of the heads around it."""
    place = bisect(numbered, short)
    if short.number is None or not 0 < place < len(numbered):
        return False
    first, last = numbered[place - 1].number or 0, numbered[place].number or 0
    return first < short.number < last and last - first <= MISSING
