"""Characters as tokens: each symbol of the text has a number.

# Class Notes

The simplest tokenizer there is. The symbols of the text are sorted and numbered from 0; reading is looking
up the number, writing is looking up the symbol. Nothing is lost: decode(encode(text)) == text.

>>> tokenizer = CharacterTokenizer.of_text("la magdalena")
>>> tokenizer.symbols
' adeglmn'
>>> tokenizer.encode("lana").tolist(), tokenizer.spans("lana")
([5, 1, 7, 1], [(0, 1), (1, 2), (2, 3), (3, 4)])
>>> tokenizer.decode([5, 1, 7, 1])
'lana'
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, SupportsIndex

import numpy as np

from proust_attention.errors import InputError
from proust_attention.tokenizer.alphabet import Alphabet
from proust_attention.tokenizer.protocol import Ids, Tokenizer


@dataclass(frozen=True)
class CharacterTokenizer(Tokenizer):
    """A set of symbols, sorted; a symbol's id is its place. Raises InputError if it is no such set."""

    kind: ClassVar[str] = "characters"
    symbols: str

    def __post_init__(self) -> None:
        Alphabet(self.symbols)

    @classmethod
    def of_text(cls, text: str) -> "CharacterTokenizer":
        """Make the tokenizer that has just the symbols of a text."""
        return cls(Alphabet.of_text(text).symbols)

    @classmethod
    def learn(cls, symbols: str, text: str, vocab_size: int) -> "CharacterTokenizer":
        """Make the tokenizer of these symbols: nothing else is to be learned."""
        return cls(symbols)

    def over(self, symbols: str) -> "CharacterTokenizer":
        """Return the tokenizer of other symbols."""
        return CharacterTokenizer(symbols)

    @cached_property
    def alphabet(self) -> Alphabet:
        """The symbols."""
        return Alphabet(self.symbols)

    @property
    def pieces(self) -> str:
        """The symbols: each is a piece."""
        return self.symbols

    def encode(self, text: str, replace_unknown: bool = False) -> Ids:
        """Return the id of every character, (T,), uint8 or uint16. Raises UnknownCharacterError."""
        return self.alphabet.numbers(text, replace_unknown).astype(self.dtype)

    def decode(self, ids: Iterable[SupportsIndex]) -> str:
        """Return the text whose ids these are; a whole book in some hundredths of a second."""
        places = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)
        return bytes(self._codes[places]).decode("utf-32-le", "surrogatepass")

    @cached_property
    def _codes(self) -> np.ndarray:
        """The code point of each symbol."""
        return np.array([ord(symbol) for symbol in self.symbols], "<u4")

    def as_characters(self, ids: np.ndarray) -> np.ndarray:
        """Return the ids: they are places in the alphabet already."""
        return ids

    def to_dict(self) -> dict[str, Any]:
        """Return the tokenizer as plain values, ready for JSON."""
        return {"kind": self.kind, "symbols": self.symbols}

    @classmethod
    def from_dict(cls, values: Any) -> "CharacterTokenizer":
        """Make a tokenizer from what `to_dict` returned. Raises InputError."""
        match values:
            case {"kind": cls.kind, "symbols": str(symbols)}:
                return cls(symbols)
        raise InputError("this is no tokenizer of characters: its symbols are missing")
