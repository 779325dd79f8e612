"""The alphabet: the characters that a machine knows, whatever its tokens are made of them.

# Class Notes

A corpus has some hundred different characters. Whoever types a prompt has others: ’ for ', a letter with an
accent that the corpus lacks. So a text is first read as a corpus would have it; what is still unknown then is
refused, with the nearest known character as an offer, or replaced by that.

>>> alphabet = Alphabet.of_text("la magdalena")
>>> alphabet.symbols, alphabet.numbers("lana").tolist()
(' adeglmn', [5, 1, 7, 1])
"""

import difflib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from jaxtyping import Int

from proust_attention.errors import InputError, UnknownCharacterError

UNKNOWN = -1
# What the signs mean that word processors type, and the no-break spaces that French has before its ! and ?. What a
# corpus keeps is for alphabets.toml to say. It is a file because the engine in the browser has the same table.
TYPOGRAPHY: dict[str, str] = json.loads(Path(__file__).with_name("typography.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Alphabet:
    """A set of characters, sorted. Raises InputError if it is no such set."""

    symbols: str

    def __post_init__(self) -> None:
        if not self.symbols:
            raise InputError("a tokenizer needs at least one symbol; is the text empty?")
        if list(self.symbols) != sorted(set(self.symbols)):
            raise InputError("the symbols of a tokenizer must be different from one another, and sorted")

    @classmethod
    def of_text(cls, text: str) -> "Alphabet":
        """Make the alphabet of just the characters of a text. Raises InputError if there are none."""
        return cls("".join(sorted(set(text))))

    @cached_property
    def _table(self) -> np.ndarray:
        """From code point to place, UNKNOWN elsewhere; one place more than the highest symbol needs."""
        codes = [ord(symbol) for symbol in self.symbols]
        table = np.full(codes[-1] + 2, UNKNOWN, np.int32)
        table[codes] = np.arange(len(codes))
        return table

    def numbers(self, text: str, replace_unknown: bool = False) -> Int[np.ndarray, " N"]:
        """Return the place in the alphabet of every character of a text, (N,).

        Raises UnknownCharacterError at the first character that is not in it; with `replace_unknown` the nearest
        one takes its place, where there is one near.
        """
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers = self._table[np.minimum(codes, len(self._table) - 1)]
        for place in np.flatnonzero(numbers == UNKNOWN):
            near = self.nearest(text[place])
            if near is None or not replace_unknown:
                raise UnknownCharacterError(_unknown(text, int(place), near))
            numbers[place] = self.symbols.index(near)
        return numbers

    def knows(self, text: str) -> bool:
        """Return whether every character of a text is in the alphabet."""
        return set(self.symbols).issuperset(text)

    def unknown(self, text: str) -> Counter[str]:
        """Return the characters of a text that are not in the alphabet, and how often each is in the text."""
        return Counter({symbol: count for symbol, count in Counter(text).items() if symbol not in self.symbols})

    def as_read(self, text: str) -> str:
        """Return a text that somebody typed as a corpus would have it.

        Letters are composed (NFC), line breaks are of one kind, and a typographic sign is read as its plain form
        where only that is made of symbols.

        >>> Alphabet.of_text("l'été « ».").as_read("«\u00a0l’été…\u00a0»")
        "« l'été... »"
        """
        text = unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text))
        known = set(self.symbols)
        plain = {sign: form for sign, form in TYPOGRAPHY.items() if sign not in known and known.issuperset(form)}
        return "".join([plain.get(character, character) for character in text])

    def nearest(self, character: str) -> str | None:
        """Return the known symbol that is most like an unknown one, if any is.

        Tried in turn: its plain typographic form, the hyphen for any hyphen or dash, its base letter, its other
        case, and the symbol of the same kind (letter, punctuation ...) with the most similar Unicode name.
        """
        if character.isspace():
            return " " if " " in self.symbols else None
        hyphen = "-" if unicodedata.category(character) == "Pd" else ""
        bases = [
            character,
            TYPOGRAPHY.get(character, "")[:1],
            hyphen,
            unicodedata.normalize("NFKD", character)[:1],
        ]
        for candidate in [*bases, *(one.swapcase() for one in bases)]:
            if len(candidate) == 1 and candidate in self.symbols:
                return candidate
        kind = unicodedata.category(character)[0]
        names = {unicodedata.name(s, ""): s for s in self.symbols if unicodedata.category(s)[0] == kind}
        names.pop("", None)  # what has no name, such as a line break, is like nothing
        close = difflib.get_close_matches(unicodedata.name(character, ""), names, n=1, cutoff=0.6)
        return names[close[0]] if close else None


def _unknown(text: str, place: int, near: str | None) -> str:
    character = text[place]
    offer = f"the nearest that it knows is {near!r}" if near else "it knows none like it"
    return (
        f"the machine does not know the character {character!r} (U+{ord(character):04X}, "
        f"character {place + 1} of the text); {offer}"
    )
