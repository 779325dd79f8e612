"""Yardsticks: what methods far simpler than a transformer make of the same text.

# Class Notes

A loss of 1.4 nats says little by itself. So each of these reads the training part of the text, and then predicts
the held-out part; its loss is the mean of -ln p over all characters there, as the machine's is.

    uniform      any of the V symbols, all alike: ln V
    frequencies  each symbol as often as it occurs, whatever came before
    pairs        given the character before
    n-grams      given the five before, as far as they are known (ngrams.py)
    compressor   LZMA, that of xz and 7-Zip: how many bits longer does the compressed text become when the held-out
                 part follows the training part? It looks for repetitions, and learns while it reads

>>> ids = np.tile(np.arange(4, dtype=np.uint8), 500)  # 0 1 2 3 0 1 2 3 ...
>>> [(y.name, round(y.nats, 3)) for y in yardsticks(ids, 1800, vocab_size=4)]
[('uniform', 1.386), ('frequencies', 1.386), ('pairs', 0.002), ('n-grams', 0.0), ('compressor', 0.028)]

Compressors of another kind, which mix contexts of many lengths (PPMd in 7-Zip, order 8), come nearer to a machine:
on the held-out tenth of the Recherche PPMd needs 1.103 nats, the n-grams 1.204, LZMA 1.405 and `recherche-fr`
1.072 (benchmarks/machines.py). None is in Python's standard library.
"""

import lzma
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from proust_attention.evaluation.ngrams import witten_bell

LONGEST_CONTEXT = 5
LEAST_DICTIONARY, GREATEST_DICTIONARY = 1 << 16, 1 << 26  # of LZMA, in bytes; it takes eleven times the memory


@dataclass(frozen=True)
class Yardstick:
    """What one simple method needs for the held-out text."""

    name: str
    explanation: str
    nats: float  # a character


def yardsticks(ids: np.ndarray, n_training: int, vocab_size: int) -> list[Yardstick]:
    """Let each of them read the first `n_training` of the ids (N,) and predict the others."""
    with ThreadPoolExecutor() as threads:  # compressing takes longest, and lets other threads work
        sizes = [threads.submit(compressed_bits, part) for part in (ids[:n_training], ids)]
        by_context = [float(-np.log(p).mean()) for p in witten_bell(ids, n_training, vocab_size, LONGEST_CONTEXT)]
        training_bits, all_bits = (size.result() for size in sizes)
    pairs = by_context[min(1, len(by_context) - 1)]
    compressor = (all_bits - training_bits) * math.log(2) / (len(ids) - n_training)
    return [
        Yardstick("uniform", f"each of the {vocab_size} symbols alike", math.log(vocab_size)),
        Yardstick("frequencies", "each symbol as often as it occurs", by_context[0]),
        Yardstick("pairs", "given the character before", pairs),
        Yardstick("n-grams", f"given the {LONGEST_CONTEXT} characters before, counted", by_context[-1]),
        Yardstick("compressor", "LZMA, that of xz, after the training part", compressor),
    ]


def compressed_bits(ids: np.ndarray) -> int:
    """Return how many bits LZMA makes of ids, at its best, with a dictionary that reaches back to their beginning.

    (Up to 64 MiB of it.) Of each id it is given the byte, or both bytes, without any file's head around the whole.
    """
    content = np.ascontiguousarray(ids).tobytes()
    dictionary = min(max(len(content), LEAST_DICTIONARY), GREATEST_DICTIONARY)
    settings = {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": dictionary,
        "pb": 0,  # what is found does not depend on its place in a group of four bytes: this is text
    }
    return 8 * len(lzma.compress(content, format=lzma.FORMAT_RAW, filters=[settings]))
