"""Sampling: distributions and draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.generation.context import window_start
from proust_attention.generation.sampling import draw, probabilities

LOGITS = st.lists(st.floats(-50, 50), min_size=2, max_size=30).map(np.array)


@given(LOGITS, st.floats(0.05, 10), st.integers(0, 40))
def test_a_distribution(logits: np.ndarray, temperature: float, top_k: int) -> None:
    p = probabilities(logits, temperature, top_k)
    assert p.sum() == pytest.approx(1)
    assert (p >= 0).all()
    assert logits[p.argmax()] >= logits.max() - 1e-9  # the likeliest, or one that rounding makes as likely
    if 0 < top_k < len(logits):
        threshold = np.sort(logits)[-top_k]
        assert (p[logits < threshold] == 0).all()


@given(LOGITS)
def test_temperature_zero_is_argmax(logits: np.ndarray) -> None:
    p = probabilities(logits, 0, 40)
    assert p.tolist() == [float(i == logits.argmax()) for i in range(len(logits))]
    assert draw(p, 0.999999) == logits.argmax()


def test_ties_with_the_kth_stay() -> None:
    p = probabilities(np.array([1.0, 3.0, 1.0, 2.0, 0.0]), 1.0, 3)
    assert (p > 0).tolist() == [True, True, True, True, False]


def test_temperature_by_hand() -> None:
    # at temperature 1/2 the ratios are squared: 3 : 1 becomes 9 : 1
    np.testing.assert_allclose(probabilities(np.log([3.0, 1.0]), 0.5, 0), [0.9, 0.1])


def test_large_logits_do_not_overflow() -> None:
    assert probabilities(np.array([1e4, 0.0], np.float32), 0.1, 0).tolist() == [1.0, 0.0]


@given(LOGITS, st.integers(0, 5), st.floats(0, 1, exclude_max=True))
def test_nothing_impossible_is_drawn(logits: np.ndarray, top_k: int, uniform: float) -> None:
    p = probabilities(logits, 0.7, top_k)
    assert p[draw(p, uniform)] > 0


def test_draws_by_hand() -> None:
    p = np.array([0.25, 0.0, 0.5, 0.25])
    assert [draw(p, u) for u in (0.0, 0.2499, 0.25, 0.7499, 0.75, 0.9999)] == [0, 0, 2, 2, 3, 3]


def test_draws_fit_the_distribution() -> None:
    p = np.array([0.5, 0.3, 0.15, 0.05])
    uniforms = np.random.Generator(np.random.Philox(0)).random(100_000)
    observed = np.bincount([draw(p, u) for u in uniforms], minlength=4)
    chi_squared = ((observed - 100_000 * p) ** 2 / (100_000 * p)).sum()
    assert chi_squared < 16.3  # exceeded once in a thousand, with 3 degrees of freedom


@given(st.integers(2, 40), st.integers(1, 300))
def test_the_window_is_the_text_read_one_symbol_at_a_time(context_length: int, length: int) -> None:
    start, grown = 0, 0
    for grown in range(1, length + 1):
        if grown - start > context_length:
            start = grown - context_length // 2
    assert window_start(length, context_length) == start
    assert 1 <= length - start <= context_length
