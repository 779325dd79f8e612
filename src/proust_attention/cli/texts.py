"""Texts that go on from one prompt, side by side; the first of them can be watched as it comes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from proust_attention.cli.paper import HEADING, PROMPT, Paper
from proust_attention.config import SamplingConfig
from proust_attention.generation import Writer
from proust_attention.generation.drawing import Written
from proust_attention.generation.endings import Ending, Page
from proust_attention.generation.surprise import of_drawn

Watch = Callable[[Written], None]  # is shown every step


class Texts:
    """As many texts as there are seeds. Raises InputError, UnknownCharacterError."""

    def __init__(
        self, writer: Writer, prompt: str, ending: Ending, sampling: SamplingConfig, seeds: Sequence[int]
    ) -> None:
        self.prompt, self.seeds = prompt, seeds
        self.texts = ["" for _ in seeds]  # without the prompt
        self.broken_off: list[int] = []  # the seeds of those that were to end with a sentence, and did not
        self._writer, self._ending = writer, ending
        self._written = writer.write(prompt, length=ending.at_most, sampling=sampling, seeds=seeds)

    def pieces(self, watch: Watch | None = None) -> Iterator[str]:
        """Write all texts to their end; yield, as they come, the pieces of the first."""
        known, pages = self._writer.tokenizer.pieces, [Page(self._ending) for _ in self.seeds]
        pieces: list[list[str]] = [[] for _ in self.seeds]
        for written in self._written:
            if watch:
                watch(written)
            for n, page in enumerate(pages):
                if not page.over:
                    pieces[n].append(page.add(known[written.ids[n]]))
                    if n == 0:
                        yield pieces[0][-1]
            if all(page.over for page in pages):
                break
        self.texts = ["".join(some) for some in pieces]
        self.broken_off = [seed for seed, page in zip(self.seeds, pages, strict=True) if page.broken_off]

    def show(self, paper: Paper) -> None:
        """Write all texts on paper, one after the other; above each of several, a line with its seed."""
        for n, seed in enumerate(self.seeds):
            if len(self.seeds) > 1:
                paper.write(f"--- seed {seed} ---\n", HEADING)
            try:
                paper.write(self.prompt, PROMPT)
                for piece in self.pieces() if n == 0 else (self.texts[n],):
                    paper.write(piece)
            finally:
                paper.end()

    def as_dicts(self, about: dict[str, Any]) -> list[dict[str, Any]]:
        """Write all texts; return each with what it was written with, ready for JSON."""
        steps: list[Written] = []  # each with a token of every text, over or not
        for _ in self.pieces(watch=steps.append):
            pass
        surprises = [of_drawn(step.logits, step.ids) for step in steps]
        made = []
        for n, (seed, text) in enumerate(zip(self.seeds, self.texts, strict=True)):
            spans = self._spans(text, [step.ids[n] for step in steps])
            log_probabilities = [-float(each[n]) for each, _ in zip(surprises, spans, strict=False)]
            own = {"prompt": self.prompt, "text": text, "seed": seed}
            made.append({**own, **about, "log_probabilities": log_probabilities, "spans": spans})
        return made

    def _spans(self, text: str, ids: Sequence[int]) -> list[tuple[int, int]]:
        """Return which characters of a text each of the tokens covers that it was made of; the last may be cut."""
        spans = self._writer.tokenizer.spans_of(np.array(ids, np.int64))
        return [(start, min(end, len(text))) for start, end in spans if start < len(text)]
