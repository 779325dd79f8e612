"""How long pieces of words take to be learned, and a text to be divided into them, beside `tokenizers`.

Both do it by turns, on one thread, from the same words; the merges and the ids must be the same. Processor time is
what is compared: on a shared machine it says more than the clock.

    python benchmarks/bpe.py recherche-fr/*.txt [--merges 1000] [--rounds 3]
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

from needed import needed

with needed("peers"):
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import BPE
    from tokenizers.pre_tokenizers import Split
    from tokenizers.trainers import BpeTrainer

from proust_attention.tokenizer import BpeTokenizer
from proust_attention.tokenizer.bpe import WORD


def learn_theirs(text: str, symbols: str, vocab_size: int) -> Tokenizer:
    """Learn with the other library, over the same alphabet."""
    made = Tokenizer(BPE())
    made.pre_tokenizer = Split(Regex(WORD.pattern), "isolated")
    settings = {"vocab_size": vocab_size, "min_frequency": 2, "initial_alphabet": list(symbols)}
    made.train_from_iterator([text], BpeTrainer(**settings, show_progress=False))
    return made


def timed(action: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what an action returns, the seconds it took, and those of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    result = action()
    return result, time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Measure both, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--merges", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(given.files))
    symbols = "".join(sorted(set(text)))
    size = len(symbols) + given.merges
    taken: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(given.rounds):
        ours, *seconds = timed(lambda: BpeTokenizer.learn(symbols, text, size))
        taken.setdefault(("learn", "ours"), []).append(tuple(seconds))
        theirs, *seconds = timed(lambda: learn_theirs(text, symbols, size))
        taken.setdefault(("learn", "theirs"), []).append(tuple(seconds))
        ids, *seconds = timed(lambda ours=ours: ours.encode(text))
        taken.setdefault(("encode", "ours"), []).append(tuple(seconds))
        their_ids, *seconds = timed(lambda theirs=theirs: theirs.encode(text).ids)
        taken.setdefault(("encode", "theirs"), []).append(tuple(seconds))
    merges = [tuple(pair) for pair in json.loads(theirs.to_str())["model"]["merges"]]
    same = merges == list(ours.merges) and their_ids == ids.tolist()
    print(
        f"{len(text):,} characters, {given.merges:,} merges; {len(text) / len(ids):.2f} characters a token; "
        f"merges and ids are {'the same' if same else 'NOT the same'}"
    )
    for what in ("learn", "encode"):
        medians = {}
        for who in ("ours", "theirs"):
            clock, processor = map(statistics.median, zip(*taken[what, who], strict=True))
            medians[who] = processor
            print(f"{what:7} {who:7} {processor:6.2f} s of the processor, {clock:6.2f} s by the clock")
        print(f"{what:7} ours takes {medians['ours'] / medians['theirs']:.2f} times as long")


if __name__ == "__main__":
    main()
