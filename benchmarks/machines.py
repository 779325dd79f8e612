"""How good the bundled machines are, beside compressors and n-grams on exactly the same held-out text.

    pip install -e '.[torch,peers]'
    python benchmarks/machines.py recherche-fr=corpora/recherche-fr novelas-es=corpora/novelas-es

PPMd, variant H, order 8, a compressor of the 1990s that mixes contexts of many lengths, reads the training part
and is then charged for the held-out part, a byte for each symbol. The article's own figure, 1.192 nats, is of
another text, in Spanish, and so no yardstick here.
"""

import math
import sys
from pathlib import Path

import numpy as np
import pyppmd
import torch

from proust_attention import corpus
from proust_attention.batches import split
from proust_attention.checkpoint.machines import open_machine
from proust_attention.evaluation.scoring import score
from proust_attention.evaluation.torch_scorer import TorchScorer
from proust_attention.evaluation.yardsticks import yardsticks

ORDER, MEMORY = 8, 1 << 30


def ppmd_nats(ids: np.ndarray, n_training: int) -> float:
    """Return the nats a symbol that PPMd needs for the ids behind the first `n_training`."""
    sizes = []
    for part in (ids[:n_training], ids):
        encoder = pyppmd.Ppmd7Encoder(ORDER, MEMORY)
        sizes.append(len(encoder.encode(part.tobytes())) + len(encoder.flush()))
    return 8 * (sizes[1] - sizes[0]) * math.log(2) / (len(ids) - n_training)


def main() -> None:
    """Print every machine's loss, and what others need for the same text."""
    for argument in sys.argv[1:] or sys.exit(__doc__):
        name, _, folder = argument.partition("=")
        machine = open_machine(name)
        ids = machine.tokenizer.encode(corpus.load(Path(folder)).text)
        training, held_out = split(ids, machine.config.training.held_out_fraction, machine.tokenizer.lengths)
        n_training = len(training)
        scorer = TorchScorer(machine.config.model, machine.weights(), torch.device("cpu"))
        loss = float(score(scorer, held_out, machine.config.model.context_length).losses.mean())
        print(f"{name} on the held-out part of {folder}: {len(held_out):,} characters")
        simple = yardsticks(ids, n_training, machine.tokenizer.vocab_size)
        others = {f"{yardstick.name}: {yardstick.explanation}": yardstick.nats for yardstick in simple}
        rows = {"the machine": loss, f"PPMd, order {ORDER}": ppmd_nats(ids, n_training), **others}
        for what, nats in sorted(rows.items(), key=lambda row: row[1]):
            print(f"  {nats:.4f} nats  {nats / math.log(2):.4f} bits  {what}")


if __name__ == "__main__":
    main()
