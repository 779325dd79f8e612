"""AdamW against its formula, with clipping; a state that goes on; the weights divided between AdamW and Muon."""

import numpy as np
import pytest
import torch
from torch import nn

from proust_attention import parameters
from proust_attention.config import ModelConfig, TrainingConfig
from proust_attention.inspection import random_values
from proust_attention.optimizer.methods import METHODS
from proust_attention.optimizer.optimizer import Optimizer as NumpyOptimizer
from proust_attention.optimizer.torch_optimizer import Optimizer

SMALL = ModelConfig(vocab_size=11, d_model=12, n_heads=2, n_layers=2, d_ff=20, context_length=8)


def test_adamw_follows_the_formula() -> None:
    config = TrainingConfig(beta_1=0.8, beta_2=0.9, weight_decay=0.1, max_gradient_norm=2.0, learning_rate=0.04)
    weight = nn.Parameter(torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64))
    optimizer = Optimizer([("w", weight)], config)
    theta, m, v = weight.detach().numpy().copy(), np.zeros(3), np.zeros(3)
    gradients = np.array([[0.1, -0.2, 0.3], [3.0, -4.0, 0.0], [0.0, 0.5, -0.5]])
    for t, gradient in enumerate(gradients, start=1):
        weight.grad = torch.from_numpy(gradient.copy())
        norm = optimizer.step(lr_scale=0.25 * t)
        assert norm == pytest.approx(np.linalg.norm(gradient))
        g = gradient * min(1, 2.0 / np.linalg.norm(gradient))  # the second has norm 5: clipped
        m, v = 0.8 * m + 0.2 * g, 0.9 * v + 0.1 * g**2
        theta = theta - 0.01 * t * 0.1 * theta
        theta = theta - 0.01 * t * (m / (1 - 0.8**t)) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8)
        np.testing.assert_allclose(weight.detach().numpy(), theta, rtol=1e-6)
    state = optimizer.state()
    np.testing.assert_allclose(state["first_moment.w"], m, rtol=1e-6)
    np.testing.assert_allclose(state["second_moment.w"], v, rtol=1e-6)


@pytest.mark.parametrize("name", METHODS)
def test_a_state_goes_on_where_it_was_taken_in_either_engine(name: str) -> None:
    """PyTorch steps, its state goes to NumPy and back, and all three end at the same weights."""
    training = TrainingConfig(optimizer=name, max_gradient_norm=0.5)
    straight = nn.ParameterDict({n.replace(".", "/"): _parameter(a) for n, a in random_values(SMALL).items()})
    weights = {n.replace("/", "."): weight for n, weight in straight.items()}
    optimizer = Optimizer(weights.items(), training)
    for seed in range(3):
        _torch_step(optimizer, seed)

    ours = {n: weight.detach().numpy().copy() for n, weight in weights.items()}
    by_numpy = NumpyOptimizer(ours, training)
    by_numpy.load_state(optimizer.state(), step=3)
    copies = {n: _parameter(weight.detach().numpy()) for n, weight in weights.items()}
    by_torch = Optimizer(copies.items(), training)
    by_torch.load_state(by_numpy.state(), step=3)
    for seed in range(3, 6):
        norm = _torch_step(optimizer, seed)
        assert by_numpy.step(_gradients(ours, seed), lr_scale=0.5) == pytest.approx(norm, rel=1e-12)
        _torch_step(by_torch, seed)
    for n, weight in weights.items():
        assert torch.equal(weight, copies[n])
        np.testing.assert_allclose(ours[n], weight.detach().numpy(), rtol=1e-9, atol=1e-12)


def _parameter(array: np.ndarray) -> nn.Parameter:
    return nn.Parameter(torch.from_numpy(array.copy()))


def _gradients(weights: dict[str, np.ndarray], seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {n: random.normal(size=weight.shape) for n, weight in weights.items()}


def _torch_step(optimizer: Optimizer, seed: int) -> float:
    arrays = {n: weight.detach().numpy() for n, weight in optimizer.weights.items()}
    for n, gradient in _gradients(arrays, seed).items():
        optimizer.weights[n].grad = torch.from_numpy(gradient)
    return float(optimizer.step(lr_scale=0.5))


def test_muon_takes_the_matrices_inside_the_blocks_and_adamw_the_rest() -> None:
    values = parameters.initial(SMALL)
    owners = NumpyOptimizer(values, TrainingConfig(optimizer="muon")).owners
    matrices = {name for name, array in values.items() if array.ndim == 2 and name.startswith("blocks")}
    assert len(matrices) == 12
    assert {name for name, method in owners.items() if method is METHODS["muon"]} == matrices
    assert {name for name, method in owners.items() if method is METHODS["adamw"]} == set(values) - matrices
    assert set(NumpyOptimizer(values, TrainingConfig()).owners.values()) == {METHODS["adamw"]}
