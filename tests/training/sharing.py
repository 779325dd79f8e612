"""Eight steps of some trainings, by as many processes as there are: `python -m tests.training.sharing OUT`."""

import itertools
import sys
from pathlib import Path

import numpy as np

from proust_attention import parameters
from proust_attention.batches import Batches
from proust_attention.config import build
from proust_attention.devices import Hardware, is_helper
from proust_attention.training.engines import open_engine
from proust_attention.training.processes import help_out, leading
from tests.conftest import TINY

STEPS = 8
CASES = list(itertools.product(["adamw", "muon"], [0.0, 0.2], [1, 2]))  # optimizer, dropout, accumulate


def losses_and_weights(optimizer: str, dropout: float, accumulate: int, engine: str = "torch") -> np.ndarray:
    """All losses, and all weights after the last step, in float64."""
    training = {**TINY["training"], "batch_size": 8, "steps": STEPS, "optimizer": optimizer, "warmup_steps": 3}
    config = build(9, "article", [{"model": {**TINY["model"], "dropout": dropout}, "training": training}])
    ids = np.random.default_rng(0).integers(9, size=4000).astype(np.uint8)
    batches = Batches(ids, config.model.context_length, 8, "every-offset", seed=0)
    values = parameters.initial(config.model, seed=0, dtype=np.float64)
    opened = open_engine(Hardware(engine, "cpu", accumulate), config, values)
    losses = [opened.step(batches.at(step), step).loss for step in range(STEPS)]
    return np.concatenate([losses, *(array.ravel() for array in opened.weights().values())])


if __name__ == "__main__":
    if is_helper():
        sys.exit(help_out([]))
    with leading([]):
        np.savez(Path(sys.argv[1]), *(losses_and_weights(*case) for case in CASES))
