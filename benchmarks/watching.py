"""What watching costs: training with all its records, beside the same training with as few as can be.

With: 200 log points with the norms of every group of weights, events, the last state. Without: the same steps in a
bare loop, batch and step and nothing else. The two take turns, each in a process of its own. The evaluations and
the samples (with their snapshots), work that was asked for, are timed apart and left out of both.

    python benchmarks/watching.py [--steps 4000] [--rounds 5] [--engine torch]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measure(how: str, engine_name: str, steps: int) -> None:
    """Print the seconds that the steps took, with what was recorded of them."""
    from proust_attention import corpus, data
    from proust_attention.config import build
    from proust_attention.tokenizer import CharacterTokenizer
    from proust_attention.training import Hardware, Training

    text = data.embedded_text()
    tokenizer = CharacterTokenizer.of_text(text)
    config = build(tokenizer.vocab_size, "modern", [{"training": {"steps": steps}}])
    made = corpus.of_texts([corpus.Source.of_text("text", text)], "es")
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        training = Training.start(
            run, config, tokenizer, made.manifest, tokenizer.encode(text), Hardware(engine_name, "cpu")
        )
        if how == "bare":
            start = time.perf_counter()
            for step in range(steps):
                training.engine.step(training.material.batches.at(step), step)
            print(time.perf_counter() - start)
            return
        asked_for = 0.0

        def timed(action):  # type: ignore[no-untyped-def]
            def call():  # type: ignore[no-untyped-def]
                nonlocal asked_for
                start = time.perf_counter()
                result = action()
                asked_for += time.perf_counter() - start
                return result

            return call

        for name in ("_evaluate", "_sample", "_finish"):
            setattr(training, name, timed(getattr(training, name)))
        start = time.perf_counter()
        for _ in training.run():
            pass
        print(time.perf_counter() - start - asked_for)


def main() -> None:
    """Let the two take turns, and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", default="torch")
    parser.add_argument("--measure", choices=["watched", "bare"])
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure, arguments.engine, arguments.steps)
        return
    seconds: dict[str, list[float]] = {"bare": [], "watched": []}
    for _ in range(arguments.rounds):
        for how, times in seconds.items():
            command = [sys.executable, __file__, "--measure", how, "--engine", arguments.engine]
            command += ["--steps", str(arguments.steps)]
            times.append(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    bare, watched = (statistics.median(times) for times in seconds.values())
    print(f"{arguments.steps:,} steps, {arguments.engine}: bare {bare:.2f} s, watched {watched:.2f} s")
    print(f"ratio {watched / bare:.3f} (medians of {arguments.rounds} rounds)")


if __name__ == "__main__":
    main()
