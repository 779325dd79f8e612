"""bfloat16: only the products lose digits, and a machine learns all the same."""

import numpy as np
import pytest
import torch

from proust_attention import parameters
from proust_attention.batches import Batches
from proust_attention.config import build
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.evaluation.torch_scorer import TorchScorer
from proust_attention.inspection import random_values
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.torch_model import cross_entropy
from proust_attention.torch_model.devices import best_precision
from proust_attention.training.numpy_engine import NumpyEngine
from proust_attention.training.torch_engine import TorchEngine

SMALL = {"model": {"d_model": 24, "n_heads": 2, "d_ff": 40, "context_length": 32}}


@pytest.mark.parametrize(("preset", "dropout"), [("article", 0.0), ("article", 0.1), ("modern", 0.0)])
def test_learning_in_bfloat16(prose: str, preset: str, dropout: float) -> None:
    """The losses of forty steps stay near those in float32, and all that is kept is float32."""
    tokenizer = CharacterTokenizer.of_text(prose)
    losses, states = {}, {}
    for precision in ("float32", "bfloat16"):
        settings = {"training": {"steps": 40, "precision": precision, "learning_rate": 3e-3, "warmup_steps": 5}}
        config = build(tokenizer.vocab_size, preset, [SMALL, settings, {"model": {"dropout": dropout}}])
        training = config.training
        values = parameters.initial(config.model, 0, scheme=training.initialisation)
        engine = TorchEngine(config, values, "cpu")
        batches = Batches(tokenizer.encode(prose), 32, 4, training.window_order, seed=1)
        losses[precision] = np.array([engine.step(batches.at(step), step).loss for step in range(40)])
        states[precision] = engine.state()
    assert losses["float32"][-5:].mean() < losses["float32"][:5].mean() - 0.5
    difference = np.abs(losses["bfloat16"] - losses["float32"])
    assert 0 < difference.max() < 0.03
    assert {array.dtype for array in states["bfloat16"].values()} == {np.dtype(np.float32)}


def test_figures_are_computed_in_float32() -> None:
    """An evaluation is what `proust evaluate` computes, whatever the training used."""
    config = build(30, "modern", [SMALL, {"training": {"steps": 1, "precision": "bfloat16"}}])
    values = {name: array.astype(np.float32) for name, array in random_values(config.model).items()}
    engine = TorchEngine(config, values, "cpu")
    batch = Batches(np.arange(600, dtype=np.uint8) % 30, 32, 4, "random-phase", seed=1).at(0)
    figure = TorchScorer(config.model, values, torch.device("cpu"))(batch).mean()
    assert engine.evaluate(batch) == pytest.approx(figure, abs=1e-6)
    inputs, targets = (torch.from_numpy(array) for array in batch)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        rounded = float(cross_entropy.forward(engine.machine(inputs), targets))
    assert abs(rounded - figure) > 1e-4


def test_auto_is_settled_before_training() -> None:
    config = build(30, "modern", [SMALL])
    values = parameters.initial(config.model)
    with pytest.raises(InputError, match="must be settled"):
        TorchEngine(config, values, "cpu")
    with pytest.raises(InputError, match="must be settled"):
        NumpyEngine(config, values)
    assert Hardware("numpy").precision("auto") == "float32"
    assert Hardware("torch", "cpu").precision("auto") == best_precision(torch.device("cpu"))
    assert Hardware("torch", "cpu").precision("bfloat16") == "bfloat16"
    wanted = build(30, "modern", [SMALL, {"training": {"precision": "bfloat16"}}])
    with pytest.raises(InputError, match="numpy computes in float32"):
        NumpyEngine(wanted, values)
