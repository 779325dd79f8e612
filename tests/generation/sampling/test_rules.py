"""Sampling: distributions and draws, in NumPy and compiled."""

import inspect
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proust_attention.config import SamplingConfig
from proust_attention.errors import SettingError
from proust_attention.generation.context import window_start
from proust_attention.generation.sampling.rules import (
    NOTHING,
    RULES,
    UNCHANGED,
    draw,
    min_p_of,
    penalised,
    pick,
    probabilities,
    softmax,
    top_k_of,
    top_p_of,
)

USUAL_SETTINGS = {
    "temperature": st.one_of(st.just(0.0), st.floats(0.1, 5)),
    "top_k": st.integers(0, 40),
    "top_p": st.one_of(st.just(1.0), st.floats(0.05, 0.99)),
    "min_p": st.one_of(st.just(0.0), st.floats(0.001, 0.9)),
    "repetition_penalty": st.floats(1, 3),
}
USUAL = st.fixed_dictionaries(USUAL_SETTINGS)
PICKERS = ["numpy", "compiled"]
LOGITS = st.lists(st.floats(-50, 50), min_size=2, max_size=30).map(np.array)
ROUGH = st.lists(st.integers(-3, 3).map(float), min_size=2, max_size=30).map(np.array)  # with ties
TEMPERATURES = st.one_of(st.just(0.0), st.floats(5e-324, 1e6), st.floats(0.05, 10))
SETTINGS = st.fixed_dictionaries(
    {
        "temperature": TEMPERATURES,
        "top_k": st.integers(0, 40),
        "top_p": st.floats(0, 1, exclude_min=True),
        "min_p": st.floats(0, 1),
        "repetition_penalty": st.floats(1, 10),
    }
)


def distribution(
    logits: np.ndarray, temperature: float = 1.0, window: np.ndarray = NOTHING, **settings: Any
) -> np.ndarray:
    """The distribution under these settings; those that are left out change nothing."""
    return probabilities(logits, UNCHANGED.replace(temperature=temperature, **settings), window)


@given(st.one_of(LOGITS, ROUGH), SETTINGS, st.lists(st.integers(0, 1)).map(lambda ids: np.array(ids, np.int64)))
def test_a_distribution(logits: np.ndarray, chosen: dict[str, Any], window: np.ndarray) -> None:
    p = distribution(logits, **chosen, window=window)
    assert p.dtype == np.float64
    assert p.sum() == pytest.approx(1, abs=1e-12)
    assert (p >= 0).all()
    z = penalised(logits, window, chosen["repetition_penalty"])
    assert p[z.argmax()] == p.max()  # whatever is cut off, the likeliest stays


@given(LOGITS)
def test_temperature_zero_is_argmax(logits: np.ndarray) -> None:
    p = distribution(logits, 0, top_k=40, top_p=0.1, min_p=0.9)
    assert p.tolist() == [float(i == logits.argmax()) for i in range(len(logits))]
    assert draw(p, 0.999999) == logits.argmax()


def test_temperature_by_hand() -> None:
    # at temperature 1/2 the ratios are squared: 3 : 1 becomes 9 : 1
    np.testing.assert_allclose(distribution(np.log([3.0, 1.0]), 0.5), [0.9, 0.1])


def test_the_least_likely_counts_as_far_down_as_numbers_go() -> None:
    np.testing.assert_allclose(softmax(np.array([0.0, -690.0]), 1.0), [1.0, np.exp(-690.0)], rtol=1e-12)
    assert softmax(np.array([0.0, -701.0]), 1.0).tolist() == [1.0, 0.0]


def test_large_logits_and_small_temperatures_do_not_overflow() -> None:
    assert distribution(np.array([1e4, 0.0], np.float32), 0.1).tolist() == [1.0, 0.0]
    assert distribution(np.array([3e38, -3e38], np.float32), 5e-324).tolist() == [1.0, 0.0]
    assert distribution(np.array([1.0, 1.0, 0.0]), 1e-320).tolist() == [0.5, 0.5, 0.0]


@given(st.one_of(LOGITS, ROUGH), st.integers(1, 30))
def test_top_k_keeps_k_and_what_ties_with_the_kth(logits: np.ndarray, k: int) -> None:
    k = min(k, len(logits))
    kept = np.isfinite(top_k_of(logits, k))
    assert kept.tolist() == (logits >= np.sort(logits)[-k]).tolist()
    assert kept.sum() >= k
    assert (logits[kept] > logits[kept].min()).sum() < k  # more than k only by ties


