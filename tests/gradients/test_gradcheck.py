"""Finite differences and autograd against the derived gradients, for every design of the machine."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from proust_attention import parts
from proust_attention.config import ModelConfig
from proust_attention.inspection import Example, gradcheck, random_values
from proust_attention.interventions import Interventions, Value
from proust_attention.numpy_model.dropout import RandomMasks

# Nothing is equal to anything else by accident.
SIZES = {"vocab_size": 11, "d_model": 12, "n_heads": 3, "n_layers": 2, "d_ff": 17, "context_length": 9}
TEXTS, T = 3, 7

DESIGNS = list(product(["post", "pre"], ["sinusoidal", "rotary"], ["relu", "relu_squared"], [False, True]))


def design(norm_placement: str, positions: str, activation: str, qk_norm: bool) -> ModelConfig:
    return ModelConfig(
        **SIZES, norm_placement=norm_placement, positions=positions, activation=activation, qk_norm=qk_norm
    )


def example(interventions: Interventions | None = None) -> Example:
    ids = np.random.default_rng(1).integers(0, SIZES["vocab_size"], (TEXTS, T + 1))
    return Example(ids[:, :-1], ids[:, 1:], interventions)


@pytest.mark.parametrize("dropout", [0.0, 0.2])
@pytest.mark.parametrize("choices", DESIGNS)
def test_every_gradient_of_every_design(choices: tuple[str, str, str, bool], dropout: float) -> None:
    config = design(*choices)
    masks = RandomMasks(replace(config, dropout=dropout), seed=1, step=2)
    rows = gradcheck(config, random_values(config), example(masks), samples=3)
    assert len(rows) == 28
    for row in rows:
        assert row.sampled == 3
        assert row.largest > 1e-3, f"{row.name}: hardly a gradient"
        assert row.differences_error <= 1e-6, row
        assert row.autograd_error is not None
        assert row.autograd_error <= 1e-10, row


@pytest.mark.parametrize("kind", ["factor", "value", "partly a value"])
@pytest.mark.parametrize("choices", [DESIGNS[0], DESIGNS[-1]])
def test_every_gradient_under_interventions_everywhere(choices: tuple[str, str, str, bool], kind: str) -> None:
    """One in each array that a part declares: both witnesses see the gradient that comes back through it."""
    config = design(*choices)
    random = np.random.default_rng(5)
    sizes = {"B": TEXTS, "T": T, "S": T, "D": 12, "H": 3, "K": 4, "F": 17, "V": 11}
    for array in parts.machine(config).arrays:
        shape = tuple(sizes[axis] for axis in array.axes.split())
        factor, where = random.uniform(0.5, 1.5, shape), random.random(shape) < (1.0 if kind == "value" else 0.3)
        intervention = factor if kind == "factor" else Value(factor, where)
        rows = gradcheck(config, random_values(config), example({array.name: intervention}), samples=2)
        wrong = [row for row in rows if row.differences_error > 1e-6 or (row.autograd_error or 0) > 1e-10]
        assert not wrong, (array.name, wrong)


def test_a_corner_is_drawn_again() -> None:
    """A feed-forward in which every second hidden unit stands exactly at the corner of relu."""
    config = design("pre", "sinusoidal", "relu", False)
    values = random_values(config)
    values["blocks.0.feed_forward.W_1"][:, ::2] = 0.0
    values["blocks.0.feed_forward.b_1"][::2] = 0.0
    rows = {row.name: row for row in gradcheck(config, values, example(), samples=3)}
    bias = rows["blocks.0.feed_forward.b_1"]
    assert bias.redrawn > 0
    assert bias.passed
    assert rows["blocks.0.feed_forward.W_2"].redrawn == 0


def test_a_weight_of_which_no_number_could_be_checked_does_not_pass() -> None:
    """All hidden units of a layer stand at the corner of relu: whatever moves of its bias is drawn again."""
    config = design("pre", "sinusoidal", "relu", False)
    values = random_values(config)
    values["blocks.0.feed_forward.W_1"][:] = 0.0
    values["blocks.0.feed_forward.b_1"][:] = 0.0
    bias = next(
        row for row in gradcheck(config, values, example(), samples=1) if row.name.endswith("0.feed_forward.b_1")
    )
    assert (bias.sampled, bias.redrawn, bias.passed) == (0, 17, False)
