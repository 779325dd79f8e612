"""What a run works on: its batches, the windows that test it, the words that its samples begin with."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from proust_attention.batches import Batches, evenly_spread, non_overlapping, split
from proust_attention.batches.windows import require_window
from proust_attention.config import Config
from proust_attention.evaluation import per_character
from proust_attention.shown import short_repr
from proust_attention.tokenizer import Tokenizer
from proust_attention.training.engine import Engine, StepResult


@dataclass(frozen=True)
class Material:
    """The text of a run, cut up. Use `of`."""

    tokenizer: Tokenizer
    batches: Batches
    held_out: np.ndarray
    held_out_windows: np.ndarray  # a fixed set, evenly spread, for the evaluations on the way
    prompt: str

    __repr__ = short_repr

    @classmethod
    def of(cls, config: Config, tokenizer: Tokenizer, ids: np.ndarray) -> "Material":
        """Cut up the ids (N,) of a text. Raises InputError if it is too short for these settings."""
        training, context_length = config.training, config.model.context_length
        trained_on, held_out = split(ids, training.held_out_fraction, tokenizer.lengths)
        batches = Batches(trained_on, context_length, training.batch_size, training.window_order, training.seed)
        require_window("held-out", len(held_out), context_length)
        windows = evenly_spread(len(held_out), context_length, training.evaluation_windows)
        return cls(tokenizer, batches, held_out, windows, opening_words(tokenizer.decode(held_out[:200])))

    @cached_property
    def characters_a_token(self) -> float:
        """How many characters a token of the training part stands for, on average."""
        return self.tokenizer.count(self.batches.ids) / len(self.batches.ids)

    @property
    def n_windows(self) -> int:
        """How many windows the held-out part has, side by side."""
        return len(non_overlapping(len(self.held_out), self.batches.context_length))

    def learn(self, engine: Engine, step: int, watch: bool) -> StepResult:
        """Let an engine make a step on the batch of that step; the loss is in nats a character."""
        result = engine.step(engine.source(self.batches).at(step), step, watch)
        if self.characters_a_token == 1:  # a token is a character: no need to gather the targets and count
            return result
        return result.with_loss(lambda nats: self._a_character(nats, step))

    def _a_character(self, nats: float, step: int) -> float:
        targets = self.batches.at(step).targets
        return per_character(nats, targets.size, self.tokenizer.count(targets))


def opening_words(text: str) -> str:
    """Return the first whole words of a text whose first word may be cut.

    >>> opening_words("agdalena, mojada en la tila")
    'mojada en la'
    """
    words = re.search(r"(?<=\s)\S+(\s+\S+){0,2}", text)
    return words[0] if words else text[:1]
