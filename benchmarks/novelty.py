"""How long the suffix array of a corpus takes to be made, how much memory, and how fast a text is searched.

    python benchmarks/novelty.py corpora/recherche-fr [--rounds 3]

The memory is the peak of this process, the text and Python itself included. A round searches 100,000 characters of
the held-out part.
"""

import argparse
import statistics
import time
from pathlib import Path

from needed import needed

with needed("novelty"):
    import pydivsufsort  # noqa: F401

from proust_attention import corpus
from proust_attention.batches.windows import cut
from proust_attention.evaluation.novelty.index import Index
from proust_attention.files import peak_memory

SEARCHED = 100_000
HELD_OUT = 0.1


def main() -> None:
    """Print what it takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="a folder made by: proust corpus prepare")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    text = corpus.load(given.corpus).text
    place = cut(len(text), HELD_OUT)
    before = peak_memory()
    sorting, searching = [], []
    for _ in range(given.rounds):
        began = time.process_time()
        index = Index(text)
        sorting.append(time.process_time() - began)
        began = time.process_time()
        index.longest_runs(text[place : place + SEARCHED])
        searching.append(time.process_time() - began)
        del index
    print(f"{len(text):,} characters sorted in {statistics.median(sorting):.2f} s of processor time (median)")
    print(f"memory: {before:.0f} MiB with the text alone, {peak_memory():.0f} MiB at the most")
    print(f"{min(SEARCHED, len(text) - place):,} characters searched in {statistics.median(searching):.2f} s")


if __name__ == "__main__":
    main()
