"""An alphabet: which symbols may stand in a clean text, and what stands for those that may not.

The tables themselves are data, in alphabets.toml. For a character that the alphabet lacks, three things are
tried in turn, the same for every language:

    replaced   it is a typographic form of a sign that the alphabet has           ’ -> ', & -> y
    folded     it is a letter whose base the alphabet has, or a figure            ç -> c in Spanish, ½ -> 1/2
    dropped    neither
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from proust_attention.errors import InputError

KEPT, REPLACED, FOLDED, DROPPED = FATES = ("kept", "replaced", "folded", "dropped")

AUTO = "auto"  # in the place of a language: the alphabet of what occurs often enough
OFTEN_ENOUGH = 100_000  # once in so many characters

ENOUGH_TO_GUESS, STRETCH = 60_000, 1_000  # characters: of a longer text so many, in stretches from all over it
FEWEST_COMMON_WORDS = 0.15  # of all words; in prose of these languages it is a quarter to a half

FOLDED_KINDS = ("Lu", "Ll", "Lt", "Lm", "Lo", "No", "Nl", "Nd")  # letters, and figures such as ½, ² and Ⅳ
PLAIN = ("Lu", "Ll", "Lt", "Lo", "Nd")  # what a base is made of: no marks

SMALL_E, DIAERESIS = "\u0364", "\u0308"  # over a letter: as German print wrote an umlaut

_WORD = re.compile(r"[^\W\d_]+")


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
    spaced: str = ""  # the signs before which the language sets a space
    read: Mapping[str, str] = field(default_factory=dict)  # the signs that are read as words: &, %

    @classmethod
    def of(cls, language: str) -> "Alphabet":
        """Return the alphabet of a language, by its two letters. Raises InputError if there is none."""
        language = language.lower()
        if language not in languages():
            known = ", ".join(f"{code} ({_tables()[code]['name']})" for code in languages())
            raise InputError(f"there is no alphabet for the language {language!r}; there are {known}")
        table = _tables()[language]
        signs = "".join((table["letters"] + table["digits"] + table["signs"]).split())
        return cls(language, table["name"], frozenset(signs + " \n"), table.get("spaced", ""), table["read"])

    @classmethod
    def of_all(cls) -> "Alphabet":
        """Return the alphabet of all languages together."""
        return cls(AUTO, "found", frozenset().union(*(cls.of(language).symbols for language in languages())))

    @classmethod
    def found_in(cls, texts: Sequence[str]) -> "Alphabet":
        """Return the alphabet of what occurs often enough in some texts: letters, digits, and signs.

        A typographic form counts for the sign that it stands for, unless some language has it among its signs. A
        rare letter is kept, too, if it belongs to the language of the text, if its other case is kept, or if it
        stands in a word that is mostly of such letters: so no word is spoilt.
        """
        composed = [unicodedata.normalize("NFC", text) for text in texts]
        counts = Counter[str]()
        for text in composed:
            counts.update(text)
        letters = {symbol for symbol in counts if unicodedata.category(symbol)[0] in "LN"}
        everything = replace(cls.of_all(), symbols=cls.of_all().symbols | letters)
        counted = Counter[str]()
        for symbol, count in counts.items():
            for into in everything.fate(symbol).into or symbol:
                counted[into] += count
        fewest = max(2, sum(counts.values()) // OFTEN_ENOUGH)
        visible = {c for c, n in counted.items() if n >= fewest and unicodedata.category(c)[0] in "LNPS"}
        code = guess_language("\n".join(_some_of(text, ENOUGH_TO_GUESS // len(texts)) for text in texts))
        guessed = cls.of(code) if code else None
        if guessed:
            visible |= guessed.symbols & set(unicodedata.normalize("NFKC", "".join(letters)))  # ﬁ: f, i
        visible |= {letter for letter in letters if letter.swapcase() in visible}
        visible |= _letters_between(visible, composed)
        symbols = frozenset(visible) | {" ", "\n"}
        return cls(AUTO, "found", symbols, *((guessed.spaced, guessed.read) if guessed else ()))

    def without(self, symbols: Iterable[str]) -> "Alphabet":
        """Return the alphabet without some symbols."""
        return replace(self, symbols=self.symbols - frozenset(symbols))

    def has(self, text: str) -> bool:
        """Whether `text` is not empty and every symbol of it belongs to the alphabet."""
        return bool(text) and self.symbols.issuperset(text)

    def fate(self, symbol: str) -> Fate:
        """Return what becomes of a symbol: one character, or one with the combining marks behind it."""
        composed = unicodedata.normalize("NFC", symbol.replace(SMALL_E, DIAERESIS))
        if self.has(composed):
            return Fate(KEPT if composed == symbol else REPLACED, composed)
        if composed in self.read:
            return Fate(REPLACED, self.read[composed])
        for form in _tables()["typography"].get(composed, ()):
            if self.has(form):
                return Fate(REPLACED, form)
        if unicodedata.category(symbol[0]) in FOLDED_KINDS:
            for base in _bases(composed):
                if self.has(base):
                    return Fate(FOLDED, base)
        return Fate(DROPPED, "")


def languages() -> list[str]:
    """Return the two letters of every language that has an alphabet."""
    return [key for key, table in _tables().items() if "letters" in table]


def guess_language(text: str) -> str | None:
    """Return the language whose commonest words are the most frequent in a text, or None if it has no alphabet."""
    nearest = nearest_language(text)
    return nearest if nearest in languages() else None


def nearest_language(text: str) -> str | None:
    """Return the same, alphabet or not; None if no language's commonest words are frequent."""
    words = Counter(_WORD.findall(_some_of(text, ENOUGH_TO_GUESS).casefold()))
    frequencies = {
        language: sum(words[word] for word in common) / max(1, words.total())
        for language, common in common_words().items()
    }
    best = max(frequencies, key=lambda language: frequencies[language])
    return best if frequencies[best] >= FEWEST_COMMON_WORDS else None


