"""The journey of a text: the arrays shown are those of the machine."""

import numpy as np
import pytest

from proust_attention import numpy_model
from proust_attention.config import ModelConfig
from proust_attention.inspection import backward_steps, forward_steps, random_values
from proust_attention.inspection.gradcheck import gradients_by_hand
from proust_attention.numpy_model.interventions import Function
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


@pytest.mark.parametrize("norm_placement", ["pre", "post"])
def test_gradients_are_shown_in_the_order_in_which_they_arise(norm_placement: str) -> None:
    config = design(norm_placement, "sinusoidal", "relu", False)
    given = example()
    _, steps = backward_steps(config, random_values(config), given.inputs, given.targets)
    names = [step.name.removeprefix("blocks.1.") for step in steps if step.name.startswith("blocks.1.")]
    fed = ["feed_forward.W_2", "feed_forward.b_2", "feed_forward.W_1", "feed_forward.b_1"]
    norm_1, norm_2 = [[f"norm_{i}.gamma", f"norm_{i}.beta"] for i in (1, 2)]
    attended = [f"attention.{name}" for name in ("W_O", "weights", "scores", "W_Q", "W_K", "W_V")]
    if norm_placement == "pre":
        assert names == [*fed, *norm_2, *attended, *norm_1]
    else:
        assert names == [*norm_2, *fed, *norm_1, *attended]
    assert [step.name for step in steps][:3] == ["logits", "output_projection", "output_projection"]
    assert steps[-1].name == "embedding.token_embedding"


def test_the_gradients_of_attention_weights_and_scores() -> None:
    """Moved a little, a weight or a score changes the loss by just its gradient."""
    config = design("post", "rotary", "relu", False)
    values, given, h = random_values(config), example(), 1e-6
    shown = {step.name: step.array for step in backward_steps(config, values, given.inputs, given.targets)[1]}
    machine, name, place = numpy_model.Transformer(config, values), "blocks.0.attention.weights", (1, 2, 5, 3)

    def loss(change: Function) -> float:
        logits, _ = machine.forward(given.inputs, {name: change})
        return numpy_model.cross_entropy.forward(logits, given.targets)[0]

    def moved_weight(step: float) -> Function:
        def change(P: np.ndarray) -> tuple[np.ndarray, None]:
            P = P.copy()
            P[place] += step
            return P, None

        return change

    def moved_score(step: float) -> Function:
        def change(P: np.ndarray) -> tuple[np.ndarray, None]:
            P = P.copy()
            P[place] *= np.exp(step)  # softmax of scores of which this one is higher by `step`
            return P / P.sum(axis=-1, keepdims=True), None

        return change

    for moved, array in ((moved_weight, name), (moved_score, "blocks.0.attention.scores")):
        quotient = (loss(moved(h)) - loss(moved(-h))) / (2 * h)
        assert quotient == pytest.approx(shown[array][place], rel=1e-5), array
        assert abs(quotient) > 1e-5
