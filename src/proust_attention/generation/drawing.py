"""Going on: read, draw a symbol, read that, and so forth, for several texts side by side.

Each text has its own stream of random numbers, one for each symbol, so that none depends on what stands beside it.
What is kept of the texts is the window that the machine sees: a text may be as long as it likes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from proust_attention.config import ModelConfig, SamplingConfig
from proust_attention.errors import InputError
from proust_attention.generation.context import window_start
from proust_attention.generation.reader import OpenReader

Pick = Callable[..., int]  # sampling.pick, or its compiled twin


class Written(NamedTuple):
    """One more symbol of each text."""

    ids: Int[np.ndarray, " N"]
    logits: Float[np.ndarray, "N V"]  # from which they were drawn


class Drawing(NamedTuple):
    """A machine, and the manner of drawing from what it says."""

    config: ModelConfig
    open_reader: OpenReader
    pick: Pick
    sampling: SamplingConfig

    def go_on(self, prompts: Int[np.ndarray, "N T"], length: int, seeds: Sequence[int]) -> Iterator[Written]:
        """Yield `length` symbols that go on from each prompt. Raises InputError if the weights give no numbers."""
        context_length, first = self.config.context_length, prompts.shape[1]
        randoms = [np.random.Generator(np.random.Philox(seed)) for seed in seeds]
        top_k = min(self.sampling.top_k, self.config.vocab_size)  # compiled code does not know numbers of any size
        manner = tuple(
            self.sampling.but(top_k=top_k).to_dict().values()
        )  # in the order in which `pick` takes them
        begin = window_start(first, context_length)
        window = np.empty((len(seeds), context_length + 1), np.int64)  # what the machine sees, and one more
        window[:, : first - begin] = prompts[:, begin:]
        reader, n_read = self.open_reader(len(seeds)), 0
        for end in range(first, first + length):
            if begin != (start := window_start(end, context_length)):
                window[:, : end - start] = window[:, start - begin : end - begin].copy()
                reader, n_read, begin = self.open_reader(len(seeds)), 0, start
            seen = window[:, : end - begin]
            with np.errstate(all="ignore"):  # what damaged weights lead to, `pick` sees
                logits = reader.read(seen[:, n_read:])
            n_read = end - begin
            rows = zip(logits, seen, randoms, strict=True)
            ids = np.array([self.pick(row, before, random.random(), *manner) for row, before, random in rows])
            if ids.max() == self.config.vocab_size:
                raise InputError("model.safetensors is damaged: with these weights what comes next is no number")
            window[:, n_read] = ids
            yield Written(ids, logits)
