"""The plan of a run: how many steps, and after which of them to evaluate and to write."""

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import numpy as np

from proust_attention import parameters
from proust_attention.batches import non_overlapping
from proust_attention.config import Config
from proust_attention.devices import Hardware
from proust_attention.evaluation import mean_loss
from proust_attention.evaluation.loss import WINDOWS_AT_ONCE
from proust_attention.generation import Writer
from proust_attention.tokenizer import Tokenizer
from proust_attention.training.engines import open_engine
from proust_attention.training.material import Material

LOG_POINTS = 200
TRIALS_BEFORE = 3  # the first of anything is slower: memory is being laid out
SECONDS_OF_MEASURING = 3.0
CHARACTERS_OF_MEASURING = 20
LEAST_SHARE = 0.5  # of the time, for the steps themselves


def settle(config: Config, material: Material, hardware: Hardware) -> Config:
    """Settle what the settings leave open: one pass over the text, and the precision that suits the hardware."""
    steps = config.training.steps or material.batches.steps_per_pass
    precision = hardware.precision(config.training.precision)
    return replace(config, training=replace(config.training, steps=steps, precision=precision, continued_from=0))


def steps_in(minutes: float, config: Config, tokenizer: Tokenizer, material: Material, hardware: Hardware) -> int:
    """Return how many steps fit into `minutes`, with the evaluations and samples between them.

    It measures all three on a machine that is then thrown away, and leaves time for the last reading of the whole
    held-out part. Timings on a shared computer are noisy: the run may end some per cent early or late.
    """
    began = time.perf_counter()
    training, context_length = config.training, config.model.context_length
    engine = open_engine(hardware, settle(config, material, hardware), parameters.initial(config.model))
    writer = Writer.of_weights(config, tokenizer, engine.weights())
    some_windows = material.held_out_windows[:WINDOWS_AT_ONCE]

    def evaluate() -> None:
        mean_loss(engine.evaluate, material.held_out, some_windows, context_length, tokenizer)

    step_numbers = count()
    step_time = _typical_time(
        lambda: engine.step(material.batches.at(number := next(step_numbers)), number),
        seconds=min(SECONDS_OF_MEASURING, minutes * 60 / 10),
    )
    window_time = _typical_time(evaluate) / len(some_windows)
    writing = _typical_time(lambda: list(writer.stream(material.prompt, length=CHARACTERS_OF_MEASURING)))

    last = len(non_overlapping(len(material.held_out), context_length))
    between = ((training.evaluations + 1) * len(material.held_out_windows) + last) * window_time
    between += (training.samples + 1) * training.sample_length * writing / CHARACTERS_OF_MEASURING
    left = 60 * minutes - (time.perf_counter() - began) - between
    return max(1, int(max(left, LEAST_SHARE * 60 * minutes) / step_time))


def _typical_time(action: Callable[[], object], times: int = 6, seconds: float = 0.0) -> float:
    """Return the median time of an action, in seconds, tried so many times and at least for so long."""
    began, taken = time.perf_counter(), list[float]()
    while len(taken) < times or time.perf_counter() - began < seconds:
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken[TRIALS_BEFORE:]))


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
