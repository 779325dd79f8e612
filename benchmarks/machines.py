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
from needed import needed

from proust_attention import corpus
from proust_attention.batches import encode_parts, split
from proust_attention.batches.windows import cut
from proust_attention.checkpoint.machines import open_machine
from proust_attention.evaluation.details import details
from proust_attention.evaluation.scoring import score, scorer_of
from proust_attention.evaluation.yardsticks import yardsticks

with needed("torch,peers"):
    import pyppmd

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
        tokenizer, fraction = machine.tokenizer, machine.config.training.held_out_fraction
        text = corpus.load(Path(folder)).text
        _, held_out = split(encode_parts(text, fraction, tokenizer), fraction, tokenizer.lengths)
        scored = score(
            scorer_of(machine.config.model, machine.weights()), held_out, machine.config.model.context_length
        )
        loss = details(scored, held_out, tokenizer).nats
        characters, n_training = tokenizer.alphabet.numbers(text).astype(np.uint8), cut(len(text), fraction)
        print(f"{name} on the held-out part of {folder}: {len(text) - n_training:,} characters")
        simple = yardsticks(characters, n_training, len(tokenizer.alphabet.symbols))
        others = {f"{yardstick.name}: {yardstick.explanation}": yardstick.nats for yardstick in simple}
        rows = {"the machine": loss, f"PPMd, order {ORDER}": ppmd_nats(characters, n_training), **others}
        for what, nats in sorted(rows.items(), key=lambda row: row[1]):
            print(f"  {nats:.4f} nats  {nats / math.log(2):.4f} bits  {what}")


if __name__ == "__main__":
    main()
