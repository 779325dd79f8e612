"""What a trial measures and under what it learns: held to autograd, and to the other engine."""

from dataclasses import replace

import numpy as np
import pytest

from proust_attention import parameters
from proust_attention.batches import Batch
from proust_attention.config import Config
from proust_attention.errors import InputError
from proust_attention.inspection.torch_gradients import gradients
from proust_attention.interventions import Together
from proust_attention.laboratory.gradient_norms import gradient_norms
from proust_attention.training.numpy_engine import NumpyEngine
from proust_attention.training.torch_engine import TorchEngine
from tests.training.runs import Tiny

FACTORS = {"blocks.0.attention.query": 3.0, "blocks.1.feed_forward.hidden": 0.5}


@pytest.fixture
def at_hand(tiny: Tiny) -> tuple[Config, dict[str, np.ndarray], Batch]:
    config, _, ids = tiny
    config = replace(config, model=replace(config.model, norm_placement="post"))
    windows = ids[:66].reshape(2, 33).astype(np.int64)
    return config, parameters.initial(config.model, 3), Batch(windows[:, :-1], windows[:, 1:])


@pytest.mark.parametrize("interventions", [None, FACTORS])
def test_gradient_norms_are_those_of_autograd(
    at_hand: tuple[Config, dict[str, np.ndarray], Batch], interventions: dict[str, float] | None
) -> None:
    config, values, batch = at_hand
    found = gradient_norms(config.model, values, batch, interventions)
    exact = {name: array.astype(np.float64) for name, array in values.items()}
    theirs = gradients(config.model, exact, batch.inputs, batch.targets, interventions)
    assert [layer["layer"] for layer in found] == [0, 1]
    for layer in found:
        of_layer = [d for name, d in theirs.items() if name.startswith(f"blocks.{layer['layer']}.")]
        assert layer["weights"] == pytest.approx(np.sqrt(sum((d**2).sum() for d in of_layer)), rel=1e-9)
        assert len(layer["r"]) == 2
    assert found[0]["r"][0] > 1.2  # the article's embedding has a standard deviation below 1
    assert found[1]["r"][0] == pytest.approx(1, abs=0.02)  # its sub-layers write next to nothing at first


def test_both_engines_learn_the_same_under_interventions(
    at_hand: tuple[Config, dict[str, np.ndarray], Batch],
) -> None:
    config, values, batch = at_hand
    ours, theirs = NumpyEngine(config, values, 1, FACTORS), TorchEngine(config, values, "cpu", 1, FACTORS)
    without = NumpyEngine(config, values)
    for step in range(3):
        loss = ours.step(batch, step).loss
        assert loss == pytest.approx(theirs.step(batch, step).loss, abs=1e-5)
        assert abs(loss - without.step(batch, step).loss) > 1e-6
    assert ours.evaluate(batch) == pytest.approx(theirs.evaluate(batch), abs=1e-5)


def test_two_interventions_in_one_array_are_refused() -> None:
    both = Together({"a": 2.0}, None, {"b": 3.0})
    assert (both.get("a"), both.get("b"), both.get("c")) == (2.0, 3.0, None)
    with pytest.raises(InputError, match="two interventions in a"):
        Together({"a": 2.0}, {"a": 3.0}).get("a")
