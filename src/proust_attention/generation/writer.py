"""The writer: a machine, its tokenizer and its sampling settings, together.

writer = proust.load("runs/swann")
writer.generate("Longtemps, je me suis", length=300, temperature=0.8, top_k=40, seed=1)
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Float

from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Config, SamplingConfig
from proust_attention.errors import InputError
from proust_attention.generation import attention_maps, surprise
from proust_attention.generation.drawing import Drawing, DrawRun, Written, draw_run
from proust_attention.generation.endings import Ending, Page
from proust_attention.generation.readers import OpenReader, reader_of
from proust_attention.shown import short_repr
from proust_attention.tokenizer import Tokenizer


@dataclass(frozen=True)
class Writer:
    """What can go on with a text."""

    config: Config
    tokenizer: Tokenizer
    weights: Mapping[str, np.ndarray]
    open_reader: OpenReader
    draw_run: DrawRun = draw_run  # or its compiled twin
    source: str = "model.safetensors"  # the file of the weights

    __repr__ = short_repr

    @classmethod
    def of_weights(
        cls,
        config: Config,
        tokenizer: Tokenizer,
        values: Mapping[str, np.ndarray],
        engine: str = "numpy",
        device: str = "auto",
    ) -> "Writer":
        """Make a writer of weights. Raises what `load` raises, and InputError if they do not fit the settings."""
        with np.errstate(all="ignore"):  # what damaged weights lead to is seen when they are to write
            open_reader = reader_of(config.model, values, engine, device)
        if engine != "compiled":
            return cls(config, tokenizer, values, open_reader)
        from proust_attention.generation import compiled_drawing

        return cls(config, tokenizer, values, open_reader, compiled_drawing.draw_run)

    def stream(
        self,
        prompt: str,
        *,
        length: int,
        sampling: SamplingConfig | None = None,
        seed: int | None = None,
        stop: str | Sequence[str] = (),
        until_sentence_end: bool = False,
    ) -> Iterator[str]:
        """Return an iterator over what goes on from the prompt, a piece at a time; the prompt is not among it.

        It goes on for `length` characters, or until a stop string (one, or any of several) would come, or with
        `until_sentence_end` as far as the sentence goes (endings.py). Several characters can come at once. An
        empty prompt begins a paragraph. The same seed gives the same text; without one it is another each time.
        Raises InputError or UnknownCharacterError before the first character is written.
        """
        stops = [stop] if isinstance(stop, str) else stop
        page = Page(Ending(length, tuple(map(self.tokenizer.alphabet.as_read, stops)), until_sentence_end))
        seeds = [secrets.randbits(64) if seed is None else seed]
        written = self.write(prompt, length=page.ending.at_most, sampling=sampling, seeds=seeds)
        return self._pieces(page, written)

    def _pieces(self, page: Page, written: Iterator[Written]) -> Iterator[str]:
        while not page.over:
            if piece := page.add(self.tokenizer.pieces[next(written).ids[0]]):
                yield piece

    def write(
        self, prompt: str, *, length: int, sampling: SamplingConfig | None = None, seeds: Sequence[int]
    ) -> Iterator[Written]:
        """Go on from one prompt in as many texts as there are seeds, side by side; each is what `stream` writes.

        It yields `length` tokens of each, which are as many characters or more.

        (But for the last digits in float32: several texts are multiplied together, in another order.)
        Raises as `stream` does.
        """
        if length < 0:
            raise InputError(f"the length is {length}, but it must be at least 0")
        require_seed(min(seeds))
        ids = self._ids(prompt or "\n")
        sampling = sampling or self.config.sampling
        drawing = Drawing(self.config.model, self.open_reader, self.draw_run, sampling, self.source)
        return drawing.go_on(np.tile(ids, (len(seeds), 1)), length, seeds)

    def rehearse(self, texts: int = 1) -> None:
        """Draw two tokens for nobody, one behind the prompt and one by a single step: what is compiled then is."""
        for _ in self.write("", length=2, seeds=range(texts)):
            pass

    def generate(
        self,
        prompt: str,
        *,
        length: int = 300,
        seed: int | None = None,
        stop: str | Sequence[str] = (),
        until_sentence_end: bool = False,
        **sampling: float,
    ) -> str:
        """Return the prompt, as it was read, and what goes on from it: `length` characters, or as `stream` says.

        Any sampling setting can be named (temperature, top_k, top_p ...); those that are left out are the run's.
        Raises InputError, SettingError, UnknownCharacterError.
        """
        pieces = self.stream(
            prompt,
            length=length,
            sampling=self.config.sampling.replace(**sampling),
            seed=seed,
            stop=stop,
            until_sentence_end=until_sentence_end,
        )
        return self.tokenizer.alphabet.as_read(prompt) + "".join(pieces)

    def score(self, text: str) -> Float[np.ndarray, " N"]:
        """Return the surprise of every token of a text (N,), in nats, and nan for the first (surprise.py).

        Which characters of the text as it is read, `writer.tokenizer.alphabet.as_read(text)`, a token covers:
        `writer.tokenizer.spans` of that. (`proust score` divides a text once more, behind its first character, for
        figures that hold for all machines.) Raises UnknownCharacterError.
        """
        return surprise.of_text(self.config.model, self.weights, self._ids(text))

    def attention(self, text: str) -> Float[np.ndarray, "L H T S"]:
        """Return what every head looks at (L, H, T, S): how much of position s goes into position t.

        Each row sums to 1; nothing looks ahead. Raises InputError if the text has no token, or more than the
        machine sees at once; UnknownCharacterError.
        """
        return attention_maps.of_text(self.config.model, self.weights, self._ids(text))

    def _ids(self, text: str) -> np.ndarray:
        return self.tokenizer.encode(self.tokenizer.alphabet.as_read(text)).astype(np.int64)


def require_seed(seed: int) -> None:
    """Raise InputError unless a number can be a seed."""
    if seed < 0:
        raise InputError(f"the seed is {seed}, but it must be at least 0")


def load(run: str | Path, engine: str = "numpy", device: str = "auto") -> Writer:
    """Return the writer of a machine, by its name: "recherche-fr", "runs/x", "runs/x@last" or "runs/x@512".

    `engine` is numpy, compiled or torch; `device`, of torch: auto, cpu, cuda or mps. Raises InputError if there is
    none of that name, it is no whole run, or there is no such engine or device; MissingExtraError.
    """
    folder = open_machine(run)
    writer = Writer.of_weights(folder.config, folder.tokenizer, folder.weights(), engine, device)
    return replace(writer, source=str(folder.weights_path))
