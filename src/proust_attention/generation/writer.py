"""The writer: a machine, its tokenizer and its manner of drawing, together.

writer = proust.load("runs/swann")
writer.generate("Longtemps, je me suis", length=300, temperature=0.8, top_k=40, seed=1)
"""

import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Config, SamplingConfig
from proust_attention.errors import InputError
from proust_attention.generation.context import window_start
from proust_attention.generation.reader import OpenReader, reader_of
from proust_attention.generation.sampling import draw, probabilities
from proust_attention.tokenizer import CharacterTokenizer


class Written(NamedTuple):
    """One more symbol of each text."""

    ids: Int[np.ndarray, " N"]
    logits: Float[np.ndarray, "N V"]  # from which they were drawn


@dataclass(frozen=True)
class Writer:
    """What can go on with a text."""

    config: Config
    tokenizer: CharacterTokenizer
    weights: Mapping[str, np.ndarray]
    open_reader: OpenReader

    @classmethod
    def of_weights(
        cls,
        config: Config,
        tokenizer: CharacterTokenizer,
        values: Mapping[str, np.ndarray],
        engine: str = "auto",
    ) -> "Writer":
        """Make a writer of weights. Raises InputError if they do not fit the settings, MissingExtraError."""
        return cls(config, tokenizer, values, reader_of(config.model, values, engine))

    def stream(
        self, prompt: str, *, length: int, sampling: SamplingConfig | None = None, seed: int | None = None
    ) -> Iterator[str]:
        """Return an iterator over `length` characters that go on from the prompt; the prompt is not among them.

        An empty prompt begins a paragraph. The same seed gives the same text; without one it is another each
        time. Raises InputError or UnknownCharacterError before the first character is asked for.
        """
        seeds = [secrets.randbits(64) if seed is None else seed]
        written = self.write(prompt, length=length, sampling=sampling, seeds=seeds)
        return (self.tokenizer.symbols[ids[0]] for ids, _ in written)

    def write(
        self, prompt: str, *, length: int, sampling: SamplingConfig | None = None, seeds: Sequence[int]
    ) -> Iterator[Written]:
        """Go on from one prompt in as many texts as there are seeds, side by side; each is what `stream` writes.

        (But for the last digits in float32: several texts are multiplied together, in another order.)
        Raises as `stream` does.
        """
        if length < 0:
            raise InputError(f"the length is {length}, but it must be at least 0")
        if min(seeds) < 0:
            raise InputError(f"the seed is {min(seeds)}, but it must be at least 0")
        ids = self.tokenizer.encode(as_typed(prompt) or "\n").astype(np.int64)
        return self._write(np.tile(ids, (len(seeds), 1)), length, sampling or self.config.sampling, seeds)

    def _write(
        self, prompt: Int[np.ndarray, "N T"], length: int, sampling: SamplingConfig, seeds: Sequence[int]
    ) -> Iterator[Written]:
        randoms = [np.random.Generator(np.random.Philox(seed)) for seed in seeds]
        n_read = prompt.shape[1]
        texts = np.concatenate((prompt, np.empty((len(seeds), length), np.int64)), axis=1)
        begin = None  # where the reader began to read
        for end in range(n_read, n_read + length):
            if begin != (start := window_start(end, self.config.model.context_length)):
                reader, begin = self.open_reader(len(seeds)), start
                logits = reader.read(texts[:, begin:end])
            else:
                logits = reader.read(texts[:, end - 1 : end])
            for text, row, random in zip(texts, logits, randoms, strict=True):
                text[end] = draw(probabilities(row, sampling.temperature, sampling.top_k), random.random())
            yield Written(texts[:, end], logits)

    def generate(
        self,
        prompt: str,
        *,
        length: int = 300,
        temperature: float | None = None,
        top_k: int | None = None,
        seed: int | None = None,
    ) -> str:
        """Return the prompt and `length` characters that go on from it.

        What is left out is as in the run's settings. Raises InputError, SettingError, UnknownCharacterError.
        """
        sampling = self.config.sampling.but(temperature=temperature, top_k=top_k)
        return as_typed(prompt) + "".join(self.stream(prompt, length=length, sampling=sampling, seed=seed))


def as_typed(prompt: str) -> str:
    """Return a prompt as a corpus would have it: letters composed (NFC), line breaks of one kind."""
    return unicodedata.normalize("NFC", prompt.replace("\r\n", "\n"))


def load(run: str | Path, engine: str = "auto") -> Writer:
    """Return the writer of a run folder, or of a bundled machine.

    Raises InputError if it is no whole run or there is no such engine, MissingExtraError.
    """
    folder = open_machine(run)
    return Writer.of_weights(folder.config, folder.tokenizer, folder.weights(), engine)
