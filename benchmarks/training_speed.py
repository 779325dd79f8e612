"""Characters learned a second, beside a peer, and beside the products of matrices alone.

The article's model without dropout and the preset `modern`, in float32 and, where the processor is made for it,
with products in bfloat16, beside GPT-2 from Hugging Face's transformers with the same sizes, AdamW and precision.
All take turns, step by step, so that what else the computer does falls on all alike; medians. Each has a process
of its own, as it has with its users: how memory is kept is a matter of the process.

    pip install -e '.[torch,peers]'
    python benchmarks/training_speed.py [--rounds 30] [--threads 2] [--batch-size 32]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

import numpy as np
from needed import needed

from proust_attention import parameters
from proust_attention.batches import Batch
from proust_attention.config import build

with needed("torch,peers"):
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    from proust_attention.torch_model.devices import best_precision
    from proust_attention.training.torch_engine import TorchEngine

VOCABULARY, CONTEXT = 102, 256
PEER = "GPT-2 of transformers"
MACHINES = (PEER, "article", "modern")


def ours(preset: str, precision: str, batch: Batch) -> Callable[[], object]:
    """Return a step of one of our presets."""
    training = {"steps": 100_000, "batch_size": len(batch.inputs), "precision": precision}
    config = build(
        VOCABULARY, preset, [{"model": {"dropout": 0.0, "context_length": CONTEXT}, "training": training}]
    )
    values = parameters.initial(config.model, scheme=config.training.initialisation)
    engine = TorchEngine(config, values, "cpu")
    return lambda: engine.step(batch, 200).loss


def peer(precision: str, batch: Batch) -> Callable[[], object]:
    """Return a step of transformers' GPT-2, trained as plainly as its users do."""
    no_dropout = {"resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0}
    no_marks = {"bos_token_id": None, "eos_token_id": None}  # those of GPT-2 are not among so few symbols
    sizes = {"n_positions": CONTEXT, "n_embd": 128, "n_layer": 2, "n_head": 2, "n_inner": 512}
    machine = GPT2LMHeadModel(
        GPT2Config(vocab_size=VOCABULARY, use_cache=False, **sizes, **no_dropout, **no_marks)
    )
    optimizer = torch.optim.AdamW(machine.parameters(), lr=3e-4, betas=(0.9, 0.95), weight_decay=0.01, fused=True)
    inputs, targets = (torch.from_numpy(np.ascontiguousarray(array)) for array in batch)

    def step() -> None:
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            logits = machine(input_ids=inputs).logits
        loss = torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(machine.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        loss.item()

    return step


def product(precision: str, batch: Batch) -> Callable[[], object]:
    """Return the widest product of a step, (B·T, 128) by (128, 512)."""
    dtype = getattr(torch, precision)
    x, W = torch.randn(batch.inputs.size, 128, dtype=dtype), torch.randn(128, 512, dtype=dtype)
    return lambda: x @ W


def stepping(turns: Connection, name: str, precision: str, batch: Batch, threads: int) -> None:
    """Make a step for everything that is received, and send the seconds that it took."""
    torch.set_num_threads(threads)
    if name == "one product":
        step = product(precision, batch)
    else:
        step = peer(precision, batch) if name == PEER else ours(name, precision, batch)
    while turns.recv():
        start = time.perf_counter()
        step()
        turns.send(time.perf_counter() - start)


def main() -> None:
    """Let all of them take turns, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch-size", type=int, default=32)
    given = parser.parse_args()
    ids = np.random.default_rng(0).integers(0, VOCABULARY, (given.batch_size, CONTEXT + 1))
    batch = Batch(ids[:, :-1], ids[:, 1:])
    made_for = best_precision(torch.device("cpu"))  # without instructions for it, bfloat16 is many times slower
    precisions = ["float32", *(["bfloat16"] if made_for == "bfloat16" else [])]
    processes = get_context("spawn")
    turns: dict[tuple[str, str], Connection] = {}
    for precision in precisions:
        for name in (*MACHINES, "one product"):
            turns[name, precision], theirs = processes.Pipe()
            given_to_it = (theirs, name, precision, batch, given.threads)
            processes.Process(target=stepping, args=given_to_it, daemon=True).start()
            theirs.close()  # so that one that ends is noticed
    taken: dict[tuple[str, str], list[float]] = {who: [] for who in turns}
    for round_number in range(given.rounds + 3):
        for who, turn in turns.items():
            turn.send(True)
            seconds = turn.recv()
            if round_number >= 3:  # the first of anything is slower
                taken[who].append(seconds)
    for turn in turns.values():
        turn.send(False)
    print(f"{given.threads} threads, {given.batch_size} windows of {CONTEXT} characters a step")
    for precision in precisions:
        by_peer = statistics.median(taken[PEER, precision])
        for name in MACHINES:
            seconds = statistics.median(taken[name, precision])
            speed = f"{batch.inputs.size / seconds:8,.0f} characters/s"
            print(f"  {precision:9} {name:22} {speed}   x {by_peer / seconds:.2f}")
        operations = 2.0 * batch.inputs.size * 128 * 512
        rate = operations / statistics.median(taken["one product", precision]) / 1e9
        print(f"  {precision:9} a product at these shapes: {rate:.0f} GFLOP/s")
    if made_for != "bfloat16":
        print("  bfloat16  not measured: this processor has no instructions for its products")


if __name__ == "__main__":
    main()
