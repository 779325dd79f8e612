"""How what is large shows itself, in a line, whatever it holds, and how what cannot be seen does, by its name.

A notebook shows what a cell ends with, and that may be a whole book.

>>> import numpy as np
>>> short.repr(np.zeros((2, 300), np.float32)), short.repr("a" * 1000)
('<float32 (2, 300)>', "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'... (1,000 characters)")
"""

import dataclasses
import reprlib
import unicodedata
from typing import Any

BEGINNING = 30  # characters of a longer text


class _Short(reprlib.Repr):
    """Writes what is small as it is, and of what is large how large it is."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother = 1, 60, 60
        self.maxtuple = self.maxlist = self.maxdict = self.maxset = self.maxfrozenset = 3

    def repr_str(self, x: str, level: int) -> str:
        """Return a text, or how it begins and how long it is."""
        return repr(x) if len(x) <= self.maxstring else f"{x[:BEGINNING]!r}... ({len(x):,} characters)"

    def repr_ndarray(self, x: Any, level: int) -> str:
        """Return what kind of numbers an array holds, and its shape."""
        return f"<{x.dtype} {x.shape}>"

    repr_memmap = repr_ndarray


short = _Short()


def short_repr(self: Any) -> str:
    """Be the __repr__ of a class of fields: its name, and each field in short."""
    names = getattr(self, "_fields", None) or [field.name for field in dataclasses.fields(self)]
    return f"{type(self).__name__}({', '.join(f'{name}={short.repr(getattr(self, name))}' for name in names)})"


def visible(symbol: str) -> str:
    """Show a symbol as itself where it can be seen, and by its name where it cannot."""
    if symbol == "":
        return ""
    if symbol.isprintable() and not symbol.isspace() and not unicodedata.combining(symbol[0]):
        return symbol
    names = {"\n": "line break", "\r": "carriage return", "\t": "tab", "\f": "form feed"}
    return " ".join(names.get(c) or unicodedata.name(c, f"U+{ord(c):04X}").lower() for c in symbol)
