"""How much of some pages is new, and the longest that each of them has in common with a text.

# Class Notes

At each place of a page the longest run from there on that stands in the training part is known (index.py). An
n-gram, n characters in a row, is new if it stands there nowhere: that is, if the longest run from its place on is
shorter than n. So one number a place gives the curve for all n at once.

    new(n) = share of the places with n characters behind them whose longest run is shorter than n

Short n-grams are hardly ever new, and long ones nearly always, with every author and every machine. So the curve
says nothing alone; beside it belong pages of the same author that the machine has not read.

>>> index, volumes = Index("the cat sat on the mat"), Volumes(("story",), (0,))
>>> measured = measure("a page", ["the cat ran away, far away, and never came back again"], index, volumes)
>>> [round(measured.new_share[n], 2) for n in (5, 8, 9)], measured.longest.text
([0.92, 0.98, 1.0], 'the cat ')
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Int

from proust_attention.evaluation.novelty.index import Index, Runs
from proust_attention.evaluation.novelty.learned import Volumes
from proust_attention.shown import short_repr

SHORTEST, LONGEST = 5, 50  # n-grams, in characters
BAND = 5, 95  # percentiles of the pages


@dataclass(frozen=True)
class Passage:
    """A run of a page that stands in the text which the machine learned."""

    characters: int
    source: str  # the volume
    offset: int  # in characters from its beginning
    text: str
    page: int
    begin: int  # in the page


@dataclass(frozen=True)
class Measured:
    """Some pages, and what they have in common with a text. Use `measure`."""

    name: str
    pages: tuple[str, ...]
    runs: tuple[Runs, ...]  # of each page
    volumes: Volumes
    new_share: dict[int, float]  # by n, over all pages
    band: dict[int, tuple[float, float]]  # the percentiles BAND of the pages

    __repr__ = short_repr

    @property
    def longest_of_page(self) -> list[int]:
        """The longest run of each page, in characters."""
        return [int(runs.lengths.max()) for runs in self.runs]

    @property
    def longest(self) -> Passage:
        """The longest run of all."""
        page = int(np.argmax(self.longest_of_page))
        return self._passage(page, int(self.runs[page].lengths.argmax()))

    def passages(self, least: int) -> list[Passage]:
        """Return the runs of so many characters or more, those left out that begin within one before."""
        found = []
        for page, runs in enumerate(self.runs):
            end = 0
            for begin in np.flatnonzero(runs.lengths >= least).tolist():
                if begin >= end:
                    found.append(self._passage(page, begin))
                    end = begin + found[-1].characters
        return found

    def _passage(self, page: int, begin: int) -> Passage:
        length = int(self.runs[page].lengths[begin])
        source, offset = self.volumes.at(int(self.runs[page].places[begin]))
        return Passage(length, source, offset, self.pages[page][begin : begin + length], page, begin)


def stands_in(lengths: Int[np.ndarray, " N"]) -> Int[np.ndarray, " N"]:
    """Return for each character the longest run that it stands in, from the longest that begins at each place.

    >>> stands_in(np.array([1, 3, 2, 1, 0, 1])).tolist()
    [1, 3, 3, 3, 0, 1]
    """
    longest = np.zeros_like(lengths)
    for begin in np.argsort(lengths, kind="stable").tolist():  # the longest last, over the others
        longest[begin : begin + lengths[begin]] = lengths[begin]
    return longest


def measure(name: str, pages: Sequence[str], index: Index, volumes: Volumes) -> Measured:
    """Measure pages of at least LONGEST characters; there must be one."""
    found = tuple(index.longest_runs(page) for page in pages)
    every = range(SHORTEST, LONGEST + 1)
    of_page = np.array([[(runs.lengths[: len(runs.lengths) - n + 1] < n).mean() for n in every] for runs in found])
    n_grams = np.array([[len(page) - n + 1 for n in every] for page in pages])
    means = (of_page * n_grams).sum(axis=0) / n_grams.sum(axis=0)
    low, high = np.percentile(of_page, BAND, axis=0)
    shares = dict(zip(every, means.tolist(), strict=True))
    band = dict(zip(every, zip(low.tolist(), high.tolist(), strict=True), strict=True))
    return Measured(name, tuple(pages), found, volumes, shares, band)
