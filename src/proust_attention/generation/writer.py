"""The writer: a machine, its tokenizer and its manner of drawing, together.

writer = proust.load("runs/swann")
writer.generate("Longtemps, je me suis", length=300, temperature=0.8, top_k=40, seed=1)
"""

import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Config, SamplingConfig
from proust_attention.errors import InputError
from proust_attention.generation.context import window_start
from proust_attention.generation.reader import NumpyReader, Reader
from proust_attention.generation.sampling import draw, probabilities
from proust_attention.tokenizer import CharacterTokenizer


@dataclass(frozen=True)
class Writer:
    """What can go on with a text."""

    config: Config
    tokenizer: CharacterTokenizer
    weights: Mapping[str, np.ndarray]
    reader: Reader

    @classmethod
    def of_weights(
        cls, config: Config, tokenizer: CharacterTokenizer, values: Mapping[str, np.ndarray]
    ) -> "Writer":
        """Make a writer of weights. Raises InputError if they do not fit the settings."""
        return cls(config, tokenizer, values, NumpyReader(config.model, values))

    def stream(
        self, prompt: str, *, length: int, sampling: SamplingConfig | None = None, seed: int | None = None
    ) -> Iterator[str]:
        """Return an iterator over `length` characters that go on from the prompt; the prompt is not among them.

        An empty prompt begins a paragraph. The same seed gives the same text; without one it is another each
        time. Raises InputError or UnknownCharacterError before the first character is asked for.
        """
        if length < 0:
            raise InputError(f"the length is {length}, but it must be at least 0")
        if seed is not None and seed < 0:
            raise InputError(f"the seed is {seed}, but it must be at least 0")
        ids = self.tokenizer.encode(as_typed(prompt) or "\n").tolist()
        random = np.random.Generator(np.random.Philox(secrets.randbits(64) if seed is None else seed))
        return self._write(ids, length, sampling or self.config.sampling, random)

    def _write(
        self, ids: list[int], length: int, sampling: SamplingConfig, random: np.random.Generator
    ) -> Iterator[str]:
        for _ in range(length):
            window = ids[window_start(len(ids), self.config.model.context_length) :]
            logits = self.reader(window)
            ids.append(draw(probabilities(logits, sampling.temperature, sampling.top_k), random.random()))
            yield self.tokenizer.symbols[ids[-1]]

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


def load(run: str | Path) -> Writer:
    """Return the writer of a run folder, or of a bundled machine. Raises InputError if it is no whole run."""
    folder = open_machine(run)
    return Writer.of_weights(folder.config, folder.tokenizer, folder.weights())
