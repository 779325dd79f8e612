"""Muon: what Newton-Schulz does to singular values, and the step against its formula."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.muon import orthogonalise, update
from proust_attention.optimizer.torch_muon import orthogonalise as orthogonalise_stack


@settings(max_examples=50)
@given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 2**32 - 1), st.floats(1e-4, 1e4))
def test_all_directions_move_alike(rows: int, columns: int, seed: int, size: float) -> None:
    """U and V stay, and every singular value of the range that the notes name comes near to 1."""
    random = np.random.default_rng(seed)
    smaller = min(rows, columns)
    U = np.linalg.qr(random.normal(size=(rows, smaller)))[0]
    V = np.linalg.qr(random.normal(size=(columns, smaller)))[0]
    S = random.uniform(0.02, 1, smaller)
    found = orthogonalise(size * (U * S) @ V.T)
    along = U.T @ found @ V
    assert np.all((np.diag(along) > 0.68) & (np.diag(along) < 1.21))
    np.testing.assert_allclose(along, np.diag(np.diag(along)), atol=1e-9)
    np.testing.assert_allclose(U @ along @ V.T, found, atol=1e-9)


def test_a_gradient_of_zeros_moves_nothing() -> None:
    assert not orthogonalise(np.zeros((3, 5))).any()


def test_a_stack_is_orthogonalised_matrix_by_matrix() -> None:
    stack = np.random.default_rng(1).normal(size=(4, 5, 9))
    together = orthogonalise_stack(torch.from_numpy(stack)).numpy()
    for matrix, found in zip(stack, together, strict=True):
        np.testing.assert_allclose(found, orthogonalise(matrix), atol=1e-12)


@pytest.mark.parametrize(("shape", "factor"), [((4, 4), 1.0), ((4, 16), 2.0), ((16, 4), 1.0)])
def test_the_step_follows_the_formula(shape: tuple[int, int], factor: float) -> None:
    config = TrainingConfig(muon_momentum=0.8, weight_decay=0.1)
    random = np.random.default_rng(2)
    weight = random.normal(size=shape)
    kept = {"momentum": np.zeros(shape)}
    theta, m = weight.copy(), np.zeros(shape)
    for t, rate in enumerate((0.01, 0.03), start=1):
        g = random.normal(size=shape)
        update(weight, g, kept, rate, t, config)
        m = 0.8 * m + 0.2 * g
        step = orthogonalise(0.8 * m + 0.2 * g)
        theta = theta * (1 - rate * 0.1) - rate * factor * step
        np.testing.assert_allclose(weight, theta, rtol=1e-12)
    np.testing.assert_allclose(kept["momentum"], m, rtol=1e-12)
