"""An alphabet: which symbols may stand in a clean text, and what stands for those that may not.

The tables themselves are data, in alphabets.toml. For a character that the alphabet lacks, three things are
tried in turn, the same for every language:

    replaced   it is a typographic form of a sign that the alphabet has           ’ -> '
    folded     it is a letter whose base the alphabet has                         ç -> c in Spanish
    dropped    neither
"""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from proust_attention.errors import InputError

KEPT, REPLACED, FOLDED, DROPPED = FATES = ("kept", "replaced", "folded", "dropped")


LETTERS = ("Lu", "Ll", "Lt", "Lo")  # not Lm, marks that count as letters


class Fate(NamedTuple):
    """What becomes of a symbol, one of FATES, and what takes its place."""

    kind: str
    into: str


@dataclass(frozen=True)
class Alphabet:
    """The symbols of one language."""

    language: str
    name: str
    symbols: frozenset[str]

    @classmethod
    def of(cls, language: str) -> "Alphabet":
        """Return the alphabet of a language, by its two letters. Raises InputError if there is none."""
        if language not in languages():
            known = ", ".join(f"{code} ({_tables()[code]['name']})" for code in languages())
            raise InputError(f"there is no alphabet for the language {language!r}; there are {known}")
        table = _tables()[language]
        signs = "".join((table["letters"] + table["digits"] + table["signs"]).split())
        return cls(language, table["name"], frozenset(signs + " \n"))

    def has(self, text: str) -> bool:
        """Whether `text` is not empty and every symbol of it belongs to the alphabet."""
        return bool(text) and self.symbols.issuperset(text)

    def fate(self, symbol: str) -> Fate:
        """Say what becomes of a symbol: one character, or one with the combining marks behind it."""
        composed = unicodedata.normalize("NFC", symbol)
        if self.has(composed):
            return Fate(KEPT if composed == symbol else REPLACED, composed)
        for form in _tables()["typography"].get(composed, ()):
            if self.has(form):
                return Fate(REPLACED, form)
        if unicodedata.category(symbol[0]).startswith("L"):
            for base in _bases(composed):
                if self.has(base):
                    return Fate(FOLDED, base)
        return Fate(DROPPED, "")


def languages() -> list[str]:
    """Return the two letters of every language that has an alphabet."""
    return [key for key, table in _tables().items() if "letters" in table]


def _bases(symbol: str) -> tuple[str, str]:
    """Return a letter without its marks (ǽ: æ), and that in plain letters (ae)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", symbol) if unicodedata.category(c) in LETTERS)
    return plain, "".join(_tables()["bases"].get(c, c) for c in plain)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "alphabets.toml").read_text(encoding="utf-8"))
