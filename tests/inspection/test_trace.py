"""The journey of a text: the arrays shown are those of the machine."""

import numpy as np
import pytest

from proust_attention import numpy_model
from proust_attention.config import ModelConfig
from proust_attention.inspection import backward_steps, forward_steps, random_values
from proust_attention.inspection.gradcheck import gradients_by_hand
from tests.gradients.test_gradcheck import DESIGNS, design, example


@pytest.mark.parametrize("choices", DESIGNS)
def test_shapes_follow_their_axes(choices: tuple[str, str, str, bool]) -> None:
    config = design(*choices)
    ids = np.random.default_rng(0).integers(0, 11, (1, 7))
    steps, probabilities = forward_steps(config, random_values(config), ids)
    sizes = {"B": 1, "T": 7, "S": 7, "D": 12, "H": 3, "K": 4, "F": 17, "V": 11}
    for step in steps:
        assert step.array.shape == tuple(sizes[axis] for axis in step.axes.split()), step.name
    assert len({step.name for step in steps}) == len(steps)
    assert probabilities.sum() == pytest.approx(1)
    logits, _ = numpy_model.Transformer(config, random_values(config)).forward(ids)
    assert probabilities.argmax() == logits[0, -1].argmax()


def test_the_streams_are_sums() -> None:
    config = ModelConfig(vocab_size=11, d_model=12, n_heads=3, d_ff=17, norm_placement="pre")
    values = random_values(config)
    steps = {step.name: step.array for step in forward_steps(config, values, np.array([[1, 2, 3]]))[0]}
    written = steps["blocks.1.attention.joined"] @ values["blocks.1.attention.W_O"]
    np.testing.assert_allclose(steps["blocks.0.after"] + written, steps["blocks.1.between"])


def test_the_backward_pass_shows_every_gradient() -> None:
    config = design("post", "rotary", "relu", True)
    values, given = random_values(config), example()
    loss, steps = backward_steps(config, values, given.inputs, given.targets)
    assert loss > 0
    shown = {step.name: step for step in steps}
    for name, gradient in gradients_by_hand(config, values, given).items():
        if name != "output_projection":  # a part of its own, named like its weight
            assert np.array_equal(shown[name].array, gradient), name
        assert len(shown[name].axes.split()) == shown[name].array.ndim
    assert shown["logits"].norm == pytest.approx(np.linalg.norm(shown["logits"].array))
