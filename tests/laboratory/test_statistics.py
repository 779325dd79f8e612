"""Verdicts: right on average, over many laboratories that are made up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from proust_attention.errors import InputError
from proust_attention.laboratory.results import Compared, compare
from proust_attention.laboratory.statistics import LEVEL, holm, paired

LOSSES = st.lists(st.tuples(st.floats(0.5, 4.5), st.floats(0.5, 4.5)), min_size=2, max_size=12)


@given(LOSSES)
def test_p_and_interval_are_those_of_the_paired_t_test(pairs: list[tuple[float, float]]) -> None:
    first, second = zip(*pairs, strict=True)
    found, differences = paired(first, second), np.subtract(second, first)
    assert found.mean == pytest.approx(differences.mean(), abs=1e-12)
    if differences.std() < 1e-9:
        return
    # by the formula, with the quantiles of Student's distribution
    n, error = len(pairs), differences.std(ddof=1) / len(pairs) ** 0.5
    away = stats.t.ppf(1 - LEVEL / 2, n - 1) * error
    assert found.interval == pytest.approx((differences.mean() - away, differences.mean() + away))
    assert found.p == pytest.approx(2 * stats.t.sf(abs(differences.mean() / error), n - 1), abs=1e-12)


def test_pairs_that_do_not_differ_at_all() -> None:
    assert paired([1.5, 1.6], [1.5, 1.6]).p == 1.0
    assert paired([1.5, 2.5], [1.75, 2.75]).p == 0.0
    assert paired([1.5], [1.6]).interval is None
    with pytest.raises(InputError, match="come in pairs"):
        paired([1.5, 1.6], [1.5])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=10))
def test_holm_keeps_the_order_and_lies_between_none_and_bonferroni(p_values: list[float]) -> None:
    corrected = holm(p_values)
    assert corrected[int(np.argmin(p_values))] == pytest.approx(min(1, min(p_values) * len(p_values)))
    assert max(corrected) >= max(p_values)
    for p, q in zip(p_values, corrected, strict=True):
        assert p <= q <= min(1, p * len(p_values)) + 1e-12
    assert [corrected[i] for i in np.argsort(p_values)] == sorted(corrected)


def a_laboratory(random: np.random.Generator, effects: list[float]) -> tuple[Compared, ...]:
    """Compare variants whose losses are a seed's luck, which all share, and their own, and so much more."""
    luck = random.normal(1.5, 0.02, 5)
    losses = {f"v{i}": list(luck + random.normal(more, 0.01, 5)) for i, more in enumerate([0.0, *effects])}
    return compare(losses, [("v0", name) for name in list(losses)[1:]])


@pytest.mark.parametrize("others", [1, 4])
def test_of_200_laboratories_without_a_difference_hardly_one_reports_one(others: int) -> None:
    random = np.random.default_rng(0)
    assert sum(any(each.real for each in a_laboratory(random, [0.0] * others)) for _ in range(200)) <= 4


def test_without_a_correction_four_questions_would_be_fooled_more_often() -> None:
    random = np.random.default_rng(0)
    found = [a_laboratory(random, [0.0] * 4) for _ in range(400)]
    fooled = sum(any(each.difference.p < LEVEL for each in one) for one in found)
    assert fooled > 2 * sum(any(each.real for each in one) for one in found)


def test_a_planted_difference_is_reported() -> None:
    random = np.random.default_rng(1)
    found = [a_laboratory(random, [0.0, 0.08])[1] for _ in range(50)]
    assert sum(each.real is True for each in found) >= 45
    assert all(each.difference.interval[0] < 0.08 < each.difference.interval[1] for each in found[:10])


def test_fewer_than_five_seeds_have_no_verdict_and_diverged_ones_drop_out() -> None:
    [four] = compare({"a": [1.0, 1.1, 1.2, 1.3], "b": [2.0, 2.1, 2.21, 2.3]}, [("a", "b")])
    assert four.p_corrected < LEVEL
    assert four.real is None
    [five] = compare({"a": [1.0, 1.1, None, 1.2, 1.3], "b": [2.0, 2.1, 7.0, 2.21, 2.3]}, [("a", "b")])
    assert five.difference == four.difference
    assert five.real is None
    [none] = compare({"a": [None], "b": [2.0]}, [("a", "b")])
    assert none.difference is None
