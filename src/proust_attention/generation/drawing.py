"""Going on: read, draw a symbol, read that, and so forth, for several texts side by side.

Each text has its own stream of random numbers, one for each symbol, so that none depends on what stands beside it.
What is kept of the texts is the window that the machine sees: a text may be as long as it likes.

Symbols are drawn a few at a time, a run of them: so the compiled form (compiled_drawing.py) goes back to Python
once a run and not once a symbol. Nobody waits for it: of a small machine a run takes a few hundredths of a second.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from proust_attention.config import ModelConfig, SamplingConfig
from proust_attention.errors import InputError
from proust_attention.generation.context import window_start
from proust_attention.generation.readers import OpenReader, Reader
from proust_attention.generation.sampling import pick

RUN = 32  # symbols

# draw_run, or its compiled twin
DrawRun = Callable[[Any, np.ndarray, int, np.ndarray, SamplingConfig], np.ndarray]


class Written(NamedTuple):
    """One more symbol of each text."""

    ids: Int[np.ndarray, " N"]
    logits: Float[np.ndarray, "N V"]  # from which they were drawn


def draw_run(
    reader: Reader,
    window: Int[np.ndarray, "N S"],
    n_read: int,
    uniforms: Float[np.ndarray, "N run"],
    settings: SamplingConfig,
) -> Float[np.ndarray, "drawn N V"]:
    """Fill the last columns of the window, one for each uniform number, and return the logits behind them.

    `n_read` columns the reader has read already. Where a logit is not finite, it ends before that.
    """
    run = uniforms.shape[1]
    first, logits = window.shape[1] - run, []
    for column in range(first, first + run):
        next_logits = reader.read(window[:, n_read:column])
        if not np.isfinite(next_logits).all():
            break
        n_read = column
        rows = zip(next_logits, window[:, :column], uniforms[:, column - first], strict=True)
        window[:, column] = [pick(row, settings, before, uniform) for row, before, uniform in rows]
        logits.append(next_logits)
    return np.array(logits).reshape(-1, *next_logits.shape)


class Drawing(NamedTuple):
    """A machine, and how to draw from what it says."""

    config: ModelConfig
    open_reader: OpenReader
    draw_run: DrawRun
    sampling: SamplingConfig
    source: str  # of the weights: the file, to be named where it is damaged

    def go_on(self, prompts: Int[np.ndarray, "N T"], length: int, seeds: Sequence[int]) -> Iterator[Written]:
        """Yield `length` tokens that go on from each prompt. Raises InputError if logits are not finite."""
        context_length, end = self.config.context_length, prompts.shape[1]
        last = end + length
        randoms = [np.random.Generator(np.random.Philox(seed)) for seed in seeds]
        top_k = min(self.sampling.top_k, self.config.vocab_size)  # compiled code does not know numbers of any size
        settings = self.sampling.replace(top_k=top_k)
        begin = window_start(end, context_length)
        window = np.empty((len(seeds), context_length + 1), np.int64)  # what the machine sees, and one more
        window[:, : end - begin] = prompts[:, begin:]
        reader, n_read = self.open_reader(len(seeds)), 0
        while end < last:
            if begin != (start := window_start(end, context_length)):
                window[:, : end - start] = window[:, start - begin : end - begin].copy()
                reader, n_read, begin = self.open_reader(len(seeds)), 0, start
            seen = end - begin
            run = min(RUN, last - end, context_length + 1 - seen)
            uniforms = np.stack([random.random(run) for random in randoms])
            with np.errstate(all="ignore"):  # what damaged weights lead to is seen in the logits
                logits = self.draw_run(reader, window[:, : seen + run], n_read, uniforms, settings)
            if len(logits) < run:
                raise InputError(f"{self.source} is damaged: with these weights what comes next is not a number")
            ids = window[:, seen : seen + run].T.copy()
            yield from map(Written, ids, logits)
            end, n_read = end + run, seen + run - 1
