"""The plan of a run: how many steps, and after which of them to evaluate and to write."""

import time
from collections.abc import Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from proust_attention.config import Config, TrainingConfig
from proust_attention.devices import Hardware
from proust_attention.shown import short_repr
from proust_attention.timetable import Timetable
from proust_attention.training.engine import Engine
from proust_attention.training.material import Material

LOG_POINTS = 200
TRIALS = 2
SECONDS_OF_MEASURING = 0.5


def settle(config: Config, material: Material, hardware: Hardware) -> Config:
    """Settle what the settings leave open: one pass over the text, and the precision that suits the hardware."""
    steps = config.training.steps or material.batches.steps_per_pass
    precision = hardware.precision(config.training.precision)
    anew: dict[str, Any] = {"continued_from": 0, "timetable": ""}
    return replace(config, training=replace(config.training, steps=steps, precision=precision, **anew))


def time_of_a_step(engine: Engine, material: Material, step: int) -> float:
    """Return how many seconds a step takes, by some that are taken back: the engine is as it was `step` steps on.

    The first of anything is slower, for memory is being laid out.
    """
    state, taken = engine.state(), list[float]()
    while len(taken) < TRIALS or sum(taken) < SECONDS_OF_MEASURING:  # on a slow computer only so many
        began = time.perf_counter()
        at = step + len(taken)
        material.learn(engine, at, watch=False).figures  # noqa: B018 - so that it is done
        taken.append(time.perf_counter() - began)
    engine.load_state(state, step)
    return float(np.median(taken[1:]))


@dataclass(frozen=True)
class Plan:
    """After which steps a run does what else."""

    evaluate_at: Set[int]
    sample_at: Set[int]
    log_at: Set[int]

    __repr__ = short_repr

    def pauses(self, step: int) -> bool:
        """Return whether anything is to be done after this step."""
        return step in self.evaluate_at or step in self.sample_at or step in self.log_at

    @classmethod
    def of(cls, training: TrainingConfig) -> "Plan":
        """Return the plan of a run whose steps are settled; of one of so many minutes, as far as it is decided."""
        assert training.steps is not None, "training.steps must be settled before training begins"
        steps, first = training.steps, training.continued_from
        if not training.timetable:
            evaluate_at = spread_steps(steps, training.evaluations, first)
            return cls(
                evaluate_at, doubling_steps(steps, training.samples), spread_steps(steps, LOG_POINTS, first)
            )
        timetable = Timetable.parse(training.timetable)
        ends = [0, *(step for step, _ in timetable.legs)]
        samples = {timetable.step_at(0.5**i) for i in range(training.samples)}
        in_a_leg = max(1, LOG_POINTS // training.evaluations)
        logs = (spread_steps(end, in_a_leg, begin) for begin, end in pairwise(ends))
        return cls(set(ends[1:]), {step for step in samples if step}, set().union(*logs))


def spread_steps(steps: int, times: int, first: int = 0) -> frozenset[int]:
    """Return `times` steps behind `first`, evenly spread, the last among them.

    >>> sorted(spread_steps(10, 4))
    [2, 5, 7, 10]
    """
    return frozenset(max(first + 1, first + (steps - first) * i // times) for i in range(1, times + 1))


def doubling_steps(steps: int, times: int) -> frozenset[int]:
    """Return the last step, half of it, a quarter ... : most is learned early.

    >>> sorted(doubling_steps(1000, 4))
    [125, 250, 500, 1000]
    """
    return frozenset(max(1, steps >> i) for i in range(times))
