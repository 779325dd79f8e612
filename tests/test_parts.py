"""What the parts declare is what the engines compute: every array, in this order and shape, and no other."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from proust_attention import numpy_model, parts, torch_model
from proust_attention.config import ModelConfig
from proust_attention.inspection import random_values
from proust_attention.inspection.trace import Recorder
from tests.gradients.test_gradcheck import DESIGNS, design

IDS = np.random.default_rng(0).integers(0, 11, (2, 7))
SIZES = {"B": 2, "T": 7, "S": 7, "D": 12, "H": 3, "K": 4, "F": 17, "V": 11}


class TorchRecorder:
    """Interventions in the PyTorch machine that keep every array as it passes."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}

    def get(self, name: str) -> Callable[[Tensor], Tensor]:
        def kept(x: Tensor) -> Tensor:
            self.arrays[name] = x.detach().numpy()
            return x

        return kept


@pytest.mark.parametrize("choices", DESIGNS)
def test_the_arrays_of_both_engines(choices: tuple[str, str, str, bool]) -> None:
    config = design(*choices)
    values = random_values(config)
    ours, theirs = Recorder(), TorchRecorder()
    numpy_model.Transformer(config, values).forward(IDS, ours)
    torch_model.Transformer(config, values)(torch.from_numpy(IDS), theirs)
    declared = parts.machine(config).arrays
    assert list(ours.arrays) == list(theirs.arrays) == [array.name for array in declared]
    for array in declared:
        shape = tuple(SIZES[axis] for axis in array.axes.split())
        assert ours.arrays[array.name].shape == theirs.arrays[array.name].shape == shape, array.name
        np.testing.assert_allclose(ours.arrays[array.name], theirs.arrays[array.name], atol=1e-10)


def test_recording_changes_nothing() -> None:
    config = design("pre", "rotary", "relu_squared", True)
    machine = numpy_model.Transformer(config, random_values(config))
    assert np.array_equal(machine.forward(IDS, Recorder())[0], machine.forward(IDS)[0])


def test_names_are_dotted_and_belong_to_one_array_each() -> None:
    config = ModelConfig(vocab_size=94)
    names = [array.name for array in parts.machine(config).arrays]
    assert len(set(names)) == len(names)
    assert all(name.replace(".", "").replace("_", "").isalnum() for name in names)
    assert "blocks.1.attention.weights" in names