def test_ties_with_the_kth_stay() -> None:
    p = distribution(np.array([1.0, 3.0, 1.0, 2.0, 0.0]), top_k=3)
    assert (p > 0).tolist() == [True, True, True, True, False]


@given(st.one_of(LOGITS, ROUGH), st.floats(0.001, 0.999))
def test_top_p_keeps_the_smallest_set_that_reaches_the_mass(logits: np.ndarray, mass: float) -> None:
    p = softmax(logits, 1.0)
    kept = top_p_of(p, mass) > 0
    assert p[kept].min() > p[~kept].max(initial=-1)
    assert p[kept].sum() >= mass - 1e-12
    assert p[p > p[kept].min()].sum() < mass + 1e-12  # without the last of them, and what ties with it, too little


@given(st.one_of(LOGITS, ROUGH), st.floats(0, 1))
def test_min_p_keeps_a_share_of_the_likeliest(logits: np.ndarray, share: float) -> None:
    p = softmax(logits, 1.0)
    np.testing.assert_array_equal(min_p_of(p, share) > 0, (p >= share * p.max()) & (p > 0))


def test_what_is_cut_off_by_hand() -> None:
    z = np.log([0.4, 0.3, 0.2, 0.1])
    np.testing.assert_allclose(distribution(z, top_p=0.65), [4 / 7, 3 / 7, 0, 0])
    np.testing.assert_allclose(distribution(z, top_p=0.75), [4 / 9, 3 / 9, 2 / 9, 0])
    np.testing.assert_allclose(distribution(z, min_p=0.3), [4 / 9, 3 / 9, 2 / 9, 0])
    penalty = {"repetition_penalty": 2.0, "window": np.array([0, 2, 2])}
    np.testing.assert_allclose(penalised(np.array([3.0, 3.0, -3.0, -3.0]), penalty["window"], 2), [1.5, 3, -6, -3])
    assert distribution(np.array([3.0, 2.0, -1.0]), 0, **penalty).tolist() == [0, 1, 0]


def test_the_order() -> None:
    """Penalty, temperature, top-k, top-p, min-p: another order would leave other symbols."""
    z = np.log([0.4, 0.3, 0.2, 0.1])
    seen = {"window": np.array([3]), "repetition_penalty": 3.0}
    # penalty before top-k: -log 0.1 becomes three times as much, of a logit above 0 a third is left
    assert (distribution(z + 3, top_k=3, window=np.array([0]), repetition_penalty=3.0) > 0).tolist() == [
        0,
        1,
        1,
        1,
    ]
    # temperature before top-p: at τ = 2 the first two have 0.61 of the mass, at 1 they have 0.7
    assert (distribution(z, 2.0, top_p=0.65) > 0).sum() == 3
    assert (distribution(z, 1.0, top_p=0.65) > 0).sum() == 2
    # and before min-p: at τ = 2 the last is half as likely as the first, at 1 a quarter
    assert (distribution(z, 2.0, min_p=0.4) > 0).sum() == 4
    assert (distribution(z, 1.0, min_p=0.4) > 0).sum() == 3
    # top-k before top-p: of the two that are left the first has 4/7
    assert (distribution(z, top_k=2, top_p=0.5) > 0).sum() == 1
    # all of them, one after the other
    step_by_step = min_p_of(top_p_of(softmax(top_k_of(penalised(z, seen["window"], 3.0), 3), 0.7), 0.8), 0.3)
    np.testing.assert_array_equal(distribution(z, 0.7, top_k=3, top_p=0.8, min_p=0.3, **seen), step_by_step)


@given(LOGITS, SETTINGS, st.floats(0, 1, exclude_max=True))
def test_nothing_impossible_is_drawn(logits: np.ndarray, chosen: dict[str, Any], uniform: float) -> None:
    p = distribution(logits, **chosen)
    assert p[draw(p, uniform)] > 0


def test_draws_by_hand() -> None:
    p = np.array([0.25, 0.0, 0.5, 0.25])
    assert [draw(p, u) for u in (0.0, 0.2499, 0.25, 0.7499, 0.75, 0.9999)] == [0, 0, 2, 2, 3, 3]


