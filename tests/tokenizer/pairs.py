"""A tokenizer that lives in the tests only: pairs of characters where the text has them.

Nothing in the house knows of it. Who takes it through train, generate and the page learns whether anything still
believes that a token is a character. `python -m tests.tokenizer.pairs ...` is the command with this kind added.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from proust_attention.errors import InputError
from proust_attention.tokenizer import Alphabet, Tokenizer, factory


@dataclass(frozen=True)
class PairTokenizer(Tokenizer):
    """From left to right: a pair where the next two characters are one in the list, else one character."""

    kind: ClassVar[str] = "pairs"
    symbols: str
    pairs: tuple[str, ...]

    @classmethod
    def of_text(cls, text: str, n_pairs: int = 20) -> "PairTokenizer":
        counts = Counter(one + other for one, other in pairwise(text) if (one + other).isalpha())
        common = [pair for pair, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        return cls(Alphabet.of_text(text).symbols, tuple(common[:n_pairs]))

    @classmethod
    def learn(cls, symbols: str, text: str, vocab_size: int) -> "PairTokenizer":
        return cls(symbols, cls.of_text(text, vocab_size - len(symbols)).pairs)

    def over(self, symbols: str) -> "PairTokenizer":
        return PairTokenizer(symbols, tuple(pair for pair in self.pairs if set(pair) <= set(symbols)))

    @cached_property
    def alphabet(self) -> Alphabet:
        return Alphabet(self.symbols)

    @cached_property
    def pieces(self) -> list[str]:
        return [*self.symbols, *self.pairs]

    def encode(self, text: str, replace_unknown: bool = False) -> np.ndarray:
        numbers = self.alphabet.numbers(text, replace_unknown).tolist()
        text = "".join(self.symbols[number] for number in numbers)
        known = {pair: len(self.symbols) + place for place, pair in enumerate(self.pairs)}
        ids, place = [], 0
        while place < len(text):
            pair = known.get(text[place : place + 2])
            ids.append(numbers[place] if pair is None else pair)
            place += 1 if pair is None else 2
        return np.array(ids, self.dtype)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "symbols": self.symbols, "pairs": list(self.pairs)}

    @classmethod
    def from_dict(cls, values: Any) -> "PairTokenizer":
        match values:
            case {"kind": cls.kind, "symbols": str(symbols), "pairs": list(pairs)}:
                return cls(symbols, tuple(pairs))
        raise InputError("this is no tokenizer of pairs")


factory.KINDS[PairTokenizer.kind] = PairTokenizer
