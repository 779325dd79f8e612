"""The schedules: up in a straight line, down along half a cosine or in a straight line."""

from itertools import pairwise

import pytest

from proust_attention.optimizer.schedules import lr_scale_at


@pytest.mark.parametrize(("decay", "last"), [("cosine", 0.001), ("linear", 0.02)])
def test_a_schedule(decay: str, last: float) -> None:
    scales = [lr_scale_at(step, steps=100, warmup=10, decay=decay) for step in range(100)]
    assert scales[:10] == pytest.approx([0.1 * (step + 1) for step in range(10)])
    assert scales[10] == 1.0
    assert scales[55] == pytest.approx(0.5)  # half of the way down
    assert all(earlier > later for earlier, later in pairwise(scales[10:]))
    assert 0 < scales[99] < last


def test_short_runs() -> None:
    assert lr_scale_at(0, steps=1, warmup=0, decay="cosine") == 1.0
    assert lr_scale_at(4, steps=5, warmup=10, decay="linear") == 0.5  # shorter than its warm-up
