"""Where a training waits for its device: at the points where it logs, and nowhere between them.

On a processor nothing has to be waited for, but the calls for which a GPU would be are the same.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from proust_attention.batches import Batches
from proust_attention.training import meter, plan, tally
from proust_attention.training.events import Stepped
from proust_attention.training.torch_batches import STEPS, DeviceBatches
from tests.training.runs import TORCH, Tiny, start

# What Python asks a tensor for, and what PyTorch asks of itself on the way, that needs the numbers here and now.
ASKED = {"tolist", "item", "numpy", "cpu", "__bool__", "__float__", "__int__", "__index__", "__array__"}
INSIDE = {"_local_scalar_dense", "nonzero", "masked_select", "equal", "unique", "is_nonzero"}


class Waits(TorchFunctionMode):
    """Counts the calls for which a GPU would be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.counted = Counter[str]()

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(function, "__name__", "")
        if name in ASKED:
            self.counted[name] += 1
        return function(*args, **(kwargs or {}))


class WaitsInside(TorchDispatchMode):
    """Counts those that PyTorch itself makes."""

    def __init__(self, counted: Counter[str]) -> None:
        super().__init__()
        self.counted = counted

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = function.overloadpacket.__name__
        if name in INSIDE:
            self.counted[name] += 1
        return function(*args, **(kwargs or {}))


@pytest.mark.parametrize("changed", [{}, {"optimizer": "muon"}, {"precision": "bfloat16"}])
@pytest.mark.parametrize("dropout", [0.0, 0.1])
def test_no_step_waits_between_two_that_are_logged(
    tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], dropout: float
) -> None:
    monkeypatch.setattr(plan, "LOG_POINTS", 3)
    monkeypatch.setattr(tally, "EVERY", 1e9)
    monkeypatch.setattr(meter, "EVERY", -1.0)  # whoever follows it would show every step
    config, tokenizer, ids = tiny
    config = replace(config, model=config.model.replace(dropout=dropout))
    training = start(
        tmp_path / "run", (config, tokenizer, ids), TORCH, steps=24, samples=1, evaluations=1, **changed
    )
    waited, waits, shown = dict[int, int](), Waits(), meter.Meter(training)
    with waits, WaitsInside(waits.counted):
        for event in training.run():
            if isinstance(event, Stepped):
                if shown.take(event):
                    assert "loss" in str(shown)
                waited[event.step] = waits.counted.total()
                waits.counted.clear()
    logged = plan.Plan.of(training.config.training).log_at
    assert sorted(logged) == [8, 16, 24]
    assert {step: n for step, n in waited.items() if n and step not in logged and step > 1} == {}
    assert all(waited[step] for step in logged)  # there the figures of all steps before are read


@pytest.mark.parametrize("n_ids", [1000, 20_000])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("order", ["every-offset", "random-phase"])
def test_on_a_device_the_batches_are_the_same(
    n_ids: int, dtype: type[np.unsignedinteger[Any]], order: str
) -> None:
    ids = np.random.default_rng(0).integers(200, size=n_ids).astype(dtype)
    ids.flags.writeable = False  # as those that are mapped from the disk
    batches = Batches(ids, 16, 4, order, seed=1)
    there = DeviceBatches(batches, torch.device("cpu"))
    per_pass = batches.steps_per_pass
    steps = [*range(5), STEPS - 1, STEPS, per_pass - 1, per_pass, per_pass + 1, 3, 3 * per_pass - 1]
    for step in steps:
        for found, expected in zip(there.at(step), batches.at(step), strict=True):
            assert found.dtype == torch.int64
            np.testing.assert_array_equal(found.numpy(), expected, err_msg=str(step))
