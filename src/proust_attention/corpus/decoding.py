"""From bytes to characters, whatever their encoding.

Nearly every text of today is UTF-8, and bytes that are not are hardly ever valid UTF-8 by accident: so that is
tried first, strictly. Only where it fails does a library (charset-normalizer) say which encodings of Western
European texts would give something readable, and of these the one is taken that gives the most symbols of the
language's alphabet; that is a guess, and is reported.
"""

import codecs
from typing import NamedTuple

from charset_normalizer import from_bytes

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.errors import InputError

WESTERN = ["cp1252", "iso8859_15", "mac_roman", "cp850", "utf_16", "utf_32"]
MARKS = {codecs.BOM_UTF32_LE: "utf_32", codecs.BOM_UTF16_LE: "utf_16", codecs.BOM_UTF16_BE: "utf_16"}


class Decoded(NamedTuple):
    """Characters, and the encoding that they were decoded from."""

    text: str
    encoding: str
    encoding_was_guessed: bool


def decode(content: bytes, name: str, alphabet: Alphabet) -> Decoded:
    """Decode the bytes of a plain text. Raises InputError, which names it, if they are not text."""
    if not content:
        raise InputError(f"{name} is empty")
    decoded = _decode(content, name, alphabet)
    if "\0" in decoded.text:
        raise InputError(f"{name} is not a text file, or is UTF-16 without a byte-order mark; save it as UTF-8")
    return decoded


def _decode(content: bytes, name: str, alphabet: Alphabet) -> Decoded:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                return Decoded(content.decode(encoding), encoding.replace("_", "-"), False)
            except UnicodeDecodeError:
                break
    try:
        return Decoded(content.decode("utf-8"), "utf-8", False)
    except UnicodeDecodeError as error:
        matches = list(from_bytes(content, cp_isolation=WESTERN))
        if not matches:
            raise InputError(
                f"{name} is not a text file, or its encoding is unknown: byte {error.start} is not UTF-8, "
                "and no other encoding gives a readable text; save it as UTF-8"
            ) from None
        best = max(matches, key=lambda match: sum(symbol in alphabet.symbols for symbol in str(match)))
        return Decoded(str(best), best.encoding.replace("_", "-"), True)
