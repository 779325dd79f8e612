"""Characters as tokens: each symbol of the text has a number.

# Class Notes

The simplest tokenizer there is. The symbols of the text are sorted and numbered from 0; reading is looking
up the number, writing is looking up the symbol. Nothing is lost: decode(encode(text)) == text.

>>> tokenizer = CharacterTokenizer.of_text("la magdalena")
>>> tokenizer.symbols
' adeglmn'
>>> tokenizer.encode("lana").tolist()
[5, 1, 7, 1]
>>> tokenizer.decode([5, 1, 7, 1])
'lana'
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, SupportsIndex

import numpy as np
from jaxtyping import UInt

from proust_attention.errors import InputError, UnknownCharacterError

UNKNOWN = -1
# What the signs mean that word processors type; what a corpus keeps is for alphabets.toml to say.
NO_BREAK = dict.fromkeys("\u00a0\u202f", " ")  # spaces, as French has them before its ! and ?
TYPOGRAPHY = {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "—", "…": "...", **NO_BREAK}

Ids = UInt[np.ndarray, " T"]


@dataclass(frozen=True)
class CharacterTokenizer:
    """A set of symbols, sorted; a symbol's id is its place. Raises InputError if it is no such set."""

    symbols: str

    def __post_init__(self) -> None:
        if not self.symbols or list(self.symbols) != sorted(set(self.symbols)):
            raise InputError("the symbols of a tokenizer must be different from one another, and sorted")

    @classmethod
    def of_text(cls, text: str) -> "CharacterTokenizer":
        """Make the tokenizer that has just the symbols of a text."""
        return cls("".join(sorted(set(text))))

    @property
    def vocab_size(self) -> int:
        """V, the number of symbols."""
        return len(self.symbols)

    @property
    def dtype(self) -> type[np.unsignedinteger[Any]]:
        """The smallest type that holds every id: one byte, or two."""
        return np.uint8 if self.vocab_size <= 256 else np.uint16

    @cached_property
    def _table(self) -> np.ndarray:
        """From code point to id, UNKNOWN elsewhere; one place more than the highest symbol needs."""
        codes = [ord(symbol) for symbol in self.symbols]
        table = np.full(codes[-1] + 2, UNKNOWN, np.int32)
        table[codes] = np.arange(len(codes))
        return table

    def encode(self, text: str, replace_unknown: bool = False) -> Ids:
        """Return the id of every character, (T,), uint8 or uint16.

        Raises UnknownCharacterError at the first character that is no symbol; with `replace_unknown` the
        nearest symbol takes its place, where there is one near.
        """
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        ids = self._table[np.minimum(codes, len(self._table) - 1)]
        for place in np.flatnonzero(ids == UNKNOWN):
            near = self.nearest(text[place])
            if near is None or not replace_unknown:
                raise UnknownCharacterError(self._unknown(text, int(place), near))
            ids[place] = self.symbols.index(near)
        return ids.astype(self.dtype)

    def decode(self, ids: Iterable[SupportsIndex]) -> str:
        """Return the text whose ids these are."""
        return "".join([self.symbols[i] for i in ids])

    def as_read(self, text: str) -> str:
        """Return a text that somebody typed as a corpus would have it.

        Letters are composed (NFC), line breaks are of one kind, and a typographic sign is read as its plain form
        where only that is made of symbols.

        >>> CharacterTokenizer.of_text("l'été « ».").as_read("«\u00a0l’été…\u00a0»")
        "« l'été... »"
        """
        text = unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text))
        known = set(self.symbols)
        plain = {sign: form for sign, form in TYPOGRAPHY.items() if sign not in known and known.issuperset(form)}
        return "".join([plain.get(character, character) for character in text])

    def nearest(self, character: str) -> str | None:
        """Return the known symbol that is most like an unknown one, if any is.

        Tried in turn: its plain typographic form, its base letter, its other case, and the symbol of the
        same kind (letter, punctuation ...) with the most similar Unicode name.
        """
        if character.isspace():
            return " " if " " in self.symbols else None
        bases = [character, TYPOGRAPHY.get(character, "")[:1], unicodedata.normalize("NFKD", character)[:1]]
        for candidate in [*bases, *(base.swapcase() for base in bases)]:
            if len(candidate) == 1 and candidate in self.symbols:
                return candidate
        kind = unicodedata.category(character)[0]
        names = {unicodedata.name(s, ""): s for s in self.symbols if unicodedata.category(s)[0] == kind}
        names.pop("", None)  # what has no name, such as a line break, is like nothing
        close = difflib.get_close_matches(unicodedata.name(character, ""), names, n=1, cutoff=0.6)
        return names[close[0]] if close else None

    def _unknown(self, text: str, place: int, near: str | None) -> str:
        character = text[place]
        offer = f"the nearest that it knows is {near!r}" if near else "it knows none like it"
        return (
            f"the machine does not know the character {character!r} (U+{ord(character):04X}, "
            f"character {place + 1} of the text); {offer}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the tokenizer as plain values, ready for JSON."""
        return {"kind": "characters", "symbols": self.symbols}

    @classmethod
    def from_dict(cls, values: Any) -> "CharacterTokenizer":
        """Make a tokenizer from what `to_dict` returned. Raises InputError."""
        match values:
            case {"kind": "characters", "symbols": str(symbols)}:
                return cls(symbols)
        raise InputError("this is no tokenizer of characters: kind and symbols are missing")
