"""The mean loss over windows."""

import math

import numpy as np

from proust_attention.batches import Batch, non_overlapping
from proust_attention.evaluation import mean_loss


def test_every_window_counts_the_same() -> None:
    ids = np.arange(50 * 4 + 1, dtype=np.uint8)
    starts = non_overlapping(len(ids), 4)
    assert len(starts) == 50  # more than are read at once, and no multiple of it

    def mean_of_targets(batch: Batch) -> float:
        return float(batch.targets.mean())

    assert math.isclose(mean_loss(mean_of_targets, ids, starts, 4), np.arange(1, 201).mean())
