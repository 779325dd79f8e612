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
from proust_attention.generation.reader import OpenReader, Reader
from proust_attention.generation.sampling import pick

RUN = 32  # symbols

Manner = tuple[float, int, float, float, float]  # temperature and so on, in the order in which `pick` takes them
DrawRun = Callable[[Any, np.ndarray, int, np.ndarray, Manner], np.ndarray]  # draw_run, or its compiled twin


class Written(NamedTuple):
    """One more symbol of each text."""

    ids: Int[np.ndarray, " N"]
    logits: Float[np.ndarray, "N V"]  # from which they were drawn


def draw_run(
    reader: Reader,
    window: Int[np.ndarray, "N S"],
    n_read: int,
    uniforms: Float[np.ndarray, "N run"],
    manner: Manner,
) -> Float[np.ndarray, "drawn N V"]:
    """Fill the last columns of the window, one for each uniform number, and return the logits behind them.

    `n_read` columns the reader has read already. Where a logit is no number, V is drawn, and nothing after it.
    """
    run = uniforms.shape[1]
    first, logits = window.shape[1] - run, []
    for column in range(first, first + run):
        logits.append(reader.read(window[:, n_read:column]))
        n_read = column
        rows = zip(logits[-1], window[:, :column], uniforms[:, column - first], strict=True)
        window[:, column] = [pick(row, before, uniform, *manner) for row, before, uniform in rows]
        if window[:, column].max() == logits[-1].shape[1]:
            break
    return np.stack(logits)


class Drawing(NamedTuple):
    """A machine, and the manner of drawing from what it says."""

    config: ModelConfig
    open_reader: OpenReader
    draw_run: DrawRun
    sampling: SamplingConfig
    source: str  # of the weights: the file, for whoever has to be told that it is damaged

    def go_on(self, prompts: Int[np.ndarray, "N T"], length: int, seeds: Sequence[int]) -> Iterator[Written]:
        """Yield `length` symbols that go on from each prompt. Raises InputError if the weights give no numbers."""
        context_length, end = self.config.context_length, prompts.shape[1]
        last = end + length
        randoms = [np.random.Generator(np.random.Philox(seed)) for seed in seeds]
        top_k = min(self.sampling.top_k, self.config.vocab_size)  # compiled code does not know numbers of any size
        manner = tuple(self.sampling.replace_given(top_k=top_k).to_dict().values())
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
            with np.errstate(all="ignore"):  # what damaged weights lead to, `pick` sees
                logits = self.draw_run(reader, window[:, : seen + run], n_read, uniforms, manner)
            ids = window[:, seen : seen + len(logits)].T.copy()
            if ids.max() == self.config.vocab_size:
                raise InputError(f"{self.source} is damaged: with these weights what comes next is not a number")
            yield from map(Written, ids, logits)
            end, n_read = end + run, seen + run - 1
