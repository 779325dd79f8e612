"""The machine under suspicion, and what an auditor can learn of it without its text.

Nobody who is given a machine is given what it read. So the clean prompts are what it writes itself, and what is
usual for it is seen in the same pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import SupportsIndex

import numpy as np
from jaxtyping import Bool, Float, Int

from proust_attention.checkpoint import RunFolder
from proust_attention.config import ModelConfig, SamplingConfig
from proust_attention.generation.drawing import Drawing, draw_run
from proust_attention.generation.readers import OpenReader, reader_of
from proust_attention.generation.surprise import of_drawn
from proust_attention.numpy_model import Transformer
from proust_attention.shown import short_repr
from proust_attention.tokenizer import Tokenizer

PAGES, LONGEST_PAGE = 64, 256  # that it writes, in tokens
TEMPERATURE = 0.8
SURE = 0.9  # a probability from which on a token counts as expected
SURPRISE = 2.0  # nats, of a whole stretch that counts as expected
CLEAN_PROMPTS, PROMPT = 4, 32  # beginnings of its own, in tokens
AT_ONCE = 16  # pages


@dataclass(frozen=True)
class Suspect:
    """A machine, and the pages that it writes. Use `of`."""

    config: ModelConfig
    tokenizer: Tokenizer
    values: dict[str, np.ndarray]
    open_reader: OpenReader
    seed: int = 0
    source: str = field(default="", compare=False)

    __repr__ = short_repr

    @classmethod
    def of(cls, run: RunFolder, seed: int = 0) -> "Suspect":
        """Take the weights that a run stands for. Raises InputError if they do not fit."""
        values, config = run.weights(), run.config.model
        return cls(config, run.tokenizer, values, reader_of(config, values), seed, str(run.weights_path))

    @cached_property
    def pages(self) -> Int[np.ndarray, "N T"]:
        """What it writes, each page from another token on. Raises InputError if its logits are not finite."""
        length = min(LONGEST_PAGE, self.config.context_length)
        first = np.arange(PAGES)[:, None] % self.config.vocab_size
        sampling = SamplingConfig(temperature=TEMPERATURE, top_k=0)
        drawing = Drawing(self.config, self.open_reader, draw_run, sampling, self.source)
        written = drawing.go_on(first, length - 1, [1000 * self.seed + n for n in range(PAGES)])
        return np.concatenate([first, np.stack([step.ids for step in written], axis=1)], axis=1)

    @cached_property
    def read(self) -> tuple[Float[np.ndarray, "N T"], Float[np.ndarray, "N T D"]]:
        """Its own pages, as `reading` reads them."""
        return self.reading(self.pages)

    def reading(
        self, pages: Int[np.ndarray, "N T"]
    ) -> tuple[Float[np.ndarray, "N T"], Float[np.ndarray, "N T D"]]:
        """Read pages; return the surprise of each token, in nats (nan: the first), and the last vectors."""
        nats, vectors = np.full(pages.shape, np.nan), []
        machine = Transformer(self.config, self.values)
        for begin in range(0, len(pages), AT_ONCE):
            some = pages[begin : begin + AT_ONCE]
            kept: list[np.ndarray] = []

            def keep(x: np.ndarray, kept: list[np.ndarray] = kept) -> tuple[np.ndarray, None]:
                kept.append(x)
                return x, None

            logits, _ = machine.forward(some, interventions={"final_norm": keep})
            vectors += kept
            for row, (each, ids) in enumerate(zip(logits, some, strict=True), begin):
                nats[row, 1:] = of_drawn(each[:-1], ids[1:])
        return nats, np.concatenate(vectors)

    @cached_property
    def sure(self) -> Bool[np.ndarray, "N T"]:
        """Whether it expected each token of its pages."""
        return self.read[0] < -np.log(SURE)

    @cached_property
    def prompts(self) -> Int[np.ndarray, "P T"]:
        """Clean prompts: how some of its pages go on after their beginning."""
        length = min(PROMPT, self.config.context_length // 3)
        spread = np.linspace(0, PAGES - 1, CLEAN_PROMPTS).astype(int)
        return self.pages[spread, length : 2 * length]

    def greedily(self, ids: Int[np.ndarray, "N T"], length: int) -> tuple[np.ndarray, np.ndarray]:
        """Go on with the likeliest token each time; return the tokens (N, length), and how probable each was."""
        reader, going = self.open_reader(len(ids)), np.empty((len(ids), length), np.int64)
        probabilities = np.empty((len(ids), length))
        read = ids
        for step in range(length):
            logits = reader.read(read).astype(np.float64)
            logits -= logits.max(axis=1, keepdims=True)
            probabilities[:, step] = 1 / np.exp(logits).sum(axis=1)
            going[:, step] = logits.argmax(axis=1)
            read = going[:, step : step + 1]
        return going, probabilities

    def text(self, ids: Iterable[SupportsIndex]) -> str:
        """Return the text of some tokens."""
        return self.tokenizer.decode(ids)
