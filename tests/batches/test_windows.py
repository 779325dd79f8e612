"""Windows: the split, the two orders, the fixed sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.batches import Batches, evenly_spread, gather, non_overlapping, split
from proust_attention.batches.windows import count_windows, in_order
from proust_attention.errors import InputError

SIZES = st.tuples(st.integers(2, 20), st.integers(1, 300)).map(lambda sizes: (sizes[0], sizes[0] + sizes[1]))


@given(st.integers(10, 5000), st.floats(0.01, 0.5))
def test_the_split_is_contiguous(n_ids: int, fraction: float) -> None:
    ids = np.arange(n_ids)
    trained_on, held_out = split(ids, fraction, np.ones(len(ids), int))
    assert np.array_equal(np.concatenate([trained_on, held_out]), ids)
    assert len(held_out) == round(n_ids * fraction)


@given(SIZES, st.integers(0, 3), st.integers(0, 3))
def test_every_offset_is_every_window_once(sizes: tuple[int, int], seed: int, number: int) -> None:
    context_length, n_ids = sizes
    starts = in_order("every-offset", n_ids, context_length, seed, number)
    assert sorted(starts) == list(range(n_ids - context_length))


@given(SIZES, st.integers(0, 3), st.integers(0, 3))
def test_random_phase_reads_nothing_twice(sizes: tuple[int, int], seed: int, number: int) -> None:
    context_length, n_ids = sizes
    starts = np.sort(in_order("random-phase", n_ids, context_length, seed, number))
    assert len(starts) == count_windows("random-phase", n_ids, context_length)
    assert (np.diff(starts) == context_length).all()
    assert 0 <= starts[0] < context_length
    assert starts[-1] + context_length < n_ids  # the last target is still in the text


def test_random_phase_moves() -> None:
    phases = {int(in_order("random-phase", 1000, 16, 0, number).min()) for number in range(200)}
    assert phases == set(range(16))


@given(SIZES, st.integers(1, 5), st.sampled_from(["every-offset", "random-phase"]), st.integers(0, 400))
def test_a_batch_is_a_function_of_seed_and_step(sizes: tuple[int, int], batch: int, order: str, step: int) -> None:
    context_length, n_ids = sizes
    if count_windows(order, n_ids, context_length) < batch:
        return
    ids = np.random.default_rng(0).integers(0, 90, n_ids).astype(np.uint8)
    wandering = Batches(ids, context_length, batch, order, seed=5)
    for other in (3, 77, 0):
        wandering.at(other)
    inputs, targets = wandering.at(step)
    straight = Batches(ids, context_length, batch, order, seed=5).at(step)
    assert np.array_equal(inputs, straight.inputs)
    assert np.array_equal(targets, straight.targets)
    assert inputs.shape == targets.shape == (batch, context_length)
    assert np.array_equal(inputs[:, 1:], targets[:, :-1])


def test_a_pass_of_batches_by_hand() -> None:
    # 10 ids, context 3: windows may begin at 0 ... 6, seven of them; batches of two: three steps, one is left out
    batches = Batches(np.arange(10, dtype=np.uint8), 3, 2, "every-offset", seed=0)
    assert batches.steps_per_pass == 3
    starts = [int(start) for step in range(3) for start in batches.at(step).inputs[:, 0]]
    assert len(set(starts)) == 6
    assert set(starts) <= set(range(7))
    again = [int(start) for step in range(3, 6) for start in batches.at(step).inputs[:, 0]]
    assert again != starts  # the second pass is shuffled anew


def test_gather_by_hand() -> None:
    batch = gather(np.array([5, 6, 7, 8, 9], np.uint8), np.array([0, 1]), 3)
    assert batch.inputs.tolist() == [[5, 6, 7], [6, 7, 8]]
    assert batch.targets.tolist() == [[6, 7, 8], [7, 8, 9]]
    assert batch.inputs.dtype == np.int64


@given(SIZES, st.integers(1, 40))
def test_fixed_windows_stay_in_the_text(sizes: tuple[int, int], n_windows: int) -> None:
    context_length, n_ids = sizes
    spread = evenly_spread(n_ids, context_length, n_windows)
    assert len(spread) == min(n_windows, (n_ids - 1) // context_length)
    assert spread[0] >= 0
    assert spread[-1] + context_length < n_ids
    assert (np.diff(spread) >= context_length).all()  # none overlaps another
    side_by_side = non_overlapping(n_ids, context_length)
    assert (np.diff(side_by_side) == context_length).all()
    assert side_by_side[0] == 0
    assert n_ids - context_length - 1 < side_by_side[-1] + context_length
    assert side_by_side[-1] + context_length < n_ids


def test_too_short() -> None:
    with pytest.raises(InputError, match="its training part, 16 tokens, does not hold one window of 16"):
        Batches(np.zeros(16, np.uint8), 16, 1, "random-phase", 0)
    with pytest.raises(InputError, match="its training part has 2 windows of 16 tokens, but a step takes 3"):
        Batches(np.zeros(60, np.uint8), 16, 3, "random-phase", 0)
