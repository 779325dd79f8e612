"""How fast a training step in NumPy is, beside the same step in PyTorch.

The article's model at 94 symbols, 32 x 256 characters a step, float32, no dropout: forward, backward, AdamW.
PyTorch is our own machine with its fast attention, eager. The two take turns on the same cores, each in a process
of its own, so that neither's threads stand in the other's way, and peak memory is its own.

    python benchmarks/numpy_training.py [--steps 10] [--rounds 3]
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time

from needed import needed

BATCH, CONTEXT, VOCABULARY = 32, 256, 94


def measure(engine_name: str, steps: int) -> None:
    """Print the median seconds of a step, and the peak memory of this process in MiB."""
    import numpy as np

    from proust_attention import parameters
    from proust_attention.batches import Batch
    from proust_attention.config import build
    from proust_attention.devices import Hardware
    from proust_attention.training.engines import open_engine

    changes = {"model": {"dropout": 0.0}, "training": {"steps": 1000}}
    config = build(VOCABULARY, "article", [changes])
    engine = open_engine(Hardware(engine_name, "cpu"), config, parameters.initial(config.model))
    ids = np.random.default_rng(0).integers(0, VOCABULARY, (BATCH, CONTEXT + 1))
    batch = Batch(ids[:, :-1], ids[:, 1:])
    times = []
    for step in range(steps + 2):
        start = time.perf_counter()
        engine.step(batch, step)
        times.append(time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(statistics.median(times[2:]), memory)


def main() -> None:
    """Let the engines take turns, and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", choices=["numpy", "torch"])
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure, arguments.steps)
        return
    with needed("torch"):
        import torch  # noqa: F401
    seconds: dict[str, list[float]] = {"numpy": [], "torch": []}
    memory: dict[str, list[float]] = {"numpy": [], "torch": []}
    for _ in range(arguments.rounds):
        for engine in seconds:
            command = [sys.executable, __file__, "--measure", engine, "--steps", str(arguments.steps)]
            result = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            seconds[engine].append(float(result[0]))
            memory[engine].append(float(result[1]))
    characters = BATCH * CONTEXT
    for engine in seconds:
        median = statistics.median(seconds[engine])
        print(
            f"{engine:6} {1000 * median:7.0f} ms a step  {characters / median:8.0f} characters/s"
            f"  peak {statistics.median(memory[engine]):5.0f} MiB"
        )
    ratios = [torch / numpy for torch, numpy in zip(seconds["torch"], seconds["numpy"], strict=True)]
    print(f"speed of NumPy / speed of PyTorch: {statistics.median(ratios):.2f} (median of {len(ratios)} pairs)")


if __name__ == "__main__":
    main()
