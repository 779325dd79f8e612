"""From a file to characters, whatever its encoding.

Nearly every text of today is UTF-8, and bytes that are not are hardly ever valid UTF-8 by accident: so that is
tried first, strictly. Only where it fails does a library (charset-normalizer) say which encodings of Western
European texts would give something readable, and of these the one is taken that gives the most symbols of the
language's alphabet; that is a guess, and is reported.
"""

import codecs
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.errors import InputError
from proust_attention.files import read_bytes

WESTERN = ["cp1252", "iso8859_15", "mac_roman", "cp850", "utf_16", "utf_32"]
MARKS = {codecs.BOM_UTF32_LE: "utf_32", codecs.BOM_UTF16_LE: "utf_16", codecs.BOM_UTF16_BE: "utf_16"}


@dataclass(frozen=True)
class Source:
    """A text as it was found."""

    name: str
    text: str
    sha256: str  # of the bytes
    encoding: str
    encoding_was_guessed: bool = False

    @classmethod
    def of_text(cls, name: str, text: str) -> "Source":
        """Make a source of a text that is already read."""
        return cls(name, text, hashlib.sha256(text.encode()).hexdigest(), "utf-8")


def read(path: Path, alphabet: Alphabet) -> Source:
    """Read a text file that is to be brought into an alphabet.

    Raises InputError if it is not there, is empty or is no text.
    """
    content = read_bytes(path)
    if not content:
        raise InputError(f"{path} is empty")
    text, encoding, guessed = _decode(content, path, alphabet)
    if "\0" in text:
        raise InputError(f"{path} is no text file, or one in UTF-16 that does not say so; save it as UTF-8")
    return Source(path.name, text, hashlib.sha256(content).hexdigest(), encoding, guessed)


def natural_order(paths: Iterable[Path]) -> list[Path]:
    """Sort files as people count: Proust-2 before Proust-10.

    >>> [path.name for path in natural_order(map(Path, ["b-10.txt", "b-9.txt", "a.txt"]))]
    ['a.txt', 'b-9.txt', 'b-10.txt']
    """
    return sorted(
        paths,
        key=lambda path: [
            (part.isdecimal(), int(part) if part.isdecimal() else 0, part)
            for part in re.split(r"(\d+)", str(path).casefold())
        ],
    )


def _decode(content: bytes, path: Path, alphabet: Alphabet) -> tuple[str, str, bool]:
    """Return the text, the name of its encoding, and whether that was guessed."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding.replace("_", "-"), False
            except UnicodeDecodeError:
                break
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as error:
        matches = list(from_bytes(content, cp_isolation=WESTERN))
        if not matches:
            raise InputError(
                f"{path} is no text file, or its encoding is unknown: byte {error.start} is not UTF-8, "
                "and no other encoding gives a readable text; save it as UTF-8"
            ) from None
        best = max(matches, key=lambda match: sum(symbol in alphabet.symbols for symbol in str(match)))
        return str(best), best.encoding.replace("_", "-"), True
