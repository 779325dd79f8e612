"""The chance of long runs against a count of all orders."""

from itertools import combinations

import pytest

from proust_attention.evaluation.novelty.verdict import LONG, chance_of


@pytest.mark.parametrize(("of", "real"), [(3, 20), (3, 19), (5, 2), (1, 1)])
def test_chance_is_what_a_count_of_all_orders_gives(of: int, real: int) -> None:
    """Pages stand in the order of their longest run, the longest first; any of them may be the machine's."""
    long = []
    for machines in combinations(range(of + real), of):
        real_places = [place for place in range(of + real) if place not in machines]
        bound = real_places[real // LONG]
        long.append(sum(place < bound for place in machines))
    for pages in range(of + 1):
        counted = sum(each >= pages for each in long) / len(long)
        assert chance_of(pages, of, real) == pytest.approx(counted)