def as_compiled(sampling: SamplingConfig) -> Any:
    from proust_attention.generation.sampling.compiled import as_settings

    return as_settings(sampling)


def picker(engine: str) -> Any:
    if engine == "numpy":
        return pick
    pytest.importorskip("numba")
    from proust_attention.generation.sampling import compiled as compiled_sampling

    return compiled_sampling.pick


@pytest.mark.parametrize("engine", PICKERS)
def test_draws_fit_the_distribution(engine: str) -> None:
    logits, chosen, window = (
        np.log([0.4, 0.2, 0.2, 0.1, 0.06, 0.03, 0.01]),
        SamplingConfig(0.9, 6, 0.97, 0.05, 1.1),
        np.array([1]),
    )
    p, uniforms = probabilities(logits, chosen, window), np.random.Generator(np.random.Philox(0)).random(100_000)
    if engine == "numpy":
        one = inspect.unwrap(draw)  # without the check of types, which takes longer than all the rest
        drawn = [one(p, uniform) for uniform in uniforms.tolist()]
    else:
        drawn = [picker(engine)(logits, as_compiled(chosen), window, uniform) for uniform in uniforms.tolist()]
    observed = np.bincount(drawn, minlength=7)
    kept = p > 0
    assert kept.sum() == 5
    assert observed[~kept].sum() == 0
    chi_squared = ((observed - 100_000 * p)[kept] ** 2 / (100_000 * p[kept])).sum()
    assert chi_squared < 18.5  # exceeded once in a thousand, with 4 degrees of freedom


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.integers(2, 120), USUAL, st.sampled_from([np.float32, np.float64]))
def test_compiled_is_the_same(seed: int, V: int, chosen: dict[str, Any], dtype: type) -> None:
    """Of usual values: where a border falls just between two symbols, the last digit of exp decides."""
    pytest.importorskip("numba")
    from proust_attention.generation.sampling import compiled as compiled_sampling

    random, whole = np.random.default_rng(seed), SamplingConfig(**chosen)
    in_compiled = compiled_sampling.as_settings(whole)
    logits, window = (4 * random.normal(size=V)).astype(dtype), random.integers(0, V, 50)
    plain = probabilities(logits, whole, window)
    found = compiled_sampling.probabilities(logits, in_compiled, window)
    np.testing.assert_allclose(found, plain, rtol=1e-12, atol=1e-300)
    uniform = random.random()
    drawn = compiled_sampling.pick(logits, in_compiled, window, uniform)
    assert drawn == pick(logits, whole, window, uniform)


def test_every_setting_has_its_rule() -> None:
    """And the test that holds the compiled rules to these changes every setting: none is forgotten there."""
    assert {rule.__name__ for rule in RULES} == set(SamplingConfig().to_dict()) == set(USUAL_SETTINGS)


@given(st.one_of(LOGITS, ROUGH), st.integers(1, 30))
def test_the_kth_highest_compiled(logits: np.ndarray, k: int) -> None:
    pytest.importorskip("numba")
    from proust_attention.generation.sampling.compiled import kth_highest

    k = min(k, len(logits))
    before = logits.copy()
    assert kth_highest(logits, k) == np.sort(logits)[-k]
    assert logits.tolist() == before.tolist()


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("temperature", -0.1, "at least 0"),
        ("top_k", -1, "at least 0"),
        ("top_p", 0.0, "above 0 and at most 1"),
        ("top_p", 1.5, "above 0 and at most 1"),
        ("min_p", -0.1, "at least 0 and at most 1"),
        ("repetition_penalty", 0.9, "at least 1 and at most 10"),
    ],
)
def test_settings_have_limits(name: str, value: float, allowed: str) -> None:
    with pytest.raises(SettingError, match=f"sampling.{name} is {value}, but it must be {allowed}"):
        SamplingConfig(**{name: value})


@given(st.integers(2, 40), st.integers(1, 300))
def test_the_window_is_the_text_read_one_symbol_at_a_time(context_length: int, length: int) -> None:
    start, grown = 0, 0
    for grown in range(1, length + 1):
        if grown - start > context_length:
            start = grown - context_length // 2
    assert window_start(length, context_length) == start
    assert 1 <= length - start <= context_length
