"""AdamW against its formula, and the schedule."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.schedules import warmup_cosine
from proust_attention.optimizer.torch_adamw import AdamW


def test_steps_follow_the_formula() -> None:
    config = TrainingConfig(beta_1=0.8, beta_2=0.9, weight_decay=0.1, max_gradient_norm=2.0)
    weight = nn.Parameter(torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64))
    optimizer = AdamW([("w", weight)], config)
    theta, m, v = weight.detach().numpy().copy(), np.zeros(3), np.zeros(3)
    gradients = np.array([[0.1, -0.2, 0.3], [3.0, -4.0, 0.0], [0.0, 0.5, -0.5]])
    for t, gradient in enumerate(gradients, start=1):
        weight.grad = torch.from_numpy(gradient.copy())
        norm = optimizer.step(learning_rate=0.01 * t)
        assert norm == pytest.approx(np.linalg.norm(gradient))
        g = gradient * min(1, 2.0 / np.linalg.norm(gradient))  # the second has norm 5: clipped
        m, v = 0.8 * m + 0.2 * g, 0.9 * v + 0.1 * g**2
        theta = theta - 0.01 * t * 0.1 * theta
        theta = theta - 0.01 * t * (m / (1 - 0.8**t)) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8)
        np.testing.assert_allclose(weight.detach().numpy(), theta, rtol=1e-6)
    state = optimizer.state()
    np.testing.assert_allclose(state["first_moment.w"], m, rtol=1e-6)
    np.testing.assert_allclose(state["second_moment.w"], v, rtol=1e-6)


def test_a_state_goes_on_where_it_was_taken() -> None:
    def step(optimizer: AdamW, weight: nn.Parameter, seed: int) -> None:
        weight.grad = torch.from_numpy(np.random.default_rng(seed).normal(size=5))
        optimizer.step(0.01)

    first = nn.Parameter(torch.ones(5, dtype=torch.float64))
    optimizer = AdamW([("w", first)], TrainingConfig())
    for seed in range(3):
        step(optimizer, first, seed)
    second = nn.Parameter(first.detach().clone())
    other = AdamW([("w", second)], TrainingConfig())
    other.load_state(optimizer.state(), step=3)
    for seed in range(3, 6):
        step(optimizer, first, seed)
        step(other, second, seed)
    assert torch.equal(first, second)


def test_the_schedule() -> None:
    rates = [warmup_cosine(step, steps=100, peak=2.0, warmup=10) for step in range(100)]
    assert rates[:10] == pytest.approx([0.2 * (step + 1) for step in range(10)])
    assert rates[10] == 2.0
    assert rates[55] == pytest.approx(1.0)  # half of the way down
    assert all(earlier > later for earlier, later in pairwise(rates[10:]))
    assert 0 < rates[99] < 0.001
    assert warmup_cosine(0, steps=1, peak=2.0, warmup=0) == 2.0
    assert warmup_cosine(4, steps=5, peak=2.0, warmup=10) == 1.0  # a run shorter than its warm-up
