"""Finite differences and autograd against the derived gradients, for every design of the machine."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from proust_attention import parts
from proust_attention.config import ModelConfig
from proust_attention.inspection import Example, gradcheck, random_values
from proust_attention.inspection.gradcheck import gradients_by_autograd, gradients_by_hand
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


def interventions_of(config: ModelConfig, kind: str) -> dict[str, object]:
    """One in each array that a part declares."""
    random = np.random.default_rng(5)
    sizes = {"B": TEXTS, "T": T, "S": T, "D": 12, "H": 3, "K": 4, "F": 17, "V": 11}
    made: dict[str, object] = {}
    for array in parts.machine(config).arrays:
        shape = tuple(sizes[axis] for axis in array.axes.split())
        numbers, where = random.uniform(0.5, 1.5, shape), random.random(shape) < 0.3
        made[array.name] = {"factor": numbers, "value": Value(numbers), "partly a value": Value(numbers, where)}[
            kind
        ]
    return made


@pytest.mark.parametrize("kind", ["factor", "value", "partly a value"])
@pytest.mark.parametrize("choices", [DESIGNS[0], DESIGNS[-1]])
def test_every_gradient_under_an_intervention(choices: tuple[str, str, str, bool], kind: str) -> None:
    """In each array alone: what is derived by hand is what autograd finds."""
    config = design(*choices)
    values = random_values(config)
    for name, intervention in interventions_of(config, kind).items():
        batch = example({name: intervention})
        by_autograd = gradients_by_autograd(config, values, batch)
        assert by_autograd is not None
        for weight, gradient in gradients_by_hand(config, values, batch).items():
            scale = np.abs(gradient).max() or 1.0
            assert np.abs(by_autograd[weight] - gradient).max() <= 1e-10 * scale, (name, weight)


@pytest.mark.parametrize("choices", [DESIGNS[0], DESIGNS[-1]])
@pytest.mark.parametrize("kind", ["factor", "partly a value"])
def test_every_gradient_under_interventions_everywhere(choices: tuple[str, str, str, bool], kind: str) -> None:
    """In all arrays together: finite differences agree, too."""
    config = design(*choices)
    rows = gradcheck(config, random_values(config), example(interventions_of(config, kind)), samples=2)
    assert [row for row in rows if not row.passed] == []
    assert all(row.largest > 0 for row in rows)


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