def _some_of(text: str, characters: int) -> str:
    """Return about so many characters of a text, in stretches that are evenly spread over it."""
    if len(text) <= characters:
        return text
    every = max(STRETCH, len(text) * STRETCH // max(characters, STRETCH))
    return "\n".join(text[start : start + STRETCH] for start in range(0, len(text), every))


@cache
def common_words() -> dict[str, frozenset[str]]:
    """Return the commonest words of each language that can be guessed."""
    return {key: frozenset(table["words"].split()) for key, table in _tables().items() if "words" in table}


def name_of(language: str) -> str:
    """Return the name of a language that can be guessed, and its two letters."""
    return f"{_tables()[language]['name']} ({language})"


def _letters_between(letters: set[str], composed: Iterable[str]) -> set[str]:
    """Return what other letters stand in words most of whose letters are these; ligatures and ª do not count."""
    words = {match[0] for text in composed for match in _WORD.finditer(text)}
    missing = ((word, set(word) - letters) for word in words)
    found = set().union(*(others for word, others in missing if 2 * len(others) < len(set(word))))
    return {letter for letter in found if unicodedata.normalize("NFKC", letter) == letter}


def _bases(symbol: str) -> tuple[str, str]:
    """Return a letter without its marks (ǽ: æ), and that in plain letters (ae); or a figure in plain figures."""
    parts = unicodedata.normalize("NFKD", symbol)
    plain = "".join(c for c in parts if unicodedata.category(c) in PLAIN or c == "⁄")
    if "⁄" in plain:  # a fraction: 10½ is 10 1/2
        plain = " " + plain.replace("⁄", "/")
    return plain, "".join(_tables()["bases"].get(c, c) for c in plain)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "alphabets.toml").read_text(encoding="utf-8"))
