"""Finite differences and autograd against the derived gradients, for every design of the machine."""

from itertools import product

import numpy as np
import pytest

from proust_attention.config import ModelConfig
from proust_attention.inspection import Question, gradcheck, random_values
from proust_attention.numpy_model.dropout import RandomMasks

# Nothing is equal to anything else by accident.
SIZES = {"vocab_size": 11, "d_model": 12, "n_heads": 3, "n_layers": 2, "d_ff": 17, "context_length": 9}
TEXTS, T = 3, 7

DESIGNS = list(product(["post", "pre"], ["sinusoidal", "rotary"], ["relu", "relu_squared"], [False, True]))


def design(norm_placement: str, positions: str, activation: str, qk_norm: bool) -> ModelConfig:
    return ModelConfig(
        **SIZES, norm_placement=norm_placement, positions=positions, activation=activation, qk_norm=qk_norm
    )


def question(masks: object = None) -> Question:
    ids = np.random.default_rng(1).integers(0, SIZES["vocab_size"], (TEXTS, T + 1))
    return Question(ids[:, :-1], ids[:, 1:], masks)


@pytest.mark.parametrize("dropout", [0.0, 0.2])
@pytest.mark.parametrize("choices", DESIGNS)
def test_every_gradient_of_every_design(choices: tuple[str, str, str, bool], dropout: float) -> None:
    config = design(*choices)
    masks = RandomMasks(dropout, seed=1, step=2) if dropout else None
    rows = gradcheck(config, random_values(config), question(masks), samples=3)
    assert len(rows) == 28
    for row in rows:
        assert row.sampled == 3
        assert row.largest > 1e-3, f"{row.name}: hardly a gradient"
        assert row.differences_error <= 1e-6, row
        assert row.autograd_error is not None
        assert row.autograd_error <= 1e-10, row


def test_a_corner_is_drawn_again() -> None:
    """A feed-forward in which every second question stands exactly at the corner of relu."""
    config = design("pre", "sinusoidal", "relu", False)
    values = random_values(config)
    values["blocks.0.feed_forward.W_1"][:, ::2] = 0.0
    values["blocks.0.feed_forward.b_1"][::2] = 0.0
    rows = {row.name: row for row in gradcheck(config, values, question(), samples=3)}
    bias = rows["blocks.0.feed_forward.b_1"]
    assert bias.redrawn > 0
    assert bias.passed
    assert rows["blocks.0.feed_forward.W_2"].redrawn == 0


def test_a_weight_that_nobody_could_ask_about_does_not_pass() -> None:
    """All questions of a layer stand at the corner of relu: whatever number of its bias moves is drawn again."""
    config = design("pre", "sinusoidal", "relu", False)
    values = random_values(config)
    values["blocks.0.feed_forward.W_1"][:] = 0.0
    values["blocks.0.feed_forward.b_1"][:] = 0.0
    bias = next(
        row for row in gradcheck(config, values, question(), samples=1) if row.name.endswith("0.feed_forward.b_1")
    )
    assert (bias.sampled, bias.redrawn, bias.passed) == (0, 17, False)
