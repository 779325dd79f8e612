"""Whether it copies: what may be said of some pages, measured by real ones.

# Class Notes

Real pages quote, too: set phrases, names with their titles, what the author says twice. So what counts as much is
not a number of characters fixed beforehand, but what the real pages show. A run is called long if it is longer
than the longest run of 19 in 20 real pages. Of the machine's m pages, then, one in 20 has such a run even if it
learned nothing by heart; that k or more of them have one by chance has the probability

    P(X >= k) = sum over i = k ... m of C(m, i) 0.05^i 0.95^(m - i)

Below 0.01 that is called a sign of learning by heart; and so is a single run of more than twice the longest in all
the real pages, however few pages there are.

>>> round(chance_of(3, of=20), 3), round(chance_of(6, of=20), 4)
(0.075, 0.0003)
"""

import math
from collections.abc import Iterator

import numpy as np

from proust_attention.evaluation.novelty.measuring import Measured, Passage

USUAL = 0.95  # of the real pages have no run that is called long
LEVEL = 0.01
TIMES = 2  # the longest run of all real pages


def long_run(real: Measured) -> int:
    """Return the longest run that most real pages do not exceed, in characters."""
    return math.floor(np.quantile(real.longest_of_page, USUAL))


def chance_of(pages: int, of: int) -> float:
    """Return how probable it is that so many real pages, or more, have a long run."""
    return sum(math.comb(of, i) * (1 - USUAL) ** i * USUAL ** (of - i) for i in range(pages, of + 1))


def quotes(measured: Measured, real: Measured) -> bool:
    """Whether there is a sign of learning by heart."""
    pages = sum(longest > long_run(real) for longest in measured.longest_of_page)
    by_chance = chance_of(pages, len(measured.pages))
    return by_chance < LEVEL or measured.longest.characters > TIMES * real.longest.characters


def long_passages(measured: Measured, real: Measured) -> list[Passage]:
    """Return the passages that are called long, the longest first; of one place only the longest."""
    found: dict[tuple[str, int], Passage] = {}
    for passage in sorted(measured.passages(long_run(real) + 1), key=lambda passage: -passage.characters):
        found.setdefault((passage.source, passage.offset), passage)
    return list(found.values())


def statement(measured: Measured, real: Measured) -> Iterator[str]:
    """Yield in sentences what was found."""
    least, of = long_run(real), len(measured.pages)
    pages = sum(longest > least for longest in measured.longest_of_page)
    counted = f"{pages} of {of}" if of > 1 else ("it" if pages else "none")
    rare = f"one in {round(1 / (1 - USUAL))} has a run of more than {least} characters"
    real_ones = f"of {len(real.pages)} real pages {rare}"
    if not quotes(measured, real):
        yield f"no sign of learning by heart: {real_ones}; here {counted}, which chance explains"
    else:
        longest, many = measured.longest, len(long_passages(measured, real))
        yield f"it quotes what it learned: {real_ones}; here {counted}, with {many:,} different passages"
        yield f"the longest: {longest.characters:,} characters of {longest.source}, from {longest.offset:,} on"
    if measured.new_share[20] < real.band[20][0]:
        yield (
            f"of 20 characters in a row {measured.new_share[20]:.1%} are new; of real pages "
            f"{real.new_share[20]:.1%}"
        )
