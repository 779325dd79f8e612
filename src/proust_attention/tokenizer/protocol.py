"""The tokenizer: what every kind of it can do, and all that the rest of the library knows of any.

# Class Notes

The machine reads and writes tokens: numbers from 0 to V - 1, each of which stands for a piece of text. A piece
may be one character or several. So token and character are two things. How a text divides into tokens is given by
its spans, half-open (start, end) in characters; whatever is shown or counted per character is derived through
these, or through the lengths of the pieces: a loss in nats a character is the nats of all tokens over the
characters of all their pieces, and means the same with every tokenizer.

A new kind inherits from Tokenizer, has `pieces`, `alphabet`, `encode`, `learn`, `over` and the way to and from a
table, and is named in KINDS (factory.py) and among the choices of tokenizer.kind (config.py). In the browser it
needs its twin.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar, SupportsIndex

import numpy as np
from jaxtyping import Int, UInt

from proust_attention.tokenizer.alphabet import Alphabet

Ids = UInt[np.ndarray, " T"]


class Tokenizer(ABC):
    """Text to ids and back, without loss: decode(encode(text)) == text, for every text over the alphabet."""

    kind: ClassVar[str]  # its name in tokenizer.json

    @property
    @abstractmethod
    def alphabet(self) -> Alphabet:
        """The characters that a text may have."""

    @property
    @abstractmethod
    def pieces(self) -> Sequence[str]:
        """The text of each id, (V,); none is empty."""

    @classmethod
    @abstractmethod
    def learn(cls, symbols: str, text: str, vocab_size: int) -> "Tokenizer":
        """Learn a tokenizer of so many pieces, the symbols among them, from a text over these symbols.

        A kind whose pieces the symbols settle leaves the other two alone. Raises InputError.
        """

    @abstractmethod
    def over(self, symbols: str) -> "Tokenizer":
        """Return the tokenizer with other symbols, and of its pieces those that they can spell."""

    @abstractmethod
    def encode(self, text: str, replace_unknown: bool = False) -> Ids:
        """Return the ids of a text, (T,), of the type `dtype`.

        Raises UnknownCharacterError at the first character that is not in the alphabet; with `replace_unknown` the
        nearest one takes its place, where there is one near.
        """

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the tokenizer as plain values, ready for JSON; "kind" is among them."""

    @classmethod
    @abstractmethod
    def from_dict(cls, values: Any) -> "Tokenizer":
        """Make a tokenizer from what `to_dict` returned. Raises InputError."""

    @property
    def vocab_size(self) -> int:
        """V, the number of ids."""
        return len(self.pieces)

    @property
    def dtype(self) -> type[np.unsignedinteger[Any]]:
        """The smallest type that holds every id: of one byte, two or four."""
        return smallest_type(self.vocab_size)

    @cached_property
    def lengths(self) -> Int[np.ndarray, " V"]:
        """The characters of each piece."""
        return np.array([len(piece) for piece in self.pieces])

    def decode(self, ids: Iterable[SupportsIndex]) -> str:
        """Return the text whose ids these are."""
        return "".join([self.pieces[int(i)] for i in ids])

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return which characters each token of a text covers: half-open, in order, without a gap.

        Raises what `encode` raises.
        """
        return self.spans_of(self.encode(text))

    def spans_of(self, ids: np.ndarray) -> list[tuple[int, int]]:
        """Return which characters of their text each of the ids (T,) covers."""
        ends = self.lengths[ids].cumsum().tolist()
        return list(zip([0, *ends], ends, strict=False))

    def count(self, ids: np.ndarray) -> int:
        """Return how many characters these ids, of any shape, stand for."""
        return ids.size if self.lengths.max() == 1 else int(self.lengths[ids].sum())

    def as_characters(self, ids: np.ndarray) -> UInt[np.ndarray, " N"]:
        """Return the places in the alphabet of all the characters that ids (T,) stand for, (N,)."""
        return self.alphabet.numbers(self.decode(ids)).astype(smallest_type(len(self.alphabet.symbols)))


def smallest_type(n: int) -> type[np.unsignedinteger[Any]]:
    """Return the smallest type that holds the numbers below n: of one byte, two or four."""
    return np.uint8 if n <= 1 << 8 else np.uint16 if n <= 1 << 16 else np.uint32
