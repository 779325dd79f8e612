"""Whether it copies: what may be said of some pages, measured by real ones.

# Class Notes

Real pages quote, too: set phrases, names with their titles, what the author says twice. So what counts as much is
not a number of characters fixed beforehand, but what the real pages show. A run is called long if it is longer
than the longest run of 19 in 20 real pages: of r of them at most a = r/20, rounded down, have one. If the
machine's m pages were like the real ones, each order of all m + r, by their longest run, would be as probable as
any other. That k or more of the m come before the real one that has a real ones before it has then the probability

    P(X >= k) = sum over i = k ... m of C(i + a, i) C(m - i + r - a - 1, m - i) / C(m + r, m)

(the negative hypergeometric distribution). The fewer real pages there are, the less they prove. Below 0.01 it is
called a sign of learning by heart; and so is a single run of more than twice the longest in all the real pages,
however few pages there are: a rule of thumb, which has no probability.

>>> round(chance_of(3, of=20, real=100), 3), round(chance_of(6, of=20, real=100), 3)
(0.128, 0.003)
>>> round(chance_of(6, of=20, real=9), 3)
0.082
"""

from collections.abc import Iterator
from math import comb

from proust_attention.evaluation.novelty.measuring import Measured, Passage

LONG = 20  # of so many real pages one, at most, has a run that is called long
LEVEL = 0.01
TIMES = 2  # the longest run of all real pages


def long_run(real: Measured) -> int:
    """Return the longest run that most real pages do not exceed, in characters."""
    longest = sorted(real.longest_of_page, reverse=True)
    return longest[len(longest) // LONG]


def chance_of(pages: int, of: int, real: int) -> float:
    """Return how probable it is that so many pages, or more, have a long run, if they are like the real ones."""
    above = real // LONG
    orders = (comb(i + above, i) * comb(of - i + real - above - 1, of - i) for i in range(pages, of + 1))
    return sum(orders) / comb(of + real, of)


def quotes(measured: Measured, real: Measured) -> bool:
    """Whether there is a sign of learning by heart."""
    pages = _with_long_run(measured, real)
    by_chance = chance_of(pages, len(measured.pages), len(real.pages))
    return by_chance < LEVEL or measured.longest.characters > TIMES * real.longest.characters


def long_passages(measured: Measured, real: Measured) -> list[Passage]:
    """Return the passages that are called long, the longest first; of one place only the longest."""
    found: dict[tuple[str, int], Passage] = {}
    for passage in sorted(measured.passages(long_run(real) + 1), key=lambda passage: -passage.characters):
        found.setdefault((passage.source, passage.offset), passage)
    return list(found.values())


def statement(measured: Measured, real: Measured) -> Iterator[str]:
    """Yield in sentences what was found."""
    counted = (
        f"runs of more than {long_run(real)} characters stand on {_with_long_run(real, real)} of "
        f"{len(real.pages)} real pages; here on {_with_long_run(measured, real)} of {len(measured.pages)}"
    )
    if not quotes(measured, real):
        yield f"no sign of learning by heart: {counted}, which chance explains"
    else:
        longest, many = measured.longest, len(long_passages(measured, real))
        yield f"it quotes what it learned: {counted}, with {many:,} different passages"
        yield f"the longest: {longest.characters:,} characters of {longest.source}, from {longest.offset:,} on"
    if measured.new_share[20] < real.band[20][0]:
        yield (
            f"of 20 characters in a row {measured.new_share[20]:.1%} are new; of real pages "
            f"{real.new_share[20]:.1%}"
        )


def _with_long_run(measured: Measured, real: Measured) -> int:
    return sum(longest > long_run(real) for longest in measured.longest_of_page)
