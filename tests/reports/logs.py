"""Made-up logs of runs, for the tests of what reads them."""

import math
from collections.abc import Callable
from typing import Any

Record = dict[str, Any]


def evaluation(step: int, held_out: float, training: float | None = None) -> Record:
    return {
        "kind": "evaluation",
        "step": step,
        "training_loss": training,
        "held_out_loss": held_out,
        "best": False,
    }


def made_up(
    steps: int,
    held_out: Callable[[float], float],
    training: Callable[[float], float] | None = None,
    ratio: float | None = None,
    final: bool = True,
) -> list[Record]:
    """A log of a run whose losses are functions of the part of the way that is done, from 0 to 1."""
    training = training or held_out
    records: list[Record] = [evaluation(0, held_out(0))]
    for i in range(1, 41):
        step, done = steps * i // 40, i / 40
        record: Record = {"kind": "step", "step": step, "loss": training(done) + 0.01 * math.sin(7 * i)}
        record |= {"learning_rate": 1e-3 * (1 - done), "gradient_norm": 1.0}
        if ratio is not None:
            group = {"gradient": 1.0, "weight": 1.0, "update_ratio": ratio * (1 - done)}
            record |= {"characters_per_second": 1000.0, "groups": {"embedding": group, "blocks.0.norms": group}}
        records.append(record)
        if i % 4 == 0:
            records.append(evaluation(step, held_out(done), training(done)))
    if final:
        records.append({"kind": "final", "step": steps, "held_out_loss": held_out(1), "characters": 1000})
    return records
