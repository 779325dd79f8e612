"""The suffix array: where any run of characters stands in a text.

# Class Notes

A suffix of a text is what is left of it from some place on. Sorted as in a dictionary, the suffixes that begin
with the same run stand side by side: all the places of a run are one slice of the sorted array. For banana the
places of its suffixes, sorted, are

    5 a    3 ana    1 anana    0 banana    4 na    2 nana        so "an" stands at 3 and 1

>>> Index("banana").places.tolist()
[5, 3, 1, 0, 4, 2]

The longest run at a place of another text is found by letting the slice shrink: from all suffixes to those that
begin with its first character, to those of them that go on with its second, each time by halving, until none is
left. Here that is done for all places of the text at once. From REACH characters on there is another way: hardly
any suffix is left then, and each is followed to its end; the next place of the text has most probably the same
end, for it stands one further on in the same quotation.

>>> runs = Index("the cat sat on the mat").longest_runs("a cat sat here")
>>> runs.lengths.tolist()
[1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 2, 1, 0, 1]
>>> runs.places[1]                                      # of " cat sat "
np.int32(3)

pydivsufsort sorts (Y. Mori's divsufsort): for the 7.2 million characters of the Recherche in a second or two. The
array takes four bytes a character, the text one, or two where it has more than some 250 symbols.

            Manber and Myers 1990 (suffix arrays); McCoy, Smolensky, Linzen, Gao and Celikyilmaz 2023 (of machines)
"""

import sys
from typing import NamedTuple

import numpy as np
from jaxtyping import Int, UInt

from proust_attention.errors import needs_extra
from proust_attention.shown import short_repr
from proust_attention.tokenizer.protocol import smallest_type

REACH = 64  # characters; beyond, few suffixes are left


class Runs(NamedTuple):
    """For each place of a text the longest run from there on that stands in the indexed one."""

    lengths: Int[np.ndarray, " N"]
    places: Int[np.ndarray, " N"]  # one where it stands, of those the first in the sorted array; of no run: 0


class Index:
    """A text, sorted. Raises MissingExtraError without pydivsufsort."""

    def __init__(self, text: str) -> None:
        with needs_extra("novelty"):
            from pydivsufsort import divsufsort

        self.length = len(text)
        self.symbols = "".join(sorted(set(text)))
        unknown = len(self.symbols) + 1
        self._numbers = np.full(sys.maxunicode + 1, unknown, smallest_type(unknown + 2))  # of the code points
        self._numbers[list(map(ord, self.symbols))] = np.arange(1, unknown)
        padded = np.zeros(len(text) + REACH, self._numbers.dtype)
        padded[: len(text)] = self._codes(text)
        self.codes = padded  # behind the end of the text 0, which no symbol has
        self.places = divsufsort(padded[: len(text)]) if text else np.zeros(0, np.int32)  # (N,)

    __repr__ = short_repr

    def longest_runs(self, text: str, reach: int = REACH) -> Runs:
        """Return the longest run from each place of a text on; `reach` (at most REACH) is for tests."""
        unknown = np.full(reach, len(self.symbols) + 1, self.codes.dtype)
        query = np.concatenate([self._codes(text), unknown])  # behind the end what no text has
        lengths, first, last = self._narrowed(query, len(text), reach)
        found = lengths > 0
        places = np.zeros(len(text), np.int32)
        places[found] = self.places[first[found]]
        self._follow(query, len(text), np.flatnonzero(lengths == reach), lengths, places, (first, last))
        return Runs(lengths, places)

    def _codes(self, text: str) -> UInt[np.ndarray, " N"]:
        """Return the numbers of the characters of a text, from 1 on; one more than all for what is unknown."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return self._numbers[points]

    def _narrowed(self, query: np.ndarray, n: int, reach: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return how many characters were found from each place on, at most `reach`, and the slices."""
        lengths = np.zeros(n, np.int32)
        first, last = np.zeros(n, np.int64), np.full(n, self.length, np.int64)
        active = np.arange(n)
        for depth in range(reach):
            character = query[active + depth]
            low = self._bisect(first[active], last[active], depth, character)
            high = self._bisect(low, last[active], depth, character + 1)
            goes_on = low < high
            active = active[goes_on]
            first[active], last[active] = low[goes_on], high[goes_on]
            lengths[active] += 1
            if not len(active):
                break
        return lengths, first, last

    def _bisect(self, low: np.ndarray, high: np.ndarray, depth: int, character: np.ndarray) -> np.ndarray:
        """Return, for each slice, the first suffix whose character at `depth` is not below the given one."""
        low, high = low.copy(), high.copy()
        open_ = np.flatnonzero(low < high)
        while len(open_):
            middle = (low[open_] + high[open_]) >> 1
            below = self.codes[self.places[middle] + depth] < character[open_]
            low[open_[below]] = middle[below] + 1
            high[open_[~below]] = middle[~below]
            open_ = open_[low[open_] < high[open_]]
        return low

    def _follow(
        self,
        query: np.ndarray,
        n: int,
        long: np.ndarray,
        lengths: np.ndarray,
        places: np.ndarray,
        slices: tuple[np.ndarray, np.ndarray],
    ) -> None:
        """Follow every suffix of the long runs to the end of what it shares with the text."""
        ends: dict[
            int, int
        ] = {}  # by how far the places in both texts are apart: where the text ends to be the same
        for at in long.tolist():
            for place in self.places[slices[0][at] : slices[1][at]].tolist():
                apart = place - at
                if ends.get(apart, 0) <= at:
                    ends[apart] = at + self._shared(query[at:n], place)
                if ends[apart] - at > lengths[at]:
                    lengths[at], places[at] = ends[apart] - at, place

    def _shared(self, rest: np.ndarray, place: int) -> int:
        """Return how many characters a text shares with the indexed one from a place on."""
        most, done, step = min(len(rest), self.length - place), 0, 2 * REACH
        while done < most:
            end = min(done + step, most)
            differ = np.flatnonzero(rest[done:end] != self.codes[place + done : place + end])
            if len(differ):
                return done + int(differ[0])
            done, step = end, 2 * step
        return most
