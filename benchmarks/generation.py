"""Characters written a second, one thread, in each form of the writing engine and by a peer.

    pip install -e '.[torch,fast,peers]'
    python benchmarks/generation.py [--model recherche-fr] [--rounds 5]

Within the context: 240 characters behind a prompt of 16. Sustained: 4,000 characters, over the end of the context
some thirty times. One peer is a plain loop of NumPy that does the same work (plain_loop.py) and is seen to write
the same text. The other is transformers' generate with GPT-2 of the same sizes, which has to stop at the end of
its context. A large machine has 6 layers of 512 (19 million weights), and writes 32 texts. The limit: how often a
second the weights can be read from the cache, all of them, to be summed and nothing else. What is written takes
turns, in one process; medians. What Numba needs to compile is told apart: with NUMBA_CACHE_DIR naming an empty
folder, all of it.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before NumPy and PyTorch come to ask
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import plain_loop
from needed import needed

from proust_attention import parameters
from proust_attention.config import build
from proust_attention.generation import Writer, load

with needed("torch,fast,peers"):
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    from proust_attention.generation.readers.compiling import compiled

PROMPT = "Longtemps, je me"
WITHIN, SUSTAINED = 240, 4_000
TEMPERATURE, TOP_K = 0.8, 40


def ours(writer: Writer, length: int) -> Callable[[], str]:
    """Return what writes a text with one of our forms."""
    sampling = writer.config.sampling.replace(temperature=TEMPERATURE, top_k=TOP_K)
    return lambda: "".join(writer.stream(PROMPT, length=length, sampling=sampling, seed=1))


def together(writer: Writer, length: int, count: int) -> Callable[[], object]:
    """Return what writes several texts side by side."""
    return lambda: sum(1 for _ in writer.write(PROMPT, length=length, seeds=range(count)))


def plain(writer: Writer, length: int) -> Callable[[], str]:
    """Return what writes, and returns, the same text in plain lines of NumPy. Raises AssertionError if another."""
    prompt, pieces = writer.tokenizer.encode(PROMPT).tolist(), writer.tokenizer.pieces

    def write() -> str:
        uniforms = np.random.Generator(np.random.Philox(1)).random(length)
        ids = plain_loop.write(writer.config.model, writer.weights, prompt, uniforms, TEMPERATURE, TOP_K)
        return "".join(pieces[token] for token in ids)

    assert write() == ours(writer, length)()
    return write


def peer(vocab_size: int) -> Callable[[], object]:
    """Return what writes with transformers, within the context."""
    sizes = {"n_positions": len(PROMPT) + WITHIN, "n_embd": 128, "n_layer": 2, "n_head": 2, "n_inner": 512}
    nobody = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
    machine = GPT2LMHeadModel(GPT2Config(vocab_size=vocab_size, **sizes, **nobody)).eval()
    prompt = torch.zeros((1, len(PROMPT)), dtype=torch.int64)
    how = {"do_sample": True, "temperature": TEMPERATURE, "top_k": TOP_K, "max_new_tokens": WITHIN}
    return lambda: machine.generate(prompt, attention_mask=torch.ones_like(prompt), **how)


def large(writer: Writer, engine: str) -> Writer:
    """Return a writer with a large machine of random weights, and the same tokenizer."""
    sizes = {"d_model": 512, "n_heads": 8, "n_layers": 6, "d_ff": 2048}
    config = build(writer.tokenizer.vocab_size, "modern", [{"model": sizes}])
    return Writer.of_weights(config, writer.tokenizer, parameters.initial(config.model, scheme="scaled"), engine)


@compiled
def _sum(weights: np.ndarray) -> float:
    return weights.sum()


def limit(n_weights: int) -> Callable[[], object]:
    """Return what reads so many numbers once for each of WITHIN characters."""
    weights = np.ones(n_weights, np.float32)
    return lambda: [_sum(weights) for _ in range(WITHIN)]


def main() -> None:
    """Let all of them take turns, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=Path("recherche-fr"))
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    torch.set_num_threads(1)
    writers = {engine: load(given.model, engine) for engine in ("numpy", "compiled", "torch")}
    start = time.perf_counter()
    ours(writers["compiled"], 3)()
    compiling = time.perf_counter() - start
    config = writers["numpy"].config.model
    works: dict[str, tuple[Callable[[], object], int]] = {}
    for engine, writer in writers.items():
        works[f"{engine}, within the context"] = ours(writer, WITHIN), WITHIN
        works[f"{engine}, sustained"] = ours(writer, SUSTAINED), SUSTAINED
    works["plain NumPy, within the context"] = plain(writers["numpy"], WITHIN), WITHIN
    works["plain NumPy, sustained"] = plain(writers["numpy"], SUSTAINED), SUSTAINED
    works["numpy, 32 texts together"] = together(writers["numpy"], WITHIN, 32), 32 * WITHIN
    for engine in ("numpy", "torch"):
        work = together(large(writers["numpy"], engine), 16, 32)
        works[f"{engine}, a large machine, 32 texts"] = work, 32 * 16
    works["transformers' generate"] = peer(config.vocab_size), WITHIN
    works["limit: reading the weights"] = (
        limit(sum(array.size for array in writers["numpy"].weights.values())),
        WITHIN,
    )
    taken: dict[str, list[float]] = {name: [] for name in works}
    for round_number in range(given.rounds + 1):
        for name, (work, _) in works.items():
            start = time.perf_counter()
            work()
            if round_number:  # the first of anything is slower
                taken[name].append(time.perf_counter() - start)
    slowest = statistics.median(taken["transformers' generate"]) / WITHIN
    print(f"one thread; medians of {given.rounds}; compiling, or reading what was compiled: {compiling:.1f} s")
    for name, (_, characters) in works.items():
        seconds = statistics.median(taken[name]) / characters
        print(f"  {name:34} {1 / seconds:9,.0f} characters/s   x {slowest / seconds:7.1f}")
    for name in ("within the context", "sustained"):
        ratio = statistics.median(taken[f"plain NumPy, {name}"]) / statistics.median(taken[f"numpy, {name}"])
        print(f"  {name}: numpy writes {ratio:.2f} times what plain NumPy does")


if __name__ == "__main__":
    main()
