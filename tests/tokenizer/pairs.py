"""Single characters and some pairs of them as tokens: a second tokenizer, for the tests alone.

The ids: first the symbols, in their order, then the pairs, in theirs. From left to right, the next two characters
are one token where they are a pair of the list; else the next one is.

>>> tokenizer = PairTokenizer(" adel", ("de", "la"))
>>> tokenizer.encode("de la").tolist()
[5, 0, 6]
>>> tokenizer.spans("de la")
[(0, 2), (2, 3), (3, 5)]
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, SupportsIndex

import numpy as np

from proust_attention.errors import InputError, UnknownCharacterError


@dataclass(frozen=True)
class PairTokenizer:
    """Symbols, sorted, and pairs of them."""

    symbols: str
    pairs: tuple[str, ...]

    @classmethod
    def of_text(cls, text: str, n_pairs: int = 20) -> "PairTokenizer":
        """Take the symbols of a text, and its most frequent pairs of neighbouring letters."""
        counts = Counter(one + other for one, other in pairwise(text) if one.isalpha() and other.isalpha())
        pairs = sorted(counts, key=lambda pair: (-counts[pair], pair))
        return cls("".join(sorted(set(text))), tuple(pairs[:n_pairs]))

    @property
    def pieces(self) -> tuple[str, ...]:
        return (*self.symbols, *self.pairs)

    @property
    def vocab_size(self) -> int:
        return len(self.pieces)

    @property
    def dtype(self) -> type[np.unsignedinteger[Any]]:
        return np.uint8 if self.vocab_size <= 256 else np.uint16

    def spans(self, text: str) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        at = 0
        while at < len(text):
            end = at + (2 if text[at : at + 2] in self.pairs else 1)
            spans.append((at, end))
            at = end
        return spans

    def encode(self, text: str) -> np.ndarray:
        ids = {piece: id_ for id_, piece in enumerate(self.pieces)}
        for place, character in enumerate(text):
            if character not in ids:
                raise UnknownCharacterError(f"the machine does not know the character {place + 1} of the text")
        return np.array([ids[text[at:end]] for at, end in self.spans(text)], self.dtype)

    def decode(self, ids: Iterable[SupportsIndex]) -> str:
        return "".join([self.pieces[i] for i in ids])

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "pairs", "symbols": self.symbols, "pairs": list(self.pairs)}

    @classmethod
    def from_dict(cls, values: Any) -> "PairTokenizer":
        match values:
            case {"kind": "pairs", "symbols": str(symbols), "pairs": [*pairs]}:
                return cls(symbols, tuple(pairs))
        raise InputError("this is no tokenizer of pairs: kind, symbols and pairs are missing")
