"""What is served, whatever carries it: completions, a piece at a time, and scores."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

import numpy as np

from proust_attention.errors import InputError
from proust_attention.generation import Writer, surprise
from proust_attention.generation.endings import begun
from proust_attention.serving.asked import Asked, RefusedError, text_of

OWNER = "proust-attention"


@dataclass(frozen=True)
class Limits:
    """How much one client may ask for, and how many may at a time."""

    tokens: int = 4096  # of a completion
    seconds: float = 60.0  # after which it ends where it is; a score that takes longer is refused
    clients: int = 64
    characters: int = 20_000  # of a prompt, and of a text that is scored


class Piece(NamedTuple):
    """Some more of a text; the last of each says why it ends there: at its length, or before a stop string."""

    number: int  # of the text, where several are asked for
    text: str
    tokens: int  # that were drawn for it
    finish_reason: str | None = None


@dataclass(frozen=True)
class Service:
    """A machine under a name, with limits. `created` is when its weights were written."""

    name: str
    writer: Writer
    limits: Limits
    created: int

    def models(self) -> dict[str, Any]:
        """Return the list of models: one."""
        model = {"id": self.name, "object": "model", "created": self.created, "owned_by": OWNER}
        return {"object": "list", "data": [model]}

    def asked(self, body: dict[str, Any]) -> Asked:
        """Read what a client asks for. Raises RefusedError."""
        limits = self.limits
        return Asked.of(body, self.writer.config.sampling, limits.tokens, limits.characters)

    def pieces(self, asked: Asked, goes_on: Callable[[], bool] = lambda: True) -> Iterator[Piece]:
        """Yield the texts, one after the other, while `goes_on` says so. Raises RefusedError before the first."""
        as_read = self.writer.tokenizer.alphabet.as_read
        prompt = as_read(asked.prompt)
        try:
            self.writer.tokenizer.encode(prompt)
        except InputError as error:
            raise RefusedError(str(error)) from None
        end = time.monotonic() + self.limits.seconds
        stops = tuple(map(as_read, asked.stop))
        for index in range(asked.texts):
            if asked.echo:
                yield Piece(index, prompt, 0)
            yield from self._text(asked, index, stops, lambda: time.monotonic() < end and goes_on())

    def _text(
        self, asked: Asked, index: int, stops: tuple[str, ...], goes_on: Callable[[], bool]
    ) -> Iterator[Piece]:
        seed = asked.seed + index
        written = self.writer.write(asked.prompt, length=asked.tokens, sampling=asked.sampling, seeds=[seed])
        text, tokens = "", 0  # what was not handed on yet
        for token in written:
            text += self.writer.tokenizer.pieces[token.ids[0]]
            tokens += 1
            if (end := first_stop(text, stops)) is not None:
                yield Piece(index, text[:end], tokens, "stop")
                return
            if not goes_on():
                break
            decided = len(text) - begun(text, stops)  # what is behind it may yet be a stop string
            if decided:
                yield Piece(index, text[:decided], tokens)
                text, tokens = text[decided:], 0
        yield Piece(index, text, tokens, "length")

    def score(self, body: dict[str, Any], goes_on: Callable[[], bool] = lambda: True) -> dict[str, Any]:
        """Return how surprising each token of a text but the first is, in nats.

        Raises RefusedError, also where it takes too long, or `goes_on` no longer says so.
        """
        text = text_of(body.get("text", ""), "text", self.limits.characters)
        if unknown := min(set(body) - {"text", "model"}, default=None):
            raise RefusedError(f"there is no parameter {unknown[:80]}")
        tokenizer = self.writer.tokenizer
        read = tokenizer.alphabet.as_read(text)
        try:
            spans = tokenizer.spans(read)
        except InputError as error:
            raise RefusedError(str(error)) from None
        if len(spans) < 2:
            raise RefusedError("the text is too short: nothing predicts its first token")
        nats = np.concatenate(list(self._in_time(read, goes_on)))
        total, characters = float(nats.sum()), len(read) - spans[0][1]
        each = [None, *(round(float(x), 6) for x in nats)]
        return {
            "object": "score",
            "model": self.name,
            "text": read,
            "nats": total,
            "scored_characters": characters,
            "nats_a_character": total / characters,
            "spans": spans,
            "nats_of_each": each,
        }

    def _in_time(self, text: str, goes_on: Callable[[], bool]) -> Iterator[np.ndarray]:
        writer, end = self.writer, time.monotonic() + self.limits.seconds
        ids = writer.tokenizer.encode(text)
        for nats in surprise.in_windows(writer.config.model, writer.weights, ids):
            if time.monotonic() >= end:
                raise RefusedError(
                    f"it takes longer than {self.limits.seconds:g} seconds; send a shorter text, or fewer",
                    HTTPStatus.SERVICE_UNAVAILABLE,
                )
            if not goes_on():
                raise RefusedError("the server is about to end", HTTPStatus.SERVICE_UNAVAILABLE)
            yield nats


def first_stop(text: str, stops: tuple[str, ...]) -> int | None:
    """Return where the stop string begins that is complete first; None where there is none.

    >>> first_stop("the end.", ("end.", "he "))
    1
    """
    found = [(at + len(stop), at) for stop in stops if (at := text.find(stop)) >= 0]
    return min(found)[1] if found else None
