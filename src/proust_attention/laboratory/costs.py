"""What a trial costs, and by what the budgets are multiplied so that all of them fit into a time.

A run is made of its steps, of which there are as many as the budget says, and of what comes whatever it says: the
evaluations on the way and the last reading of all that is held out. Both are measured on the machines themselves,
several at a time, as they will be trained.
"""

import math
import time
from collections.abc import Sequence
from typing import NamedTuple

from proust_attention import parameters
from proust_attention.corpus import Corpus
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.laboratory.experiment import Variant
from proust_attention.laboratory.trial import named, prepare, steps_of
from proust_attention.training.engines import open_engine
from proust_attention.training.plan import settle, time_of_a_step

STARTING = 5.0  # seconds, of the processes
LEAST_FACTOR, MOST_FACTOR = 0.01, 10_000.0


class Cost(NamedTuple):
    """What one run of a variant takes, in seconds."""

    steps: float  # in proportion to its budget
    rest: float


def cost_of_a_run(variant: Variant, corpus: Corpus, hardware: Hardware) -> Cost:
    """Measure what a run of a variant takes here."""
    if variant.budget.unit == "minutes":
        return Cost(60 * variant.budget.amount, 0.0)
    began = time.perf_counter()
    _, config, _, material = prepare(variant, corpus)
    laid_out = time.perf_counter() - began
    config = settle(config, material, hardware)
    values = parameters.initial(config.model, 0, scheme=config.training.initialisation)
    engine = open_engine(hardware, config, values, named(variant.interventions, config.model))
    a_step = time_of_a_step(engine, material, 0)
    batch = material.batches.at(0)
    began = time.perf_counter()
    engine.evaluate(batch)
    a_window = (time.perf_counter() - began) / len(batch.inputs)
    on_the_way = (config.training.evaluations + 1) * len(material.held_out_windows)
    at_the_end = material.n_windows
    rest = laid_out + a_window * (on_the_way + at_the_end)
    return Cost(a_step * steps_of(variant.budget, material, config), rest)


def factor_for(minutes: float, costs: Sequence[Cost], jobs: int) -> float:
    """Return by what the budgets are multiplied so that runs of these costs take so many minutes together.

    >>> factor_for(2.0, [Cost(60.0, 2.0)] * 5, jobs=2)  # three of them one after the other
    0.6
    """
    low, high = LEAST_FACTOR, MOST_FACTOR
    if seconds_of(costs, low, jobs) > 60 * minutes:
        needed = seconds_of(costs, low, jobs) / 60
        raise InputError(
            f"--minutes {minutes:g} is too few for {len(costs)} runs, which need {math.ceil(10 * needed) / 10:g} "
            "for evaluating alone; take more, or fewer seeds"
        )
    while high / low > 1.005:  # the longer the budgets, the longer all of it: halve what is between
        middle = math.sqrt(low * high)
        low, high = (middle, high) if seconds_of(costs, middle, jobs) <= 60 * minutes else (low, middle)
    return float(f"{low:.2g}")


def seconds_of(costs: Sequence[Cost], factor: float, jobs: int) -> float:
    """Return how long runs take with so many times their budgets, each begun as soon as one of the jobs is free.

    >>> seconds_of([Cost(60.0, 2.0)] * 3, factor=0.5, jobs=2) - STARTING
    64.0
    """
    until = [STARTING] * jobs
    for cost in costs:
        until[until.index(min(until))] += cost.rest + factor * cost.steps
    return max(until)
