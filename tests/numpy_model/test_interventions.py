"""Reaching into a forward: what is taken out is gone, what is put in is there, the same in both engines."""

from typing import Any

import numpy as np
import pytest
import torch

from proust_attention import numpy_model, torch_model
from proust_attention.errors import InputError
from proust_attention.inspection import forward_steps, random_values
from proust_attention.interventions import Value
from tests.gradients.test_gradcheck import design

POST, PRE = design("post", "sinusoidal", "relu", False), design("pre", "rotary", "relu_squared", True)
IDS, OTHER = np.random.default_rng(0).integers(0, 11, (2, 2, 7))


def logits(config: Any, values: Any, interventions: Any = None, ids: np.ndarray = IDS) -> np.ndarray:
    """What both engines compute, having seen that it is the same."""
    ours, _ = numpy_model.Transformer(config, values).forward(ids, interventions)
    with torch.inference_mode():
        theirs = torch_model.Transformer(config, values)(torch.from_numpy(ids), interventions)
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-9)
    return ours


@pytest.mark.parametrize("config", [POST, PRE], ids=["post", "pre"])
def test_a_head_taken_out_is_a_head_whose_rows_of_W_O_are_0(config: Any) -> None:
    values = random_values(config)
    factor = np.ones(12)
    factor[4:8] = 0  # head 1 of 3
    without = logits(config, values, {"blocks.1.attention.joined": factor})
    values["blocks.1.attention.W_O"][4:8] = 0
    np.testing.assert_allclose(without, logits(config, values), atol=1e-9)


@pytest.mark.parametrize("config", [POST, PRE], ids=["post", "pre"])
def test_a_feed_forward_layer_taken_out_goes_with_its_b_2(config: Any) -> None:
    values = random_values(config)
    without = logits(config, values, {"blocks.0.feed_forward.output": 0})
    values["blocks.0.feed_forward.W_2"][:] = 0
    assert not np.allclose(without, logits(config, values))  # b_2 is still there
    values["blocks.0.feed_forward.b_2"][:] = 0
    np.testing.assert_allclose(without, logits(config, values), atol=1e-9)


def test_an_edge_is_one_number_of_the_weights() -> None:
    values = random_values(PRE)
    factor = np.ones((2, 3, 7, 7))
    factor[:, 2, 5, 3] = 0  # head 2 does not see position 3 from position 5
    cut = logits(PRE, values, {"blocks.1.attention.weights": factor})
    whole = logits(PRE, values)
    changed = np.abs(cut - whole).max(axis=(0, 2)) > 1e-12
    assert changed.tolist() == [False] * 5 + [True, False]  # in the last layer nobody else sees what 5 became


def test_patching_from_another_text() -> None:
    values = random_values(POST)
    there = {step.name: step.array for step in forward_steps(POST, values, OTHER)[0]}
    for name in ("embedding", "blocks.0.after", "blocks.1.after", "final_norm", "logits"):
        patched = logits(POST, values, {name: Value(there[name])})
        np.testing.assert_allclose(patched, logits(POST, values, ids=OTHER), atol=1e-9)  # all comes through it
    at_the_end = np.arange(7)[:, None] == 6
    patched = logits(POST, values, {"blocks.1.after": Value(there["blocks.1.after"], at_the_end)})
    np.testing.assert_allclose(patched[:, :-1], logits(POST, values)[:, :-1], atol=1e-9)
    np.testing.assert_allclose(patched[:, -1], logits(POST, values, ids=OTHER)[:, -1], atol=1e-9)


def test_the_trace_shows_what_an_intervention_made() -> None:
    interventions = {"blocks.0.between": 2.0}
    plain, _ = forward_steps(PRE, random_values(PRE), IDS)
    steps, _ = forward_steps(PRE, random_values(PRE), IDS, interventions)
    changed = {
        step.name: not np.array_equal(step.array, was.array) for step, was in zip(steps, plain, strict=True)
    }
    before = list(changed).index("blocks.0.between")
    assert list(changed.values()) == [False] * before + [True] * (len(changed) - before)


def test_what_is_no_intervention() -> None:
    values = random_values(PRE)
    machines = numpy_model.Transformer(PRE, values).forward, torch_model.Transformer(PRE, values)
    for ids, machine in zip((IDS, torch.from_numpy(IDS)), machines, strict=True):
        with pytest.raises(InputError, match=r"no array blocks\.0\.attention\.weight; did you mean \S*weights\?"):
            machine(ids, {"blocks.0.attention.weight": 0})
        with pytest.raises(
            InputError, match=r"in blocks\.0\.between has the shape \(5,\), but the array has \(2, 7"
        ):
            machine(ids, {"blocks.0.between": np.ones(5)})
        with pytest.raises(InputError, match="shape"):
            machine(ids, {"embedding": Value(np.ones((3, 2, 7, 12)))})
        for given in ("x", [[1.0], [1.0, 2.0]], Value("x")):
            with pytest.raises(InputError, match=r"the intervention in blocks\.0\.between is no factor"):
                machine(ids, {"blocks.0.between": given})
    with pytest.raises(InputError, match=r"between has the shape \(2, 1, 12\)"):
        machines[0](IDS, {"blocks.0.between": lambda x: (x[:, :1], None)})
    with pytest.raises(InputError, match=r"between has the shape \(2, 1, 12\)"):
        machines[1](torch.from_numpy(IDS), {"blocks.0.between": lambda x: x[:, :1]})
