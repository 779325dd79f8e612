"""What watching costs: training with all its records, beside the same training with as few as can be.

With: log points (200 in a run) with the norms of every group of weights, events, the last state. Without: the same
steps in a bare loop, batch and step and nothing else. The two runs stand in one process and take turns, a few log
points at a time, so that what else the machine does falls on both. The evaluations and the samples (with their
snapshots), work that was asked for, are left out.

    python benchmarks/watching.py [--steps 2000] [--turns 40] [--engine torch]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from proust_attention import corpus, data
from proust_attention.config import build
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training import Hardware, Training
from proust_attention.training.events import Stepped
from proust_attention.training.plan import LOG_POINTS

LOG_POINTS_A_TURN = 2


def start(folder: Path, steps: int, engine: str) -> Training:
    """Begin a run by the default recipe on the embedded text."""
    text = data.embedded_text()
    tokenizer = CharacterTokenizer.of_text(text)
    config = build(tokenizer.vocab_size, "modern", [{"training": {"steps": steps}}])
    manifest = corpus.of_texts([corpus.Source.of_text("text", text)], "es").manifest
    return Training.start(folder, config, tokenizer, manifest, tokenizer.encode(text), Hardware(engine, "cpu"))


def watched(training: Training, left_out: list[float]) -> Iterator[None]:
    """Train a step each time, and note the seconds of what was asked for besides."""

    def timed(action: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            begin = time.perf_counter()
            result = action(*arguments)
            left_out.append(time.perf_counter() - begin)
            return result

        return call

    for name in ("evaluate", "sample"):
        setattr(training.observer, name, timed(getattr(training.observer, name)))
    for event in training.run():
        if isinstance(event, Stepped):
            yield


def bare(training: Training) -> Iterator[None]:
    """Train a step each time."""
    for step in range(training.steps):
        training.engine.step(training.material.batches.at(step), step)
        yield


def seconds(steps: Iterator[None], count: int, left_out: list[float]) -> float:
    """Return what so many steps take, without what is left out."""
    begin, before = time.perf_counter(), sum(left_out)
    for _ in islice(steps, count):
        pass
    return time.perf_counter() - begin - (sum(left_out) - before)


def main() -> None:
    """Let the two take turns, and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--engine", default="torch")
    given = parser.parse_args()
    count = LOG_POINTS_A_TURN * given.steps // LOG_POINTS
    left_out: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        first = bare(start(Path(folder) / "bare", given.steps, given.engine))
        second = watched(start(Path(folder) / "watched", given.steps, given.engine), left_out)
        for steps in (first, second):
            seconds(steps, count, left_out)  # the first of anything is slower
        turns = [(seconds(first, count, []), seconds(second, count, left_out)) for _ in range(given.turns)]
    for name, times in zip(("bare", "watched"), zip(*turns, strict=True), strict=True):
        print(f"{name:8} {1000 * statistics.median(times) / count:7.2f} ms a step, median of {given.turns} turns")
    ratio = statistics.median(with_all / without for without, with_all in turns)
    print(f"ratio {ratio:.3f}, median of the turns; a log point in {given.steps // LOG_POINTS} steps")


if __name__ == "__main__":
    main()
