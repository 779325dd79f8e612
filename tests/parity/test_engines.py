"""The two machines, weight for weight the same: what one computes, the other computes."""

from itertools import product

import numpy as np
import pytest
import torch

from proust_attention import numpy_model, torch_model
from proust_attention.batches import Batches
from proust_attention.config import ModelConfig, build
from proust_attention.inspection import random_values
from proust_attention.inspection.torch_gradients import AsTorch, gradients
from proust_attention.numpy_model.dropout import RandomMasks
from proust_attention.optimizer.optimizer import Optimizer
from proust_attention.optimizer.torch_optimizer import Optimizer as TorchOptimizer
from proust_attention.tokenizer import CharacterTokenizer

SIZES = {"vocab_size": 23, "d_model": 20, "n_heads": 5, "n_layers": 2, "d_ff": 27, "context_length": 19}
DESIGNS = list(product(["post", "pre"], ["sinusoidal", "rotary"], ["relu", "relu_squared"], [False, True]))


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-4)])
@pytest.mark.parametrize(("norm_placement", "positions", "activation", "qk_norm"), DESIGNS)
def test_logits_loss_and_gradients(
    norm_placement: str, positions: str, activation: str, qk_norm: bool, dtype: type, tolerance: float
) -> None:
    config = ModelConfig(
        **SIZES, norm_placement=norm_placement, positions=positions, activation=activation, qk_norm=qk_norm
    )
    values = {name: array.astype(dtype) for name, array in random_values(config).items()}
    ids = np.random.default_rng(2).integers(0, 23, (6, 18))
    inputs, targets = ids[:, :-1], ids[:, 1:]

    ours = numpy_model.Transformer(config, values)
    logits, saved = ours.forward(inputs)
    assert logits.dtype == dtype
    theirs = torch_model.Transformer(config, values)(torch.from_numpy(inputs))
    assert relative(logits, theirs.detach().numpy()) <= tolerance

    loss, saved_loss = numpy_model.cross_entropy.forward(logits, targets)
    assert loss == pytest.approx(
        torch_model.cross_entropy.forward(theirs, torch.from_numpy(targets)).item(), rel=tolerance
    )
    by_hand = ours.backward(saved, numpy_model.cross_entropy.backward(saved_loss))
    by_autograd = gradients(config, values, inputs, targets, plain=False)  # as they are in training
    assert list(by_hand) == list(by_autograd)
    for name, gradient in by_hand.items():
        assert gradient.dtype == dtype
        assert relative(gradient, by_autograd[name]) <= tolerance, name


def relative(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max())


@pytest.mark.parametrize("preset", ["article", "modern"])
def test_ten_steps_on_real_text(prose: str, preset: str) -> None:
    """The same losses, step for step, with the same masks of dropout handed to both."""
    tokenizer = CharacterTokenizer.of_text(prose)
    small = {"model": {"d_model": 24, "n_heads": 2, "d_ff": 40, "context_length": 21, "dropout": 0.1}}
    built = build(tokenizer.vocab_size, preset, [small, {"training": {"max_gradient_norm": 0.5}}])
    config, training = built.model, built.training
    batches = Batches(tokenizer.encode(prose), 21, 6, "every-offset", seed=3)
    values = random_values(config)

    ours = numpy_model.Transformer(config, {name: array.copy() for name, array in values.items()})
    optimizer = Optimizer(ours.values, training)
    theirs = torch_model.Transformer(config, values)
    torch_optimizer = TorchOptimizer(theirs.named_parameters(), training)
    losses = []
    for step in range(10):
        batch, masks = batches.at(step), RandomMasks(config, seed=4, step=step)
        logits, saved = ours.forward(batch.inputs, masks)
        loss, saved_loss = numpy_model.cross_entropy.forward(logits, batch.targets)
        norm = optimizer.step(ours.backward(saved, numpy_model.cross_entropy.backward(saved_loss)), 1.0)

        torch_logits = theirs(torch.from_numpy(batch.inputs), AsTorch(masks))
        torch_loss = torch_model.cross_entropy.forward(torch_logits, torch.from_numpy(batch.targets))
        torch_loss.backward()
        assert norm == pytest.approx(torch_optimizer.step(1.0).item(), rel=1e-9)
        assert abs(loss - torch_loss.item()) <= 1e-9
        losses.append(loss)
    assert losses[-1] < losses[0]
    for name, array in theirs.values().items():
        assert relative(ours.values[name], array) <= 1e-8, name
