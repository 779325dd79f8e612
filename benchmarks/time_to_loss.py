"""How soon the preset `modern` knows a text, beside the article's recipe in as much time and on as much text.

Every seed trains `modern` for so many steps; with the first few the article's recipe is trained as well, once for
as many characters and once for as long as `modern` took. Each run has a process of its own; its time is that of
all of it, with evaluations, samples and saves, but for the one reading of the whole held-out tenth at the end,
which gives the loss.

    python benchmarks/time_to_loss.py CORPUS [--steps 2000] [--seeds 3] [--article-seeds 1]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from needed import needed

TARGET = 1.20


def measure(folder: Path, preset: str, seed: int, amount: dict[str, float]) -> None:
    """Train, and print seconds, characters and the loss on the whole held-out part."""
    from proust_attention import corpus
    from proust_attention.config import build
    from proust_attention.tokenizer import CharacterTokenizer
    from proust_attention.training import Hardware, Training
    from proust_attention.training.events import Finished, Stepped

    text = corpus.load(folder)
    tokenizer = CharacterTokenizer.of_text(text.text)
    steps = {"steps": int(amount["steps"])} if "steps" in amount else {}
    config = build(tokenizer.vocab_size, preset, [{"training": {"seed": seed, **steps}}])
    with tempfile.TemporaryDirectory() as temporary:
        ids = tokenizer.encode(text.text)
        run, hardware = Path(temporary) / "run", Hardware("torch", "cpu")
        minutes = amount.get("minutes")
        training = Training.start(run, config, tokenizer, text.manifest, ids, hardware, minutes)
        start = end = time.perf_counter()
        for event in training.run():
            if not isinstance(event, Finished):
                end = time.perf_counter()
            if isinstance(event, Stepped):
                steps_done = event.step
        characters = steps_done * config.training.batch_size * config.model.context_length
        assert isinstance(event, Finished)
        print(json.dumps([end - start, characters, event.held_out_loss]))


def run(folder: Path, preset: str, seed: int, **amount: float) -> tuple[float, int, float]:
    """Measure in a process of its own."""
    given = json.dumps([str(folder), preset, seed, amount])
    done = subprocess.run(
        [sys.executable, __file__, "--measure", given], capture_output=True, text=True, check=True
    )
    seconds, characters, loss = json.loads(done.stdout.splitlines()[-1])
    print(
        f"  {preset:8} seed {seed}: {loss:.4f} nats, {characters / 1e6:.2f}M characters, {seconds:.0f} s",
        flush=True,
    )
    return seconds, characters, loss


def main() -> None:
    """Measure every seed, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", type=Path, help="a prepared corpus")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--article-seeds", type=int, default=1)
    parser.add_argument("--measure")
    given = parser.parse_args()
    if given.measure:
        folder, preset, seed, amount = json.loads(given.measure)
        measure(Path(folder), preset, seed, amount)
        return
    with needed("torch"):
        import torch  # noqa: F401
    if given.corpus is None:
        parser.error("name a prepared corpus")
    rows: dict[str, list[tuple[float, int, float]]] = {
        "modern": [],
        "article, same characters": [],
        "article, same time": [],
    }
    for seed in range(given.seeds):
        modern = run(given.corpus, "modern", seed, steps=given.steps)
        rows["modern"].append(modern)
        if seed >= given.article_seeds:
            continue
        rows["article, same characters"].append(run(given.corpus, "article", seed, steps=modern[1] // (32 * 256)))
        rows["article, same time"].append(run(given.corpus, "article", seed, minutes=modern[0] / 60))
    print(f"medians of the seeds; the aim: {TARGET} nats")
    for name, results in ((name, results) for name, results in rows.items() if results):
        seconds, characters, loss = (statistics.median(column) for column in zip(*results, strict=True))
        amount = f"{characters / 1e6:5.2f}M characters   {seconds:4.0f} s   {len(results)} seeds"
        print(f"  {name:26} {loss:.4f} nats   {amount}")


if __name__ == "__main__":
    main()
