"""The plan of a run: how many steps, and after which of them to look up."""

import time
from dataclasses import replace

import numpy as np

from proust_attention import parameters
from proust_attention.config import Config
from proust_attention.evaluation import mean_loss
from proust_attention.generation import Writer
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training.engine import open_engine
from proust_attention.training.material import Material

LOG_POINTS = 200
WARM_UP_STEPS = 3  # the first steps are slower: memory is being laid out
SECONDS_OF_MEASURING = 3.0
CHARACTERS_OF_MEASURING = 20


def settle_steps(config: Config, material: Material) -> Config:
    """Where the settings name no number of steps, make it one pass over the text."""
    steps = config.training.steps or material.batches.steps_per_pass
    return replace(config, training=replace(config.training, steps=steps))


def steps_in(
    minutes: float, config: Config, tokenizer: CharacterTokenizer, material: Material, device: str
) -> int:
    """Return how many steps fit into `minutes`, with the evaluations and samples between them.

    It measures all three on a machine that is then thrown away. Timings on a shared computer are noisy: the
    run may end some per cent early or late.
    """
    began = time.perf_counter()
    training = config.training
    engine = open_engine(settle_steps(config, material), parameters.initial(config.model), device)

    times: list[float] = []
    measuring = min(SECONDS_OF_MEASURING, minutes * 60 / 10)
    while len(times) <= WARM_UP_STEPS or time.perf_counter() - began < measuring:
        start = time.perf_counter()
        engine.step(material.batches.at(len(times)), len(times))
        times.append(time.perf_counter() - start)
    step_time = float(np.median(times[WARM_UP_STEPS:]))

    start = time.perf_counter()
    mean_loss(engine.evaluate, material.held_out, material.held_out_windows, config.model.context_length)
    evaluation_time = time.perf_counter() - start

    start = time.perf_counter()
    writer = Writer.of_weights(config, tokenizer, engine.weights())
    list(writer.stream(material.prompt, length=CHARACTERS_OF_MEASURING))
    sample_time = (time.perf_counter() - start) * training.sample_length / CHARACTERS_OF_MEASURING

    between = (training.evaluations + 1) * evaluation_time + (training.samples + 1) * sample_time
    left = 60 * minutes - (time.perf_counter() - began) - between
    return max(1, int(left / step_time))


def spread_steps(steps: int, times: int) -> frozenset[int]:
    """Return `times` steps, evenly spread, the last among them.

    >>> sorted(spread_steps(10, 4))
    [2, 5, 7, 10]
    """
    return frozenset(max(1, steps * i // times) for i in range(1, times + 1))


def doubling_steps(steps: int, times: int) -> frozenset[int]:
    """Return the last step, half of it, a quarter ... : most is learned early.

    >>> sorted(doubling_steps(1000, 4))
    [125, 250, 500, 1000]
    """
    return frozenset(max(1, steps >> i) for i in range(times))
